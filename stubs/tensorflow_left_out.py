"""Gives Rasa the TensorFlow and Keras names it touches at import, with nothing behind them.

Rasa 3.6.21 imports TensorFlow when it starts, because the module of every component it knows is
imported, DIET and TED included. This project uses none of those components. Left out, the
environment is smaller by two thirds, the server is imported in half the time and takes a third of
the memory.

What Rasa does with TensorFlow while it is imported is little: it subclasses a few classes, names
a few in annotations and imports two functions. `NAMES` lists them all. Anything more is
a real use (making an object, calling a function, reading a name that is not listed) and raises
`TensorFlowLeftOutError`, so that a component which needs TensorFlow cannot half work.

To use such a component after all: remove `stubs/` and its line in the Makefile, and add
`tensorflow==2.12.0` to `requirements/runtime.in`.
"""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any, NoReturn

# What Rasa 3.6.21 reads at import: module -> its names. A capital letter marks a class.
NAMES: dict[str, tuple[str, ...]] = {
    "tensorflow": ("SparseTensor", "Tensor", "TensorShape", "TensorSpec"),
    "tensorflow.config": (),  # imported when an environment variable asks for threads or memory
    "tensorflow.keras": (),
    "tensorflow.keras.backend": (),
    "tensorflow.keras.callbacks": ("Callback",),
    "tensorflow.keras.layers": ("AbstractRNNCell", "Dense", "Dropout", "Layer"),
    "tensorflow.keras.metrics": ("Metric",),
    "tensorflow.keras.utils": ("Sequence",),
    "tensorflow.python": (),
    "tensorflow.python.eager": (),
    "tensorflow.python.eager.wrap_function": ("WrappedFunction",),
    "tensorflow.types": (),
    "tensorflow.types.experimental": ("TensorLike",),
    "keras": ("Model",),
    "keras.utils": (),
    "keras.utils.control_flow_util": ("smart_cond",),
    "keras.utils.tf_utils": (),
}


class TensorFlowLeftOutError(AttributeError):
    """Raised when something really uses TensorFlow.

    An AttributeError, because pickle and skops ask every imported module for any name, and because
    a library which only looks whether TensorFlow can do something should go on without it.
    """

    def __init__(self, name: str) -> None:
        """Names what was used and what to do instead."""
        super().__init__(
            f"TensorFlow is left out of this project on purpose: {name} has nothing behind it. "
            "Remove from config.yml the component that needs it (DIETClassifier, TEDPolicy, "
            "UnexpecTEDIntentPolicy, ResponseSelector, LanguageModelFeaturizer and "
            "ConveRTFeaturizer do), or see stubs/tensorflow_left_out.py for how to install it."
        )


class _LeftOutType(type):
    """The type of the stand-in classes: they may be named and subclassed, not used."""

    def __getattr__(cls, name: str) -> NoReturn:
        raise TensorFlowLeftOutError(f"{cls.__module__}.{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise TensorFlowLeftOutError(f"{cls.__module__}.{cls.__qualname__}")


def fill(package: str) -> None:
    """Puts the listed names into a package that is being imported, submodules included.

    Args:
        package: `tensorflow` or `keras`.
    """
    for name, members in NAMES.items():
        if name.partition(".")[0] == package:
            _fill_module(_module(name), members)


def _module(name: str) -> ModuleType:
    if name not in sys.modules:
        sys.modules[name] = module_from_spec(ModuleSpec(name, None, is_package=True))
        parent, _, child = name.rpartition(".")
        setattr(sys.modules[parent], child, sys.modules[name])
    return sys.modules[name]


def _fill_module(module: ModuleType, members: tuple[str, ...]) -> None:
    for member in members:
        make = _class if member[0].isupper() else _function
        setattr(module, member, make(module.__name__, member))
    module.__dict__["__getattr__"] = lambda name: _refuse(f"{module.__name__}.{name}")


def _class(module: str, name: str) -> type:
    return _LeftOutType(name, (), {"__module__": module, "__doc__": "Left out on purpose."})


def _function(module: str, name: str) -> Callable[..., NoReturn]:
    return lambda *args, **kwargs: _refuse(f"{module}.{name}")


def _refuse(name: str) -> NoReturn:
    raise TensorFlowLeftOutError(name)

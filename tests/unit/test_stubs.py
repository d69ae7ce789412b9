"""Tests of the stand-in for TensorFlow: imports work, any real use is refused."""

import importlib
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import tensorflow as tf
import tensorflow_left_out
from keras.utils.control_flow_util import smart_cond
from tensorflow_left_out import NAMES, TensorFlowLeftOutError

LEFT_OUT = "TensorFlow is left out of this project on purpose: "


def test_the_server_of_rasa_is_imported_without_tensorflow() -> None:
    script = "import rasa.server, sys; print(sys.modules['tensorflow'].__file__)"

    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True
    )

    stand_in = Path(result.stdout.splitlines()[-1])
    assert stand_in.parents[1] == Path(tensorflow_left_out.__file__).parent
    assert not (stand_in.parent / "python").exists()


@pytest.mark.parametrize("name", [f"{m}.{n}" for m, names in NAMES.items() for n in names])
def test_every_listed_name_can_be_imported_and_none_can_be_used(name: str) -> None:
    module, _, member = name.rpartition(".")
    stand_in = getattr(importlib.import_module(module), member)

    with pytest.raises(TensorFlowLeftOutError, match=f"^{LEFT_OUT}{name} has nothing behind it"):
        stand_in()


def test_a_class_of_rasa_that_subclasses_a_layer_cannot_be_made() -> None:
    from rasa.utils.tensorflow.layers import SparseDropout

    with pytest.raises(TensorFlowLeftOutError, match=LEFT_OUT):
        SparseDropout(rate=0.5)


def test_a_component_that_needs_tensorflow_says_so_when_it_computes() -> None:
    from rasa.utils.tensorflow.models import RasaModel

    with pytest.raises(TensorFlowLeftOutError, match=r"Remove from config\.yml the component"):
        RasaModel()


def test_a_name_that_is_not_listed_is_refused() -> None:
    with pytest.raises(TensorFlowLeftOutError, match=r"tensorflow\.constant has nothing behind it"):
        tf.constant([1.0])


def test_an_attribute_of_a_listed_class_is_refused() -> None:
    with pytest.raises(TensorFlowLeftOutError, match=r"tensorflow\.SparseTensor\.from_dense"):
        tf.SparseTensor.from_dense([[1.0]])


def test_a_listed_function_is_refused_when_called() -> None:
    with pytest.raises(TensorFlowLeftOutError, match=r"control_flow_util\.smart_cond"):
        smart_cond(True, lambda: 1, lambda: 2)


def test_threads_asked_for_by_environment_variable_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rasa.utils.tensorflow.environment import setup_tf_environment

    monkeypatch.setenv("TF_INTRA_OP_PARALLELISM_THREADS", "2")

    with pytest.raises(TensorFlowLeftOutError, match=r"tensorflow\.config\.threading"):
        setup_tf_environment()


def test_a_submodule_that_is_not_listed_is_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("tensorflow.experimental.dlpack")


def test_asking_whether_tensorflow_has_something_is_answered_with_no() -> None:
    assert not hasattr(tf, "data")


def test_pickle_finds_functions_although_it_asks_every_module_for_them() -> None:
    import numpy

    assert pickle.loads(pickle.dumps(numpy.add)) is numpy.add

"""Our components in a row, made, trained and loaded in the way in which Rasa's graph does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import class_from_module_path


def registered(name: str) -> DefaultV1Recipe.RegisteredComponent:
    """What Rasa's recipe knows of a component; its module is imported first."""
    component = class_from_module_path(name)
    return DefaultV1Recipe._registered_components[component.__name__]


class Pipeline:
    """Components that a message passes one after the other."""

    def __init__(self, components: list[tuple[str, GraphComponent]], folder: Path) -> None:
        self.components = components
        self.folder = folder

    @classmethod
    def train(cls, names: list[str], data: TrainingData, folder: Path) -> Pipeline:
        """Make each component, train it if it can be, hand the data on, and load what was kept."""
        for place, name in enumerate(names):
            component = _made(name, place, folder, "create")
            if registered(name).is_trainable:
                component.train(data)
            if hasattr(component, "process_training_data"):
                data = component.process_training_data(data)
        return cls.load(names, folder)

    @classmethod
    def load(cls, names: list[str], folder: Path) -> Pipeline:
        """The pipeline that was trained in a folder."""
        components = [
            (name, _made(name, place, folder, "load")) for place, name in enumerate(names)
        ]
        return cls(components, folder)

    def read(self, *texts: str, until: str | None = None) -> list[Message]:
        """The messages of some texts, after all components or after those up to one of them."""
        messages = [Message({"text": text}) for text in texts]
        for name, component in self.components:
            messages = component.process(messages)
            if name == until:
                break
        return messages

    def parse(self, text: str) -> dict[str, Any]:
        """What Rasa would keep of a message."""
        (message,) = self.read(text)
        return message.as_dict(only_output_properties=True)


def _made(name: str, place: int, folder: Path, way: str) -> GraphComponent:
    component = class_from_module_path(name)
    make: Callable[..., GraphComponent] = getattr(component, way)
    (folder / "storage").mkdir(exist_ok=True)
    node = f"{place}_{component.__name__}"
    return make(
        {**component.get_default_config()},
        LocalModelStorage(folder / "storage"),
        Resource(node),
        ExecutionContext(GraphSchema({}), "model", node_name=node),
    )

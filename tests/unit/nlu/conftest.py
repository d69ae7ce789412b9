"""A tiny training set, and a pipeline of our components trained on it as Rasa would."""

from __future__ import annotations

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.settings import ROOT
from tests.unit.nlu.pipeline import Pipeline

QUESTIONS = {
    ("ask_pay", "basic_pay", None): "how much is a radiologist paid|the salary of radiologists",
    ("ask_pay", "basic_pay", True): "are radiologists paid well|is the radiologist salary good",
    ("ask_pay", "basic_pay", False): "are radiologists paid badly|is the radiologist salary poor",
    ("ask_duration", "five_years", None): "how long is radiology training|how many years it takes",
    ("ask_duration", "five_years", True): "is training five years long|does training last five",
    ("ask_duration", "five_years", False): "is training two years long|does training last two",
    ("greet", "hello_there", None): "hello there|good morning|hello radiologist|good day training",
}


@pytest.fixture(scope="session")
def component_names() -> list[str]:
    """Our components, as config.yml names them."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return [each["name"] for each in config["pipeline"]]


@pytest.fixture(scope="session")
def training_data() -> TrainingData:
    """Three intents, and three facts with four questions or more."""
    messages = []
    for (intent, fact, premise), texts in QUESTIONS.items():
        label = {"fact": fact} if premise is None else {"fact": fact, "premise": premise}
        for text in texts.split("|"):
            content = {"text": text, "intent": intent, "metadata": {"intent": label}}
            messages.append(Message(content))
    return TrainingData(messages)


@pytest.fixture(scope="session")
def pipeline(component_names, training_data, tmp_path_factory) -> Pipeline:
    """The trained pipeline; read only."""
    return Pipeline.train(component_names, training_data, tmp_path_factory.mktemp("model"))

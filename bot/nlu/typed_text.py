"""Rasa component: makes typed text plain text, and splits it into spaCy tokens."""

from __future__ import annotations

import unicodedata
from typing import Any, Dict, List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.english import english
from bot.visible_text import visible

COMMAND_SIGN = "/"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class TypedText(Tokenizer):
    """Tokens by spaCy; a slash typed first is text, so nobody can name an intent."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The settings of Rasa's tokenizers, unused here."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training data without tokens: nothing learns from them, and Rasa hashes each."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Clean the text of each message, then tokenize it."""
        for message in messages:
            if isinstance(message.get(TEXT), str):
                message.set(TEXT, plain(message.get(TEXT)), add_to_output=True)
        return super().process(messages)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """spaCy's tokens of the text."""
        doc = english().make_doc(message.get(attribute))
        return [Token(token.text, token.idx) for token in doc if not token.is_space]


def plain(text: str) -> str:
    """The text without hidden characters, with single spaces, and never a command."""
    words = unicodedata.normalize("NFC", visible(text)).split()
    return " ".join(words).lstrip(COMMAND_SIGN + " ")

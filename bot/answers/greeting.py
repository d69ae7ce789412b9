"""What a conversation opens with."""

from __future__ import annotations

import datetime

from bot.answers.answer import Answer
from bot.answers.answering import Desk
from bot.answers.phrases import Phrases
from bot.answers.small_talk import make_small_talk
from bot.answers.topic import Topic
from bot.facts import known_facts


def greet(phrases: Phrases) -> Answer:
    """The greeting, with the questions that a conversation may begin with."""
    desk = Desk(known_facts(), phrases, datetime.date.today())
    return make_small_talk("greet", Topic(), desk)

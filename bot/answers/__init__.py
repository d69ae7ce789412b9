"""Turns a question into a channel-neutral answer with an outcome."""

from bot.answers.answer import Answer
from bot.answers.answering import Desk, answer_question
from bot.answers.greeting import greet
from bot.answers.outcome import Outcome
from bot.answers.phrases import Phrases
from bot.answers.question import Question, read_question
from bot.answers.text import plain_text
from bot.answers.topic import Topic, read_topic

__all__ = [
    "Answer",
    "Desk",
    "Outcome",
    "Phrases",
    "Question",
    "Topic",
    "answer_question",
    "greet",
    "plain_text",
    "read_question",
    "read_topic",
]

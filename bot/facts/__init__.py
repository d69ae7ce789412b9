"""Reads, validates and looks up the facts the assistant may say."""

from bot.facts.library import Library
from bot.facts.model import ASPECTS, SIGNPOST, Fact, Source, Stage, Start, Subject
from bot.facts.reading import FACTS_PATH, known_facts, read_facts

__all__ = [
    "ASPECTS",
    "FACTS_PATH",
    "SIGNPOST",
    "Fact",
    "Library",
    "Source",
    "Stage",
    "Start",
    "Subject",
    "known_facts",
    "read_facts",
]

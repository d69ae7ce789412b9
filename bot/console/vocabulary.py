"""The words that pages choose from: outcomes, intents, subjects and facts, read when changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from bot.answers import Outcome
from bot.errors import AssistantError
from bot.facts import ASPECTS, Library, read_facts

Choice = tuple[str, str]

OTHER_INTENTS = ("no_fact", "out_of_scope", "medical", "emergency", "distress", "manipulation")
"""What a message may be besides a question of an aspect, and trainers may correct it to."""


def project() -> Path:
    """The checkout that the console reads."""
    return settings.ENVIRONMENT.project


def library() -> Library:
    """The facts as they stand now; after a faulty change, as they stood before."""
    path = project() / "data" / "facts.yml"
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    try:
        return _library(path, changed)
    except AssistantError:
        if not _LAST:
            raise
        return _LAST[-1]


_LAST: list[Library] = []


@lru_cache(maxsize=2)
def _library(path: Path, _changed: int) -> Library:
    _LAST[:] = [read_facts(path)]
    return _LAST[0]


def aspects() -> list[Choice]:
    """The aspects with the names that visitors read."""
    return [(name, aspect_label(name)) for name in ASPECTS]


def aspect_label(name: str) -> str:
    """What an aspect is called, from the responses."""
    return sentence(f"aspect_{name}") or name.replace("_", " ")


def sentence(name: str) -> str:
    """What visitors are told by the response of a name, or ''."""
    return _sentences(project() / "domain.yml").get(f"utter_{name}", "")


@lru_cache(maxsize=2)
def _sentences(path: Path) -> dict[str, str]:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    said = (content.get("responses") or {}).items()
    return {name: texts[0]["text"] for name, texts in said}


def intent_label(name: str) -> str:
    """What an intent is called: an aspect by its name, others by their own."""
    if name.startswith("ask_") and name[4:] in ASPECTS:
        return aspect_label(name[4:])
    return name.replace("_", " ")


def intents() -> list[Choice]:
    """What a message can be understood as: aspects first, then everything else."""
    known = [f"ask_{name}" for name in ASPECTS]
    others = _intents_of_domain(project() / "domain.yml")
    names = [*known, *(each for each in others if each not in known)]
    return [(name, intent_label(name)) for name in names]


@lru_cache(maxsize=2)
def _intents_of_domain(path: Path) -> tuple[str, ...]:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return tuple(each for each in content.get("intents") or () if isinstance(each, str))


def corrections() -> list[Choice]:
    """What a trainer may correct a message to."""
    return [(name, label) for name, label in intents() if _may_be_correct(name)]


def _may_be_correct(name: str) -> bool:
    return (name.startswith("ask_") and name[4:] in ASPECTS) or name in OTHER_INTENTS


def outcomes() -> list[Choice]:
    """The outcomes with their labels."""
    return [(each.value, each.label) for each in Outcome]


def outcome_label(value: str) -> str:
    """The label of an outcome; of one that this version does not know, its value."""
    return dict(outcomes()).get(value, value.replace("_", " ") or "not told")


def subjects() -> list[Choice]:
    """The subjects by name."""
    named = ((name, each.name) for name, each in library().subjects.items())
    return sorted(named, key=lambda each: each[1].casefold())


def subject_label(name: str) -> str:
    """What a subject is called."""
    known = library().subjects.get(name)
    return known.name if known else name.replace("_", " ")


def facts() -> list[Choice]:
    """The facts that answer questions, with the sentence they say."""
    return [(each.id, f"{each.says} ({each.id})") for each in library().askable]

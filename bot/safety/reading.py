"""Reads data/safety.yml whole or not at all, and reports every fault in it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import DataFileError
from bot.facts.lines import ROOT, LocatedYaml, Location, read_located, shown
from bot.safety.phrases import Pattern, Phrase, Slot

SAFETY_PATH = ROOT / "data" / "safety.yml"

CLASSES = ("emergency", "distress", "medical")
"""The classes, gravest first."""

GAP = "..."
END, NUMBER, HIGH_NUMBER = "END", "NUMBER", "HIGH_NUMBER"
SPEAKER, OTHER, PERSON = "SPEAKER", "OTHER", "PERSON"
_GIVEN, _PERSONS = (END, NUMBER, HIGH_NUMBER), (SPEAKER, OTHER, PERSON)
CAREERS = "careers"
"""The exceptions that also count as career words for the classifier."""

ALONE, WITH_PERSON, WHOLE, UNLESS = "alone", "with_person", "whole_message", "unless"

_NAME = re.compile(r"[A-Z][A-Z_]*")
_WORD = re.compile(r"[a-z0-9]+\*?")
_SLOT = re.compile(r"\([^()]*\)|[^\s()]+|[()]")
_KEYS = ("words", "persons", "exceptions", "career_words", *CLASSES)


@dataclass
class SafetyFile:
    """All that the file holds, compiled."""

    patterns: list[Pattern] = field(default_factory=list)
    unless: dict[str, tuple[str, ...]] = field(default_factory=dict)
    persons: frozenset = frozenset()
    career_kinds: frozenset = frozenset()
    career_topics: frozenset = frozenset()

    @property
    def vocabulary(self) -> frozenset:
        """Every word of every pattern, and the persons."""
        used = {
            word
            for pattern in self.patterns
            for slot in pattern.slots
            for phrases in slot.by_first.values()
            for phrase in phrases
            for word in phrase
        }
        return frozenset(used | self.persons)


def read_safety_file(path: Path = SAFETY_PATH) -> SafetyFile:
    """Read and check a file of safety patterns.

    Raises:
        DataFileError: the file is missing or faulty; `problems` lists every fault.
    """
    name = shown(path)
    reading = _Reading(read_located(path, name))
    content = reading.content()
    if reading.problems:
        problems = sorted(set(reading.problems))
        raise DataFileError([f"{name}:{line}: {say}" for line, say in problems])
    return content


class _Reading:
    def __init__(self, located: LocatedYaml) -> None:
        self._located = located
        self.problems = [
            (line, f"'{key}' is written twice: keep one") for line, key in located.repeated_keys()
        ]
        self._seen: set[tuple[str, bool, str]] = set()
        self._names: dict[str, tuple[Phrase, ...]] = {each: ((each,),) for each in _GIVEN}

    def _fault(self, location: Location, say: str) -> None:
        self.problems.append((self._located.line(location), say))

    def content(self) -> SafetyFile:
        root = self._mapping((), self._located.value, _KEYS)
        persons = self._persons(root.get("persons"))
        self._learn_names(root.get("words"))
        exceptions = root.get("exceptions") or {}
        patterns = [
            each
            for name, lines in self._mapping(("exceptions",), exceptions).items()
            for each in self._patterns(("exceptions", name), lines, name)
        ]
        for label in CLASSES:
            patterns += self._class(label, root.get(label))
        careers = self._mapping(("career_words",), root.get("career_words"), ("kinds", "topics"))
        return SafetyFile(
            patterns,
            {label: self._exceptions_of(label, root.get(label), exceptions) for label in CLASSES},
            persons,
            frozenset(self._texts(("career_words", "kinds"), careers.get("kinds"))),
            frozenset(self._texts(("career_words", "topics"), careers.get("topics"))),
        )

    def _mapping(self, at: Location, value: Any, known: tuple = ()) -> dict:
        if not isinstance(value, dict):
            self._fault(at, f"{at[-1] if at else 'the file'} is not a mapping: write `name: value`")
            return {}
        for key in value if known else ():
            if key not in known:
                self._fault((*at, key), f"'{key}' is unknown: use one of {', '.join(known)}")
        for key in known:
            if key not in value and (not at or at[-1] not in CLASSES):
                self._fault(at, f"'{key}' is missing: add it")
        return value

    def _texts(self, at: Location, value: Any) -> list[str]:
        if not isinstance(value, list):
            self._fault(at, f"'{at[-1]}' is not a list: write it as `- item` lines")
            return []
        for place, each in enumerate(value):
            if not isinstance(each, str):
                self._fault((*at, place), f"{each!r} is not text for YAML: put it in quotes")
        return [each if isinstance(each, str) else "" for each in value]

    def _persons(self, value: Any) -> frozenset:
        persons = self._mapping(("persons",), value, ("speaker", "others"))
        speaker = self._texts(("persons", "speaker"), persons.get("speaker"))
        others = self._texts(("persons", "others"), persons.get("others"))
        for key, words in (("speaker", speaker), ("others", others)):
            for place, word in enumerate(words):
                if word and not _WORD.fullmatch(word):
                    self._fault(("persons", key, place), f"'{word}' is not one small word: mend it")
        self._names[SPEAKER] = tuple((each,) for each in speaker if each)
        others += [f"{each}s" for each in others if each and not each.endswith("s")]
        self._names[OTHER] = tuple((each,) for each in others if each)
        self._names[PERSON] = self._names[SPEAKER] + self._names[OTHER]
        return frozenset(word for phrase in self._names[PERSON] for word in phrase)

    def _learn_names(self, value: Any) -> None:
        for name, entries in self._mapping(("words",), value).items():
            if not _NAME.fullmatch(str(name)) or name in (*_GIVEN, *_PERSONS):
                self._fault(("words", name), f"'{name}' cannot name a list: use other CAPITALS")
            phrases = []
            for place, entry in enumerate(self._texts(("words", name), entries)):
                phrases.append(tuple(entry.split()))
                if not all(word in _GIVEN or _WORD.fullmatch(word) for word in entry.split()):
                    say = f"'{entry}' is not plain small words: leave out apostrophes and signs"
                    self._fault(("words", name, place), say)
            self._names[str(name)] = tuple(each for each in phrases if each)

    def _class(self, label: str, value: Any) -> Iterator[Pattern]:
        lists = self._mapping((label,), value, (ALONE, WITH_PERSON, WHOLE, UNLESS))
        for name in (ALONE, WITH_PERSON, WHOLE):
            if name in lists:
                yield from self._patterns((label, name), lists[name], label)

    def _exceptions_of(self, label: str, value: Any, exceptions: Any) -> tuple[str, ...]:
        if not isinstance(value, dict) or UNLESS not in value:
            return ()
        names = self._texts((label, UNLESS), value[UNLESS])
        for place, name in enumerate(names):
            if name not in exceptions:
                say = f"there are no exceptions '{name}': add them or correct the name"
                self._fault((label, UNLESS, place), say)
        return tuple(names)

    def _patterns(self, at: Location, lines: Any, group: str) -> Iterator[Pattern]:
        for place, text in enumerate(self._texts(at, lines)):
            seen = (group, at[-1] == WHOLE, text)
            if text and seen in self._seen:
                self._fault((*at, place), f"'{text}' is written twice: keep one")
            self._seen.add(seen)
            slots = self._slots((*at, place), text)
            if any(slot.by_first for slot in slots):
                yield Pattern(text, group, slots, at[-1] == WITH_PERSON, at[-1] == WHOLE)

    def _slots(self, at: Location, text: str) -> tuple[Slot, ...]:
        slots = tuple(self._slot(at, written) for written in _SLOT.findall(text))
        edges = slots[:1] + slots[-1:] if at[-2] != WHOLE else ()
        if all(slot.is_optional or slot.is_gap for slot in slots):
            self._fault(at, f"'{text}' has no word that must be there: add one")
        elif any(edge.is_optional or edge.is_gap for edge in edges):
            self._fault(at, f"'{text}' begins or ends with what may be missing: leave that out")
        return slots

    def _slot(self, at: Location, written: str) -> Slot:
        if written == GAP:
            return Slot()
        is_optional = written.startswith("(") and written.endswith(")")
        phrases: list[Phrase] = []
        for choice in written.strip("()").split("/"):
            if choice in self._names:
                phrases += self._names[choice]
            elif choice and all(_WORD.fullmatch(word) for word in choice.split()):
                phrases.append(tuple(choice.split()))
            else:
                phrases.append((choice,))
                is_name = _NAME.fullmatch(choice)
                what = "is no list under words" if is_name else "is not made of plain small words"
                self._fault(at, f"'{choice or written}' {what}: correct it")
        return Slot(phrases, is_optional)

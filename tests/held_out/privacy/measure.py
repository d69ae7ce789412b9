"""Measures masking: spans caught, by kind, and messages masked without need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.privacy import find_personal

PATH = Path(__file__).parent / "privacy.yml"


@dataclass(frozen=True)
class Example:
    """A message, and the personal data in it, with the kind of each piece."""

    text: str
    spans: tuple[tuple[str, str], ...] = ()


@dataclass
class Measured:
    """What was found in examples: counts by kind, and what was missed or masked without need."""

    told: Counter = field(default_factory=Counter)
    caught: Counter = field(default_factory=Counter)
    leaks: list[tuple[str, str, str]] = field(default_factory=list)
    harmless: int = 0
    alarms: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The part of all spans that was masked whole."""
        return sum(self.caught.values()) / max(1, sum(self.told.values()))

    @property
    def alarm_rate(self) -> float:
        """The part of the messages without personal data in which something was masked."""
        return len(self.alarms) / max(1, self.harmless)

    def lines(self) -> Iterator[str]:
        """The figures as lines of a table."""
        for kind in sorted(self.told):
            part = self.caught[kind] / self.told[kind]
            yield f"{kind:28} {self.caught[kind]:4} of {self.told[kind]:4}  {part:.1%}"
        total = sum(self.told.values())
        yield f"{'all':28} {sum(self.caught.values()):4} of {total:4}  {self.recall:.1%}"
        alarms = f"{len(self.alarms):4} of {self.harmless:4}  {self.alarm_rate:.2%}"
        yield f"{'false alarms':28} {alarms}"


def read_examples(path: Path = PATH) -> list[Example]:
    """The examples of a file; spans that do not stand in their text are a fault of the file."""
    examples = []
    for place, each in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
        spans = tuple(zip(each["spans"], each["kinds"], strict=True))
        missing = [span for span, _kind in spans if span not in each["text"]]
        assert not missing, f"{path.name}: message {place}: {missing} is not in the text"
        examples.append(Example(each["text"], spans))
    return examples


def read_questions(paths: Iterable[Path]) -> list[Example]:
    """Careers questions of other held-out files, none of which tells anything personal."""
    return [
        Example(each["question"])
        for path in paths
        for each in yaml.safe_load(path.read_text(encoding="utf-8"))
        if _is_question(each)
    ]


def _is_question(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("question"), str)


def measure(examples: Iterable[Example]) -> Measured:
    """Mask every example, and count."""
    measured = Measured()
    for example in examples:
        found = [(each.start, each.end) for each in find_personal(example.text)]
        for span, kind in example.spans:
            measured.told[kind] += 1
            if all(_is_covered(place, span, found) for place in _places(example.text, span)):
                measured.caught[kind] += 1
            else:
                measured.leaks.append((kind, span, example.text))
        if not example.spans:
            measured.harmless += 1
            if found:
                masked = ", ".join(example.text[start:end] for start, end in found)
                measured.alarms.append((masked, example.text))
    return measured


def _places(text: str, span: str) -> Iterator[int]:
    at = text.find(span)
    while at >= 0:
        yield at
        at = text.find(span, at + 1)


def _is_covered(start: int, span: str, found: list[tuple[int, int]]) -> bool:
    """Whether every letter and digit of a span is masked; signs at its edges do not matter."""
    return all(
        any(begin <= start + at < end for begin, end in found)
        for at, sign in enumerate(span)
        if sign.isalnum()
    )


def main() -> None:
    """Print the figures; what leaked or was masked without need stays unread."""
    root = Path(__file__).parents[1]
    careers = measure(read_questions(root.glob("careers_*.yml")))
    print(f"careers questions masked: {len(careers.alarms)} of {careers.harmless}")
    if PATH.is_file():
        print("\n".join(measure(read_examples()).lines()))


if __name__ == "__main__":
    main()

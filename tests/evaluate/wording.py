"""Writes out every line that the assistant may say, from the facts file and domain.yml."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from string import Formatter
from typing import Any

from bot.answers.text import spoken_date
from bot.facts import ASPECTS, Fact, Library
from bot.facts.pathway import remaining

CITED = ("source", "source_short")
"""How a source is cited: with its address, and without where the answer is long."""

FRAGMENTS = (*CITED, "yes", "no", "as_of", "overdue", "step_year", "step_years", "error")
"""Parts of lines, never a line alone; and what is said when something failed."""

BY_SOURCE = frozenset({"publisher", "title", "address", "date"})


class Wording:
    """The lines of one day; `said` holds the sentences of domain.yml by name."""

    def __init__(
        self, library: Library, responses: Mapping[str, Any], today: datetime.date
    ) -> None:
        self._library = library
        self._today = today
        self.said = {
            name.removeprefix("utter_"): str(texts[0]["text"]).strip()
            for name, texts in responses.items()
        }

    def lines(self) -> Iterator[str]:
        """Every line but those that cite sources or quote the visitor."""
        yield from self._fact_lines()
        yield from self._step_lines()
        yield from self._sum_lines()
        for name in self.said:
            if name not in FRAGMENTS:
                yield from self._filled(name)

    def buttons(self) -> Iterator[str]:
        """Every question, stage and subject that may be offered."""
        yield from (fact.asks for fact in self._library.facts if fact.asks)
        yield from self._filled("stage_button")
        yield self.said["whole_path"]
        yield from (subject.name for subject in self._library.subjects.values())

    def sources(self) -> Iterator[str]:
        """Every source as it is cited."""
        for name, values in product(CITED, self._source_values()):
            yield self._fill(name, values)

    def _fill(self, name: str, values: Mapping[str, str]) -> str:
        return self.said[name].format(**values)

    def _source_values(self) -> Iterator[dict[str, str]]:
        for each in self._library.sources.values():
            yield {
                "publisher": each.publisher,
                "title": each.title,
                "address": each.address,
                "date": spoken_date(each.read_on.isoformat()),
            }

    def _fact_lines(self) -> Iterator[str]:
        for fact in self._library.facts:
            told = self._told(fact)
            yield from (told, f"{self.said['yes']} {told}", f"{self.said['no']} {told}")
            yield from (f"- {item}" for item in fact.items)

    def _told(self, fact: Fact) -> str:
        """A fact with its own date, and the note that it is due for review, if it is."""
        line = fact.says
        if fact.as_of:
            line += " " + self._fill("as_of", {"date": spoken_date(fact.as_of)})
        if self._library.is_overdue(fact, self._today):
            line += " " + self._fill("overdue", {})
        return line

    def _step_lines(self) -> Iterator[str]:
        stages = self._library.pathway.stages
        for stage, number in product(stages, range(1, len(stages) + 1)):
            fixed = {"number": number, "enter": stage.enter, "leave_with": stage.leave_with}
            for name in self._step_names(stage.name, stage.years):
                yield self._fill("step", {**fixed, "stage": name})

    def _step_names(self, name: str, years: int | None) -> Iterator[str]:
        if years is None:
            yield name
        for left in range(1, (years or 0) + 1):
            said = "step_year" if left == 1 else "step_years"
            yield self._fill(said, {"stage": name, "years": left})

    def _sum_lines(self) -> Iterator[str]:
        """The sum of every way through the pathway, computed here."""
        interests = {None, *(each.interest for each in self._library.pathway.stages)}
        for start, interest in product(self._library.pathway.starts, interests):
            legs = remaining(self._library, start, interest)
            years = [str(leg.years) for leg in legs if leg.years]
            name = "sum_one" if len(years) == 1 else "sum"
            yield self._fill(name, {"sum": " + ".join(years), "total": sum(map(int, years))})

    def _filled(self, name: str) -> Iterator[str]:
        """A sentence of domain.yml with each value that its placeholders may take, if any may."""
        places = {place for _, place, _, _ in Formatter().parse(self.said[name]) if place}
        if places and places <= BY_SOURCE:
            yield from (self._fill(name, each) for each in self._source_values())
            return
        ways = [[(place, value) for value in self._values(name, place)] for place in places]
        yield from (self._fill(name, dict(way)) for way in product(*ways))

    def _values(self, name: str, place: str) -> Iterable[str | int]:
        """What may stand in a placeholder; nothing at all where it is not known here."""
        subjects = [each.name for each in self._library.subjects.values()]
        if name == "help":
            return {
                "facts": [len(self._library.askable)],
                "sources": [len(self._library.sources)],
            }.get(place, ())
        return {
            "subject": subjects,
            "first": subjects,
            "second": subjects,
            "interest": subjects,
            "stage": [each.name for each in self._library.pathway.starts.values()],
            "topic": [self.said[f"aspect_{each}"] for each in ASPECTS],
        }.get(place, ())

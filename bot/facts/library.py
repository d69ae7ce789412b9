"""Looks up facts, subjects and sources once the facts file has been read."""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import cached_property

from bot.facts.model import SIGNPOST, Fact, FactsFile, Pathway, Source, Subject


class Library:
    """All that the assistant may say, ready to be looked up."""

    def __init__(self, content: FactsFile) -> None:
        self._content = content
        self._facts = {fact.id: fact for fact in content.facts}

    @property
    def sources(self) -> dict[str, Source]:
        """Sources by id."""
        return self._content.sources

    @property
    def subjects(self) -> dict[str, Subject]:
        """Subjects by id."""
        return self._content.subjects

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact, in the order of the file."""
        return self._content.facts

    @property
    def pathway(self) -> Pathway:
        """The stages from school to consultant."""
        return self._content.pathway

    def fact(self, fact_id: str) -> Fact:
        """The fact with this id; KeyError if there is none."""
        return self._facts[fact_id]

    def has_fact(self, fact_id: str) -> bool:
        """Whether a fact with this id exists."""
        return fact_id in self._facts

    def source_of(self, fact: Fact) -> Source:
        """The source that a fact names."""
        return self.sources[fact.source]

    def is_outside(self, subject_id: str) -> bool:
        """Whether a subject is other work, which the assistant does not answer about."""
        return self.subjects[subject_id].kind == "outside"

    def is_overdue(self, fact: Fact, today: datetime.date) -> bool:
        """Whether a fact should have been reviewed by now."""
        due = fact.review_by or self.source_of(fact).review_by
        return today > due

    @cached_property
    def askable(self) -> tuple[Fact, ...]:
        """The facts that answer questions: all but the signposts."""
        return tuple(fact for fact in self.facts if fact.aspect != SIGNPOST)

    @cached_property
    def by_subject(self) -> dict[str, tuple[Fact, ...]]:
        """Facts by each subject they name."""
        found = defaultdict(list)
        for fact in self.facts:
            for subject in fact.subjects:
                found[subject].append(fact)
        return {subject: tuple(facts) for subject, facts in found.items()}

    @cached_property
    def _closeness(self) -> dict[str, dict[str, float]]:
        return {subject: self._near(subject) for subject in self.subjects}

    def closeness(self, asked: str, told: str) -> float:
        """How well a fact about `told` suits a question about `asked`: 1 same, 0 unrelated."""
        return self._closeness[asked].get(told, 0.0)

    def _near(self, subject_id: str) -> dict[str, float]:
        """Same thing under another name 0.9, one step broader 0.5, one step narrower 0.4."""
        near = {subject_id: 1.0}
        subject = self.subjects[subject_id]
        for other_id, other in self.subjects.items():
            same = {subject.same_as, other.same_as} & {subject_id, other_id}
            siblings = subject.same_as is not None and subject.same_as == other.same_as
            if other_id != subject_id and (same or siblings):
                near[other_id] = 0.9
            elif other_id in subject.broader:
                near.setdefault(other_id, 0.5)
            elif subject_id in other.broader:
                near.setdefault(other_id, 0.4)
        return near

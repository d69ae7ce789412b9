"""The channel-neutral answer: what is said, from which facts and sources, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Optional

from bot.answers.outcome import Outcome
from bot.answers.topic import Topic
from bot.facts import Fact, Library


@dataclass(frozen=True)
class Told:
    """A fact as it is told: its sentence, its list, from when it is, and whether review is due."""

    id: str
    says: str
    items: tuple[str, ...] = ()
    as_of: Optional[str] = None
    is_overdue: bool = False
    source: str = ""


@dataclass(frozen=True)
class Cited:
    """A source as it is cited."""

    id: str
    title: str
    publisher: str
    address: str
    nation: Optional[str] = None


@dataclass(frozen=True)
class Step:
    """A stage of the pathway as it is shown; `years` is what is left of it."""

    name: str
    years: Optional[int]
    enter: str
    leave_with: str
    is_alternative: bool = False


@dataclass(frozen=True)
class Answer:
    """Everything a channel needs to lay out one reply.

    Attributes:
        opening: fixed sentences before the facts.
        facts: the facts told, the lead first.
        steps: the pathway, when that was asked for.
        closing: fixed sentences after the facts: what is missing, where to ask.
        suggestions: questions that can be asked next, each one answerable.
        compared: names of the two things compared, when the facts stand side by side.
    """

    outcome: Outcome
    opening: tuple[str, ...] = ()
    facts: tuple[Told, ...] = ()
    steps: tuple[Step, ...] = ()
    closing: tuple[str, ...] = ()
    sources: tuple[Cited, ...] = ()
    suggestions: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()
    topic: Optional[Topic] = None

    def to_data(self) -> dict[str, Any]:
        """The answer as plain JSON data, without the topic, which is the conversation's own."""
        data = asdict(self)
        data.pop("topic")
        data["outcome"] = self.outcome.value
        return {name: value for name, value in data.items() if value}


def tell(facts: Iterable[Fact], library: Library, today) -> tuple[Told, ...]:
    """Facts as they are told today."""
    return tuple(
        Told(
            id=fact.id,
            says=fact.says,
            items=fact.items,
            as_of=fact.as_of,
            is_overdue=library.is_overdue(fact, today),
            source=fact.source,
        )
        for fact in facts
    )


def cite(facts: Iterable[Fact], library: Library) -> tuple[Cited, ...]:
    """The sources of facts, each once, in order."""
    names = dict.fromkeys(fact.source for fact in facts)
    return tuple(
        Cited(
            id=name,
            title=library.sources[name].title,
            publisher=library.sources[name].publisher,
            address=library.sources[name].address,
            nation=library.sources[name].nation,
        )
        for name in names
    )

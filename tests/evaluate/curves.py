"""How the thresholds trade answers for silence, on the training questions, cross-validated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import mean
from types import ModuleType
from typing import Any

from tqdm import tqdm

from bot.answers import finding, scope
from bot.answers.finding import MOST_FACTS, chosen
from bot.answers.scope import Scope, judge
from bot.answers.selection import Ranked, rank
from bot.facts import Library
from tests.evaluate.folds import Understood

EDGES = ("no_fact", "out_of_scope", "manipulation")
TOLD = {
    "no_fact": (Scope.ANSWERS,),
    "out_of_scope": (Scope.ANSWERS, Scope.NEAREST),
    "manipulation": (Scope.ANSWERS, Scope.NEAREST),
}
"""What it means that a question that no fact answers gets through: for one about radiology, to be
answered as if a fact did; for the others, to be told any fact at all."""


@dataclass(frozen=True)
class Threshold:
    """A threshold of the answers, by its module and name, and the values to try."""

    module: ModuleType
    name: str
    tried: tuple[float, ...]

    @property
    def present(self) -> float:
        """The value in use."""
        return getattr(self.module, self.name)

    @contextmanager
    def at(self, value: float) -> Iterator[None]:
        """Use another value for a while."""
        present = self.present
        setattr(self.module, self.name, value)
        try:
            yield
        finally:
            setattr(self.module, self.name, present)


def _steps(first: int, last: int, step: int) -> tuple[float, ...]:
    return tuple(each / 100 for each in range(first, last + 1, step))


MEANING = Threshold(scope, "MEANING_SURE", _steps(15, 75, 3))
CAREERS = Threshold(scope, "CAREERS_SURE", _steps(10, 98, 4))
MARGIN = Threshold(finding, "MARGIN", _steps(0, 80, 5))


@dataclass(frozen=True)
class Judged:
    """A question with the facts that rank best for it, the lead first."""

    question: Understood
    best: list[Ranked]
    meaning: float

    @property
    def is_right(self) -> bool:
        """Whether the fact that it is labelled with leads."""
        return self.best[0].fact.id == self.question.fact


def draw_curves(questions: list[Understood], library: Library) -> dict[str, Any]:
    """The curve of each threshold as plain data, with its present value."""
    asked = [each for each in questions if each.fact or each.intent in EDGES]
    judged = [_judged(each, library) for each in tqdm(asked, "Ranking", unit=" questions")]
    careers = [each for each in judged if each.question.fact]
    edges = {name: [j for j in judged if j.question.intent == name] for name in EDGES}
    return {
        "questions": {"careers": len(careers), **{k: len(each) for k, each in edges.items()}},
        "meaning": _curve(MEANING, lambda: _let_through(careers, edges, library)),
        "careers": _curve(CAREERS, lambda: _let_through(careers, edges, library)),
        "margin": _curve(MARGIN, lambda: _shown(careers)),
    }


def _judged(question: Understood, library: Library) -> Judged:
    part = question.part
    inside = tuple(s for s in part.subjects if not library.is_outside(s))
    ranked = rank(library, part.meaning, part.aspects, inside)
    return Judged(question, ranked[:MOST_FACTS], max(part.meaning.values(), default=0.0))


def _curve(threshold: Threshold, measure: Callable[[], dict[str, float]]) -> dict[str, Any]:
    points = []
    for value in tqdm(sorted({*threshold.tried, threshold.present}), threshold.name, leave=False):
        with threshold.at(value):
            points.append({"value": value, **measure()})
    return {"name": threshold.name, "present": threshold.present, "points": points}


def _let_through(
    careers: list[Judged], edges: dict[str, list[Judged]], library: Library
) -> dict[str, float]:
    answered = [each for each in careers if _scope(each, library) is Scope.ANSWERS]
    return {
        "answered": len(answered) / len(careers),
        "answered_right": sum(each.is_right for each in answered) / len(careers),
        "right_when_answered": mean(each.is_right for each in answered) if answered else 1.0,
        **{
            name: mean(_scope(each, library) in TOLD[name] for each in judged) if judged else 0.0
            for name, judged in edges.items()
        },
    }


def _scope(each: Judged, library: Library) -> Scope:
    return judge(each.question.part, library, each.meaning)


def _shown(careers: list[Judged]) -> dict[str, float]:
    """What the margin decides: how many facts stand beside the lead, and which."""
    shown = [[fact.id for fact in chosen(each.best, finding.MARGIN)] for each in careers]
    right = [each.question.fact in ids for each, ids in zip(careers, shown, strict=True)]
    count = sum(map(len, shown))
    return {
        "right_leads": mean(each.is_right for each in careers),
        "right_shown": mean(right),
        "facts_shown": count / len(shown),
        "other_facts": 1 - sum(right) / count,
    }

"""How many held-out questions an assistant that is being served understands and answers right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.running import Caller, Contestant
from tests.evaluate.questions import EXPECTED, HeldOut

AT_ONCE = 4
"""Questions asked at once, each in a conversation of its own."""

SAME_KIND = {"no_fact": {"no_fact", "out_of_scope", "nlu_fallback"}}
"""Intents that are as right as the one asked for: none of them claims to know an answer."""


def share_right(contestant: Contestant, questions: list[HeldOut]) -> dict[str, float]:
    """Percentages of held-out questions: of those that a fact answers, and of the others.

    An answer is right if the fact that it leads with is one that answers the question; where no
    fact does, if it says so or points to help, as the file of the question asks.
    """

    def ask(place: int) -> bool:
        asked = questions[place]
        with Caller(contestant.port) as caller:
            return _is_right(asked, _answer(caller.ask(asked.question, f"held-out-{place}")))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        right = list(pool.map(ask, range(len(questions))))
    careers = [ok for ok, asked in zip(right, questions, strict=True) if asked.is_careers]
    others = [ok for ok, asked in zip(right, questions, strict=True) if not asked.is_careers]
    return {
        "all": _percent(right),
        "with a fact": _percent(careers),
        "without a fact": _percent(others),
    }


def _answer(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer beside the text; Rasa's own channel sends it in `custom` or not at all."""
    found: dict[str, Any] = {}
    for each in messages:
        found.update(each.get("answer") or each.get("custom") or {})
    return found


def _is_right(asked: HeldOut, answer: dict[str, Any]) -> bool:
    if "intent" in answer:
        return _is_stock_right(asked, answer["intent"], answer["fact"])
    facts = [each["id"] for each in answer.get("facts") or ()]
    if asked.is_careers:
        return bool(facts) and facts[0] in asked.facts
    return answer.get("outcome") in EXPECTED[asked.file]


def _is_stock_right(asked: HeldOut, intent: str, fact: str | None) -> bool:
    if asked.is_careers:
        return fact in asked.facts
    kind = asked.file.removesuffix("_c")
    return fact is None and intent in SAME_KIND.get(kind, {kind})


def _percent(right: list[bool]) -> float:
    return 100 * sum(right) / len(right) if right else 0.0

"""Counts how the replies to the held-out questions compare with what was expected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from statistics import mean, median
from typing import Any

from bot.answers import Phrases
from bot.facts import ASPECTS, Library
from tests.evaluate.asking import Reply
from tests.evaluate.questions import EXPECTED

OTHER_INTENTS = ("comparison", "follow-up", "no fact", "declined", "safety")
"""What a careers question may be taken for beside an aspect."""


def score(replies: list[Reply], library: Library, phrases: Phrases) -> dict[str, Any]:
    """Every figure of the evaluation as plain data; shares are 0 to 1, times in seconds."""
    careers = [each for each in replies if each.asked.is_careers]
    mistaken = [each.asked.question for each in careers if each.is_signposted]
    return {
        "careers": _answered(careers),
        "by_file": _by(careers, lambda each: each.asked.file),
        "by_aspect": _by(careers, lambda each: each.asked.aspect),
        "by_kind": _by(careers, lambda each: each.asked.kind),
        "length": _lengths(careers),
        "yes_no": _yes_no(careers, phrases),
        "at_the_edge": _at_the_edge(replies),
        "taken_for_safety": {"share": len(mistaken) / len(careers), "questions": mistaken},
        "confusion": _confusion(careers),
        "founding_facts": _reached(careers, library),
        "seconds": _times(replies),
    }


def _answered(replies: list[Reply]) -> dict[str, Any]:
    shown = [fact in each.asked.facts for each in replies for fact in each.facts]
    return {
        "questions": len(replies),
        "leads": mean(each.leads_right for each in replies),
        "shown": mean(each.shows_right for each in replies),
        "facts_shown": mean(len(each.facts) for each in replies),
        # Questions list the facts that answer them, not all that are of use beside those.
        "unlisted": 1 - mean(shown) if shown else 0.0,
        "outcomes": dict(Counter(each.outcome for each in replies).most_common()),
    }


def _by(replies: list[Reply], key: Callable[[Reply], str]) -> dict[str, dict[str, Any]]:
    groups = defaultdict(list)
    for each in replies:
        groups[key(each)].append(each)
    order = {name: place for place, name in enumerate(ASPECTS)}
    return {
        name: _answered(groups[name])
        for name in sorted(groups, key=lambda each: (order.get(each, 0), each))
    }


def _lengths(replies: list[Reply]) -> dict[str, Any]:
    lengths = [len(each.text) for each in replies]
    return {"median": median(lengths), "most": max(lengths)}


def _yes_no(replies: list[Reply], phrases: Phrases) -> dict[str, int]:
    """How a yes or no that was due was said, and how often one was said that was not due."""
    counts: Counter[str] = Counter(right=0, wrong=0, unsaid=0, undue=0)
    words = {phrases.say("yes"): True, phrases.say("no"): False}
    for each in replies:
        said = next((words[line] for line in each.opening if line in words), None)
        due = each.asked.premise
        if due is None:
            counts["undue"] += said is not None
        else:
            counts["unsaid" if said is None else "right" if said is due else "wrong"] += 1
    return dict(counts)


def _at_the_edge(replies: list[Reply]) -> dict[str, Any]:
    asked = {each.asked.file for each in replies}
    return {file: _right_end(replies, file) for file in EXPECTED if file in asked}


def _right_end(replies: list[Reply], file: str) -> dict[str, Any]:
    asked = [each for each in replies if each.asked.file == file]
    right = [each for each in asked if each.outcome in EXPECTED[file]]
    return {
        "questions": len(asked),
        "right": len(right) / len(asked),
        "outcomes": dict(Counter(each.outcome for each in asked).most_common()),
    }


def _confusion(replies: list[Reply]) -> dict[str, Any]:
    columns = (*ASPECTS, *OTHER_INTENTS)
    counts = Counter((each.asked.aspect, _column(each.intent)) for each in replies)
    rows = [[counts[row, column] for column in columns] for row in ASPECTS]
    return {"rows": list(ASPECTS), "columns": list(columns), "counts": rows}


def _column(intent: str) -> str:
    aspect = intent.removeprefix("ask_")
    if aspect in ASPECTS:
        return aspect
    if intent in ("out_of_scope", "manipulation", "other_language"):
        return "declined"
    if intent in ("medical", "emergency", "distress"):
        return "safety"
    return {"ask_comparison": "comparison", "no_fact": "no fact"}.get(intent, "follow-up")


def _reached(replies: Iterable[Reply], library: Library) -> dict[str, Any]:
    """Which facts of the founding documents a question that they answer brings up."""
    founding = [each.id for each in library.askable if library.source_of(each).document]
    told = {fact for each in replies for fact in each.facts if fact in each.asked.facts}
    missing = [each for each in founding if each not in told]
    return {"facts": len(founding), "reached": len(founding) - len(missing), "missing": missing}


def _times(replies: list[Reply]) -> dict[str, float]:
    ordered = sorted(each.seconds for each in replies)
    return {f"p{share}": ordered[int(share / 100 * (len(ordered) - 1))] for share in (50, 95)}

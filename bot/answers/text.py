"""Lays an answer out as plain text, whole in itself: the terminal and the REST channel show it."""

from __future__ import annotations

import calendar

from bot.answers.answer import Answer, Cited, Step, Told
from bot.answers.phrases import Phrases

LONGEST = 1200
"""Characters from which sources are named without their addresses; "source?" still gives them."""


def plain_text(answer: Answer, phrases: Phrases) -> str:
    """The answer as lines of text, with lists, dates and sources; no blank lines."""
    text = _laid_out(answer, phrases, "source")
    return text if len(text) <= LONGEST else _laid_out(answer, phrases, "source_short")


def _laid_out(answer: Answer, phrases: Phrases, source: str) -> str:
    opening = list(answer.opening)
    lines = []
    lead_in = ""
    if answer.facts and opening and opening[-1] in (phrases.say("yes"), phrases.say("no")):
        lead_in = opening.pop() + " "
    lines += opening
    for place, fact in enumerate(answer.facts):
        lines += _fact_lines(fact, phrases, lead_in if place == 0 else "")
    lines += [_step_line(place, step, phrases) for place, step in enumerate(answer.steps, 1)]
    lines += answer.closing
    if answer.sources:
        lines.append(_sources(answer.sources, phrases, source))
    return "\n".join(lines)


def _fact_lines(fact: Told, phrases: Phrases, lead_in: str) -> list[str]:
    line = lead_in + fact.says
    if fact.as_of:
        line += " " + phrases.say("as_of", date=spoken_date(fact.as_of))
    if fact.is_overdue:
        line += " " + phrases.say("overdue")
    return [line, *(f"- {item}" for item in fact.items)]


def _step_line(place: int, step: Step, phrases: Phrases) -> str:
    name = step.name
    if step.years:
        name = phrases.say(
            "step_year" if step.years == 1 else "step_years", stage=name, years=str(step.years)
        )
    return phrases.say(
        "step", number=str(place), stage=name, enter=step.enter, leave_with=step.leave_with
    )


def _sources(sources: tuple[Cited, ...], phrases: Phrases, name: str) -> str:
    cited = "; ".join(
        phrases.say(name, publisher=each.publisher, title=each.title, address=each.address)
        for each in sources
    )
    return phrases.say("source_line" if len(sources) == 1 else "source_lines", sources=cited)


def spoken_date(moment: str) -> str:
    """`2025`, `2025-04` or `2025-04-01` as people write it: 2025, April 2025, 1 April 2025."""
    year, *rest = moment.split("-")
    if not rest:
        return year
    month = calendar.month_name[int(rest[0])]
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month} {year}"

"""Lays answers out as one Adaptive Card for Microsoft Teams."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from bot.answers import Phrases
from bot.answers.text import spoken_date

VERSION = "1.5"
LONGEST_CARD = 24_000
"""Bytes; Teams refuses messages from about 28,000 bytes on."""

LONGEST_BLOCK = 4_000
LONGEST_SUMMARY = 150
LONGEST_FALLBACK = 1_000
IN_A_ROW = 5
"""Buttons in one set; Teams leaves out what comes after the sixth."""

CLIPPED = "…"
ADDRESS = re.compile(r"https?://[^\s<>()\"]*[^\s<>()\".,;:!?]")
MARKED = re.compile(r"([\\`*_~\[\]])")

Block = dict[str, Any]
Said = Mapping[str, Any]
"""A reply as data: `text`, `suggestions`, and `answer` in parts, as docs/web-protocol.md has it."""


@dataclass(frozen=True)
class Asked:
    """The turn that a card answers, and the key of who asked: its buttons carry both."""

    turn: str
    person: str


def card(replies: Sequence[Said], phrases: Phrases, asked: Optional[Asked] = None) -> Block:
    """All replies of a turn as one card.

    Args:
        asked: for the buttons; without it there is no feedback.
    """
    head = [block for reply in replies for block in _body(reply, phrases)]
    tail = [block for reply in replies for block in _closing(reply) + _sources(reply, phrases)]
    offered = (q for reply in replies for q in reply.get("suggestions", ()) if q.strip())
    buttons = _suggestions(tuple(dict.fromkeys(offered)), asked)
    text = "\n".join(str(reply.get("text", "")) for reply in replies)
    frame = {"type": "AdaptiveCard", "version": VERSION, "msteams": {"width": "Full"}}
    frame["fallbackText"] = clipped(text, LONGEST_FALLBACK)
    if asked and _is_answered(replies):
        frame["actions"] = _feedback(phrases, asked)
    return {**frame, "body": _fitted([head, tail, buttons], LONGEST_CARD - _size(frame))}


def summary(replies: Sequence[Said]) -> str:
    """The one line that a notification shows."""
    lines = str(replies[0].get("text", "")).splitlines() if replies else []
    return clipped(lines[0] if lines else "", LONGEST_SUMMARY)


def clipped(text: str, longest: int) -> str:
    """The text, shortened at the end of a word if it is longer."""
    if len(text) <= longest:
        return text
    room = text[: longest - len(CLIPPED)]
    return (room.rsplit(None, 1)[0] if " " in room else room) + CLIPPED


def _is_answered(replies: Sequence[Said]) -> bool:
    return any(reply.get("answer") for reply in replies)


def _body(reply: Said, phrases: Phrases) -> list[Block]:
    answer = reply.get("answer")
    if not answer:
        return [_rich(line) for line in str(reply.get("text", "")).splitlines() if line.strip()]
    opening = list(answer.get("opening", ()))
    lead_in = ""
    facts = list(answer.get("facts", ()))
    if facts and opening and opening[-1] in (phrases.say("yes"), phrases.say("no")):
        lead_in = opening.pop()
    blocks = [_rich(each) for each in opening]
    columns = _columns(answer, facts, phrases)
    beside = {name for column in answer.get("columns", ()) for name in column} if columns else set()
    told = [fact for fact in facts if fact["id"] not in beside]
    if lead_in and (columns or not told):
        blocks.append(_rich(lead_in))
        lead_in = ""
    blocks += columns
    for place, fact in enumerate(told):
        blocks += _fact(fact, phrases, lead_in if place == 0 else "")
    blocks += [_step(place, step, phrases) for place, step in enumerate(answer.get("steps", ()), 1)]
    return blocks


def _fact(fact: Mapping[str, Any], phrases: Phrases, lead_in: str = "") -> list[Block]:
    block = _rich(fact["says"])
    runs = block["inlines"]
    if lead_in:
        runs.insert(0, {**_run(lead_in + " "), "weight": "Bolder"})
    if fact.get("as_of"):
        date = phrases.say("as_of", date=spoken_date(fact["as_of"]))
        runs.append({**_run(" " + date), "isSubtle": True})
    if fact.get("is_overdue"):
        runs.append({**_run(" " + phrases.say("overdue")), "color": "Attention"})
    items = [{**_rich(f"• {item}"), "spacing": "Small"} for item in fact.get("items", ())]
    return [block, *items]


def _columns(
    answer: Mapping[str, Any], facts: Iterable[Mapping[str, Any]], phrases: Phrases
) -> list[Block]:
    """The two things compared, side by side."""
    names, ids = answer.get("compared", ()), answer.get("columns", ())
    if len(names) != 2 or len(ids) != 2:
        return []
    told = {fact["id"]: fact for fact in facts}
    columns = []
    for name, column in zip(names, ids, strict=True):
        heading = {"type": "RichTextBlock", "inlines": [{**_run(name), "weight": "Bolder"}]}
        below = [block for each in column if each in told for block in _fact(told[each], phrases)]
        columns.append({"type": "Column", "width": "stretch", "items": [heading, *below]})
    return [{"type": "ColumnSet", "columns": columns}]


def _step(place: int, step: Mapping[str, Any], phrases: Phrases) -> Block:
    name, years = step["name"], step.get("years")
    if years == 1:
        name = phrases.say("step_year", stage=name, years="1")
    elif years:
        name = phrases.say("step_years", stage=name, years=str(years))
    parts = {"enter": step["enter"], "leave_with": step["leave_with"]}
    return _rich(phrases.say("step", number=str(place), stage=name, **parts))


def _closing(reply: Said) -> list[Block]:
    return [_rich(each) for each in (reply.get("answer") or {}).get("closing", ())]


def _sources(reply: Said, phrases: Phrases) -> list[Block]:
    sources = (reply.get("answer") or {}).get("sources", ())
    if not sources:
        return []
    links = "; ".join(_link(each, phrases) for each in sources)
    if len(sources) == 1:
        text = phrases.say("source_line", sources=links)
    else:
        text = phrases.say("source_lines", sources=links)
    look = {"wrap": True, "size": "Small", "isSubtle": True, "separator": True}
    return [{"type": "TextBlock", "text": text, **look}]


def _link(source: Mapping[str, Any], phrases: Phrases) -> str:
    """A source as a Markdown link; only sources are Markdown, so nobody else can make links."""
    address = source["address"].replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    publisher, title = (MARKED.sub(r"\\\1", source[each]) for each in ("publisher", "title"))
    return phrases.say("teams_source", publisher=publisher, title=title, address=address)


def _suggestions(questions: Sequence[str], asked: Optional[Asked]) -> list[Block]:
    rows = [questions[start : start + IN_A_ROW] for start in range(0, len(questions), IN_A_ROW)]
    return [
        {"type": "ActionSet", "actions": [_question(each, asked) for each in row]} for row in rows
    ]


def _question(text: str, asked: Optional[Asked]) -> Block:
    """A button that sends a question as if its presser had typed it."""
    value = {"suggestion": text, **({"asker": asked.person} if asked else {})}
    told = {"type": "messageBack", "text": text, "displayText": text, "value": value}
    return {"type": "Action.Submit", "title": text, "data": {"msteams": told}}


def _feedback(phrases: Phrases, asked: Asked) -> list[Block]:
    buttons = []
    for title, helpful in ((phrases.say("helpful"), True), (phrases.say("not_helpful"), False)):
        feedback = {"turn": asked.turn, "helpful": helpful}
        data = {"feedback": feedback, "asker": asked.person}
        older = {"type": "Action.Submit", "title": title, "data": data}
        button = {"type": "Action.Execute", "verb": "feedback", "title": title, "data": data}
        buttons.append({**button, "fallback": older})
    return buttons


def _rich(text: str) -> Block:
    """Text as it is: nothing in it is read as Markdown, and addresses can be followed."""
    text = clipped(text, LONGEST_BLOCK)
    runs, end = [], 0
    for found in ADDRESS.finditer(text):
        runs.append(_run(text[end : found.start()]))
        opened = {"type": "Action.OpenUrl", "url": found[0]}
        runs.append({**_run(found[0]), "selectAction": opened})
        end = found.end()
    runs.append(_run(text[end:]))
    shown = [each for each in runs if each["text"]]
    return {"type": "RichTextBlock", "inlines": shown or [_run(" ")]}


def _run(text: str) -> Block:
    return {"type": "TextRun", "text": text}


def _fitted(parts: list[list[Block]], room: int) -> list[Block]:
    """The parts as one body; in a too large one the end of a part is left out, and that shown.

    Args:
        parts: the one that can be spared most comes first.
        room: bytes.
    """
    sizes = [[_size(block) + len(", ") for block in part] for part in parts]
    over = sum(map(sum, sizes)) - (room - len(', "body": []'))
    shown: list[Block] = []
    for part, measured in zip(parts, sizes, strict=True):
        kept = len(part)
        if over > 0 and part:
            over += _size(CUT) + len(", ")
            while over > 0 and kept:
                kept -= 1
                over -= measured[kept]
        shown += [*part[:kept], CUT] if kept < len(part) else part
    return shown


def _size(made: Block) -> int:
    return len(json.dumps(made).encode())


CUT = _rich(CLIPPED)

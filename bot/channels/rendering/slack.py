"""Lays replies out as one Slack message of Block Kit blocks, within every limit of Slack's.

Limits: docs.slack.dev/reference/block-kit, and for the sum of all texts of a message
github.com/slackapi/bolt-js/issues/2509 (from about 11,000 characters Slack refuses it).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.answers import Phrases
from bot.answers.text import spoken_date
from bot.channels.rendering.mrkdwn import ELLIPSIS, clip, escape, link, mrkdwn, pieces

Block = dict[str, Any]

MOST_BUTTONS = 5
LONGEST_BUTTON = 75
LONGEST_VALUE = 2000
LONGEST_TEXT = 3000
LONGEST_BODY = 7000
LONGEST_SOURCES = 2000
LONGEST_FALLBACK = 3500
LONGEST_NAME = 300
LONGEST_QUESTION = 300
MOST_SECTIONS = 40
LEAST_ROOM = 100
"""Characters below which a paragraph is not begun."""

SUGGESTION, HELPFUL, NOT_HELPFUL, SHARE = "suggestion", "helpful", "not-helpful", "share"
ACTIONS = (SUGGESTION, HELPFUL, NOT_HELPFUL, SHARE)
"""What a button is for: the beginning of its action id."""


@dataclass(frozen=True)
class Frame:
    """What surrounds an answer in Slack.

    Attributes:
        conversation: the key of the conversation that the buttons belong to; empty: no buttons.
        turn: the turn that feedback is about; empty: no feedback.
        asked: who asked what, in mrkdwn, where Slack does not show the question itself.
        is_private: only one person sees it, who may share it with the channel.
    """

    conversation: str = ""
    turn: str = ""
    asked: str = ""
    is_private: bool = False


@dataclass(frozen=True)
class Offer:
    """What a button of ours carries."""

    conversation: str
    turn: str = ""
    question: str = ""

    def to_value(self) -> str:
        """The offer as the value of a button."""
        return json.dumps([self.conversation, self.turn, self.question], ensure_ascii=False)


def read_offer(value: Any) -> Offer | None:
    """The offer in the value of a button; None if it is no value of ours."""
    try:
        parts = json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != 3:
        return None
    return Offer(*parts) if all(isinstance(each, str) for each in parts) else None


def asked_line(user: str, question: str, phrases: Phrases) -> str:
    """Who asked what, for `Frame.asked`."""
    line = phrases.say("slack_asked", person="\0", question=clip(question, LONGEST_QUESTION))
    return escape(line).replace("\0", f"<@{user}>")


def lay_out(replies: Iterable[Mapping[str, Any]], phrases: Phrases, frame: Frame) -> dict[str, Any]:
    """One message: `text` for notifications and `blocks` to look at.

    Args:
        replies: each `{"text", "suggestions", "answer"}`, as `Reply.to_data()` gives them.
    """
    replies = list(replies)
    body = [each for reply in replies for each in _paragraphs(reply, phrases)]
    asked = (q for each in replies for q in each.get("suggestions") or () if q.strip())
    offered = list(dict.fromkeys(asked))
    on_buttons = _on_buttons(offered, frame)
    left = [f"• {mrkdwn(each)}" for each in offered if each not in on_buttons]
    body += ["\n".join(left)] if left else []
    blocks = [_context(frame.asked)] if frame.asked else []
    blocks += [_section(each) for each in _fitting(body)]
    blocks += _sources(replies, phrases)
    blocks += _suggestions(on_buttons)
    blocks += _verdicts(phrases, frame)
    whole = "\n".join(str(each.get("text") or "") for each in replies)
    return {"text": mrkdwn(clip(whole, LONGEST_FALLBACK)), "blocks": blocks}


def _paragraphs(reply: Mapping[str, Any], phrases: Phrases) -> list[str]:
    """What is told, in mrkdwn, a paragraph for each thing told."""
    answer = reply.get("answer")
    if not answer:
        return [mrkdwn(str(reply.get("text") or ""))]
    opening = list(answer.get("opening") or ())
    lead_in = ""
    leads = answer.get("facts") and opening and opening[-1]
    if leads and leads in (phrases.say("yes"), phrases.say("no")):
        lead_in = opening.pop() + " "
    told = ["\n".join(mrkdwn(each) for each in opening)]
    told += _told_facts(answer, phrases, lead_in)
    steps = answer.get("steps") or ()
    told += [mrkdwn(_step(place, each, phrases)) for place, each in enumerate(steps, 1)]
    told.append("\n".join(mrkdwn(each) for each in answer.get("closing") or ()))
    return [each for each in told if each.strip()] or [mrkdwn(str(reply.get("text") or ""))]


def _told_facts(answer: Mapping[str, Any], phrases: Phrases, lead_in: str) -> list[str]:
    """The facts in order; where two things are compared, under the name of each."""
    facts = {each["id"]: each for each in answer.get("facts") or ()}
    columns = list(zip(answer.get("compared") or (), answer.get("columns") or (), strict=False))
    placed = {each for _, column in columns for each in column}
    told = [_fact(each, phrases) for name, each in facts.items() if name not in placed]
    for name, column in columns:
        lines = [_fact(facts[each], phrases) for each in column if each in facts]
        if lines:
            told.append("\n".join((f"*{mrkdwn(name)}*", *lines)))
    if lead_in and told:
        told[0] = mrkdwn(lead_in) + told[0]
    return told


def _fact(fact: Mapping[str, Any], phrases: Phrases) -> str:
    line = str(fact["says"])
    if fact.get("as_of"):
        line += " " + phrases.say("as_of", date=spoken_date(fact["as_of"]))
    if fact.get("is_overdue"):
        line += " " + phrases.say("overdue")
    return "\n".join((mrkdwn(line), *(f"• {mrkdwn(item)}" for item in fact.get("items") or ())))


def _step(place: int, step: Mapping[str, Any], phrases: Phrases) -> str:
    name, years = step["name"], step.get("years")
    if years:
        sentence = "step_year" if years == 1 else "step_years"
        name = phrases.say(sentence, stage=name, years=str(years))
    return phrases.say(
        "step",
        number=str(place),
        stage=f"**{name}**",
        enter=step["enter"],
        leave_with=step["leave_with"],
    )


def _on_buttons(offered: list[str], frame: Frame) -> dict[str, str]:
    """What the buttons carry, by suggestion: those that find no room are there to read and type."""
    if not frame.conversation:
        return {}
    values = {each: Offer(frame.conversation, frame.turn, each).to_value() for each in offered}
    fitting = [each for each, value in values.items() if len(value) <= LONGEST_VALUE]
    return {each: values[each] for each in fitting[:MOST_BUTTONS]}


def _fitting(body: list[str]) -> list[str]:
    """The paragraphs as texts of sections: long ones divided, many joined, the rest cut off."""
    kept, room = [], LONGEST_BODY
    for paragraph in filter(str.strip, body):
        if room < LEAST_ROOM:
            kept[-1] += ELLIPSIS
            break
        kept += pieces(clip(paragraph, room), LONGEST_TEXT - len(ELLIPSIS))
        room -= len(paragraph)
    while len(kept) > MOST_SECTIONS:
        kept = _joined(kept)
    return kept


def _joined(texts: list[str]) -> list[str]:
    """Half as many texts: neighbours together, which is short enough when there are this many."""
    pairs = ["\n".join(texts[place : place + 2]) for place in range(0, len(texts), 2)]
    return [piece for pair in pairs for piece in pieces(pair, LONGEST_TEXT)]


def _sources(replies: list[Mapping[str, Any]], phrases: Phrases) -> list[Block]:
    """The sources, each once, linked, in one block of context."""
    sources = {}
    for reply in replies:
        for each in (reply.get("answer") or {}).get("sources") or ():
            sources[each["id"]] = each
    if not sources:
        return []
    name = "source_line" if len(sources) == 1 else "source_lines"
    line = escape(phrases.say(name, sources="\0")).replace("\0", _cited(sources.values(), phrases))
    return [_context(clip(line, LONGEST_TEXT))]


def _cited(sources: Iterable[Mapping[str, Any]], phrases: Phrases) -> str:
    """The names of sources, as links while there is room."""
    cited: list[str] = []
    for each in sources:
        name = phrases.say("source_short", publisher=each["publisher"], title=each["title"])
        name = clip(name, LONGEST_NAME)
        linked = link(str(each.get("address") or ""), name)
        has_room = len("; ".join((*cited, linked))) <= LONGEST_SOURCES
        cited.append(linked if has_room else escape(name))
    return "; ".join(cited)


def _suggestions(on_buttons: Mapping[str, str]) -> list[Block]:
    buttons = [
        _button(f"{SUGGESTION}_{place}", question, value)
        for place, (question, value) in enumerate(on_buttons.items())
    ]
    return [{"type": "actions", "elements": buttons}] if buttons else []


def _verdicts(phrases: Phrases, frame: Frame) -> list[Block]:
    """Feedback on the turn, and to share it if only one person sees it."""
    if not frame.conversation or not frame.turn:
        return []
    labels = {HELPFUL: phrases.say("helpful"), NOT_HELPFUL: phrases.say("not_helpful")}
    if frame.is_private:
        labels[SHARE] = phrases.say("slack_share")
    value = Offer(frame.conversation, frame.turn).to_value()
    buttons = [_button(action, label, value) for action, label in labels.items()]
    return [{"type": "actions", "elements": buttons}]


def _button(action: str, label: str, value: str) -> Block:
    text = {"type": "plain_text", "text": clip(label, LONGEST_BUTTON), "emoji": False}
    return {"type": "button", "action_id": action, "text": text, "value": value}


def _section(text: str) -> Block:
    return {"type": "section", "text": _marked(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_marked(text)]}


def _marked(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}

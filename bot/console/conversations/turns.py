"""Turns out of events: what was asked, what was understood and said, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Optional

from bot.console.conversations.events import Read

FEEDBACK, OUTCOME, TOPIC = "feedback", "outcome", "topic"


@dataclass
class Said:
    """One reply: its text, the questions offered with it, and the answer in parts."""

    text: str
    suggestions: tuple[str, ...]
    answer: dict[str, Any]
    at: float


@dataclass
class Asked:
    """A turn as the events tell it; `faults` names the events that could not be read."""

    event: int
    message: str
    text: str
    at: float
    channel: str
    intent: str = ""
    confidence: Optional[float] = None
    parts: list[dict[str, Any]] = field(default_factory=list)
    ranking: list[dict[str, Any]] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    ended: str = ""
    topic: dict[str, Any] = field(default_factory=dict)
    faults: list[Read] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """How it ended: as the slot says, else as the answer does."""
        told = (str(each.answer.get("outcome") or "") for each in reversed(self.replies))
        return self.ended or next(filter(None, told), "")

    @property
    def is_broken(self) -> bool:
        """Whether what was said cannot be read, by either side."""
        return any(each.kind in ("user", "bot") for each in self.faults)

    @property
    def reply(self) -> str:
        """All that was said, as text."""
        return "\n".join(each.text for each in self.replies)

    @property
    def seconds(self) -> Optional[float]:
        """From the message to the last reply."""
        return max(0.0, self.replies[-1].at - self.at) if self.replies else None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts told, the lead first."""
        told = (fact for each in self.replies for fact in _dicts(each.answer.get("facts")))
        return tuple(dict.fromkeys(str(fact["id"]) for fact in told if "id" in fact))

    @property
    def subjects(self) -> tuple[str, ...]:
        """What was asked about: named in the message, else what was being talked about."""
        named = [s for part in self.parts for s in _strings(part.get("subjects"))]
        talked = _strings(self.topic.get("subjects"))
        return tuple(dict.fromkeys(named or self.entities or talked))

    @property
    def runners_up(self) -> list[tuple[str, float]]:
        """What else the message might have meant, the likeliest first."""
        classes: dict[str, float] = {}
        for part in self.parts:
            found = part.get("classes")
            classes |= found if isinstance(found, dict) else {}
        if not classes:
            classes = {str(e.get("name")): e.get("confidence") or 0.0 for e in self.ranking}
        ranked = sorted(classes.items(), key=lambda each: -_number(each[1], 0.0))
        return [(name, _number(value, 0.0)) for name, value in ranked if name != self.intent][:4]

    @property
    def nearest(self) -> list[tuple[str, float]]:
        """The facts nearest in meaning, with how near."""
        near: dict[str, float] = {}
        for part in self.parts:
            found = part.get("meaning")
            near |= found if isinstance(found, dict) else {}
        return sorted(((n, _number(v, 0.0)) for n, v in near.items()), key=lambda e: -e[1])[:5]


@dataclass(frozen=True)
class Feedback:
    """What a visitor said of a turn."""

    message: str
    is_helpful: bool
    remark: str


@dataclass
class Talk:
    """A conversation out of its events."""

    greeting: list[Said] = field(default_factory=list)
    turns: list[Asked] = field(default_factory=list)
    feedback: dict[str, Feedback] = field(default_factory=dict)
    faults: list[Read] = field(default_factory=list)


def read_talk(events: Iterable[Read]) -> Talk:
    """The turns of one conversation; what cannot be read is kept as a fault beside them."""
    talk = Talk()
    for event in events:
        if event.fault:
            talk.faults.append(event)
            if event.kind == "user":
                talk.turns.append(Asked(event.id, f"event-{event.id}", "", event.at, ""))
            if talk.turns:
                talk.turns[-1].faults.append(event)
        elif event.kind == "user":
            talk.turns.append(_asked(event))
        elif event.kind == "bot":
            (talk.turns[-1].replies if talk.turns else talk.greeting).append(_said(event))
        elif event.kind == "slot":
            _read_slot(event, talk)
    return talk


def _asked(event: Read) -> Asked:
    parse = _dict(event.data.get("parse_data"))
    intent = _dict(parse.get("intent"))
    return Asked(
        event=event.id,
        message=str(event.data.get("message_id") or f"event-{event.id}"),
        text=str(event.data.get("text") or ""),
        at=event.at,
        channel=str(event.data.get("input_channel") or ""),
        intent=str(intent.get("name") or ""),
        confidence=_number(intent.get("confidence")),
        parts=_dicts(parse.get("parts")),
        ranking=_dicts(parse.get("intent_ranking")),
        entities=[str(e["value"]) for e in _dicts(parse.get("entities")) if e.get("value")],
    )


def _said(event: Read) -> Said:
    data = _dict(event.data.get("data"))
    buttons = (str(each.get("title") or "") for each in _dicts(data.get("buttons")))
    answer = _dict(_dict(event.data.get("metadata")).get("answer"))
    return Said(str(event.data.get("text") or ""), tuple(filter(None, buttons)), answer, event.at)


def _read_slot(event: Read, talk: Talk) -> None:
    name, value = event.data.get("name"), event.data.get("value")
    if name == FEEDBACK and isinstance(value, dict) and "turn" in value:
        message = str(value["turn"])
        remark = str(value.get("remark") or "")
        talk.feedback[message] = Feedback(message, bool(value.get("helpful")), remark)
    elif talk.turns and name == OUTCOME and isinstance(value, str):
        talk.turns[-1].ended = value
    elif talk.turns and name == TOPIC and isinstance(value, dict):
        talk.turns[-1].topic = value


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _strings(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _number(value: Any, otherwise: Optional[float] = None) -> Any:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else otherwise

"""Turns as pages show them: the index beside what the events still tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from bot.console import vocabulary
from bot.console.conversations.events import events_of
from bot.console.conversations.models import Conversation, Turn
from bot.console.conversations.turns import Asked, Said, Talk, read_talk


@dataclass
class ToldFact:
    """A fact of a reply with its source; `says` as it was told, not as it stands now."""

    id: str
    says: str
    items: list[str]
    as_of: str
    publisher: str
    title: str
    address: str
    is_known: bool


@dataclass
class ShownReply:
    """A reply in the parts in which visitors saw it."""

    opening: list[str]
    facts: list[ToldFact]
    suggestions: tuple[str, ...]
    steps: list[dict[str, Any]]
    closing: list[str]


@dataclass
class ShownTurn:
    """A turn with its replies, what was understood, and what trainers said of it.

    Attributes:
        asked: what the events tell; None if the assistant's database cannot be read.
    """

    turn: Turn
    asked: Optional[Asked]
    replies: list[ShownReply]
    reviews: list[Any]

    @property
    def is_disputed(self) -> bool:
        """Whether trainers disagree."""
        return self.turn.state == "disputed"


@dataclass
class ShownConversation:
    """A conversation with all its turns, the greeting first."""

    conversation: Conversation
    greeting: list[ShownReply]
    turns: list[ShownTurn]
    is_complete: bool


def show_conversation(conversation: Conversation) -> ShownConversation:
    """The conversation as far as it can be shown."""
    talk = read_talk(events_of(conversation.sender))
    rows = conversation.turns.order_by("first_event").prefetch_related(
        "reviews__trainer", "reviews__tags"
    )
    turns = show_turns(rows, talk)
    is_complete = all(each.asked for each in turns)
    return ShownConversation(
        conversation, [_shown(each) for each in talk.greeting], turns, is_complete
    )


def show_turns(rows: Iterable[Turn], talk: Talk) -> list[ShownTurn]:
    """Rows of the index beside the same turns of the events."""
    by_event = {asked.event: asked for asked in talk.turns}
    shown = []
    for turn in rows:
        asked = by_event.get(turn.first_event)
        replies = [_shown(each) for each in asked.replies] if asked else [_plain(turn.reply)]
        shown.append(ShownTurn(turn, asked, replies, list(turn.reviews.all())))
    return shown


def _shown(said: Said) -> ShownReply:
    answer = said.answer
    facts = [_told(each, answer) for each in answer.get("facts") or [] if isinstance(each, dict)]
    if not answer:
        return _plain(said.text, said.suggestions)
    opening, closing = _texts(answer.get("opening")), _texts(answer.get("closing"))
    steps = [each for each in answer.get("steps") or [] if isinstance(each, dict)]
    if not (facts or steps or opening or closing):
        return _plain(said.text, said.suggestions)
    return ShownReply(opening, facts, said.suggestions, steps, closing)


def _plain(text: str, suggestions: tuple[str, ...] = ()) -> ShownReply:
    return ShownReply(text.splitlines(), [], suggestions, [], [])


def _texts(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else []


def _told(fact: dict[str, Any], answer: dict[str, Any]) -> ToldFact:
    sources = [each for each in answer.get("sources") or [] if isinstance(each, dict)]
    source = next((each for each in sources if each.get("id") == fact.get("source")), {})
    address = str(source.get("address") or "")
    return ToldFact(
        id=str(fact.get("id") or ""),
        says=str(fact.get("says") or ""),
        items=_texts(fact.get("items")),
        as_of=str(fact.get("as_of") or ""),
        publisher=str(source.get("publisher") or fact.get("source") or ""),
        title=str(source.get("title") or ""),
        # An address comes from the database, and only a web address may become a link.
        address=address if address.startswith(("https://", "http://")) else "",
        is_known=vocabulary.library().has_fact(str(fact.get("id") or "")),
    )

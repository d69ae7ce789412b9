"""What Teams tells in an activity, read and checked: who said what, where, and by which button."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Optional

from bot.channels.teams_refusals import Refused
from bot.channels.teams_text import plain_words

NAME = "teams"
LONGEST_BODY = 256_000
"""Bytes; Teams itself keeps a message below 100,000."""

LONGEST_ID = 500
LONGEST_RAW_TEXT = 20_000
"""Characters with mark-up; what is longer is longer than any question without it, too."""

MOST_ENTITIES = 50
BOT_ID = "28:"
"""How the ids of bots begin in Teams; those of people begin with 29:."""

FILES = "application/vnd.microsoft.teams.file.download.info"


@dataclass(frozen=True)
class Activity:
    """One thing that happened in Teams.

    Attributes:
        kind: as the protocol names it: message, invoke, conversationUpdate ...
        name: of an invoke.
        chat: the conversation, with its thread if it has any.
        scope: personal, groupChat or channel.
        person: who did it; empty if nobody is named.
        value: what a button carries, empty if there is none.
        is_installed: whether the bot was added to the chat by this.
    """

    kind: str
    id: str
    service_url: str
    chat: str
    scope: str
    tenant: str
    person: str
    bot: str
    is_by_bot: bool = False
    name: str = ""
    text: str = ""
    locale: str = ""
    has_files: bool = False
    value: Optional[dict[str, Any]] = None
    is_installed: bool = False

    @property
    def chat_key(self) -> str:
        """The beginning of the keys of all conversations in this chat; it tells no name."""
        return f"{NAME}:{digest(self.tenant, self.chat)}"

    @property
    def person_key(self) -> str:
        """The end of the key of this person's conversations."""
        return digest(self.person)[:24]

    @property
    def key(self) -> str:
        """The key of this person's conversation in this chat and thread, and of no other."""
        return f"{self.chat_key}:{self.person_key}"

    @property
    def metadata(self) -> dict[str, str]:
        """What is kept with a message: not the name, which no answer needs."""
        told = {"locale": self.locale, "tenant": self.tenant, "scope": self.scope}
        return {name: value for name, value in told.items() if value}


def digest(*parts: str) -> str:
    """A short name of parts, different for different parts."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


def read_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a request.

    Raises:
        Refused: it is too long, or none.
    """
    if len(body) > LONGEST_BODY:
        raise Refused("too_long", 413)
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("not_json", 400) from None
    if not isinstance(content, dict):
        raise Refused("wrong_type", 400)
    return content


def read_activity(content: dict[str, Any]) -> Activity:
    """The activity of a request.

    Raises:
        Refused: it lacks what every activity has.
    """
    chat, sender = _object(content.get("conversation")), _object(content.get("from"))
    recipient, data = _object(content.get("recipient")), _object(content.get("channelData"))
    bot = _name(recipient.get("id"))
    kind = _name(content.get("type"))
    activity = Activity(
        kind=kind,
        id=_name(content.get("id")),
        service_url=_name(content.get("serviceUrl")),
        chat=_name(chat.get("id")),
        scope=_scope(chat),
        tenant=_name(chat.get("tenantId")) or _name(_object(data.get("tenant")).get("id")),
        person=_name(sender.get("id")),
        bot=bot,
        is_by_bot=_is_bot(sender, bot),
        name=_name(content.get("name")),
        text=_text(content, recipient) if kind == "message" else "",
        locale=_name(content.get("locale"))[:35],
        has_files=any(_is_file(each) for each in _list(content.get("attachments"))),
        value=_value(content.get("value")),
        is_installed=_is_installed(content, bot),
    )
    if not activity.kind or not activity.chat or not activity.bot:
        raise Refused("wrong_type", 400)
    if activity.kind in ("message", "invoke") and not activity.person:
        raise Refused("wrong_type", 400)
    if activity.kind == "message" and not activity.id:
        raise Refused("wrong_type", 400)
    return activity


def _text(content: dict[str, Any], recipient: dict[str, Any]) -> str:
    text = content.get("text")
    if not isinstance(text, str):
        return ""
    entities = _list(content.get("entities"))[:MOST_ENTITIES]
    bot_id, bot_name = _name(recipient.get("id")), _name(recipient.get("name"))
    return plain_words(text[:LONGEST_RAW_TEXT], entities, bot_id, bot_name)


def _scope(chat: dict[str, Any]) -> str:
    scope = chat.get("conversationType")
    if scope in ("personal", "groupChat", "channel"):
        return str(scope)
    return "groupChat" if chat.get("isGroup") is True else "personal"


def _is_bot(sender: dict[str, Any], bot: str) -> bool:
    name = _name(sender.get("id"))
    return name == bot or name.startswith(BOT_ID) or sender.get("role") in ("bot", "skill")


def _is_installed(content: dict[str, Any], bot: str) -> bool:
    if content.get("type") == "installationUpdate":
        return content.get("action") == "add"
    added = _list(content.get("membersAdded"))
    is_update = content.get("type") == "conversationUpdate"
    return is_update and any(_name(_object(each).get("id")) == bot for each in added)


def _is_file(attachment: Any) -> bool:
    """Whether it is a file or a picture; Teams also sends each text again as HTML."""
    kind = _object(attachment).get("contentType")
    return isinstance(kind, str) and (kind == FILES or kind.startswith(("image/", "video/")))


def _value(value: Any) -> Optional[dict[str, Any]]:
    """What a button carries; some clients send it as text, or inside what they were told to do."""
    if isinstance(value, str):
        try:
            value = json.loads(value[:LONGEST_RAW_TEXT])
        except (ValueError, RecursionError):
            return {}
    if value is None:
        return None
    fields = _object(value)
    told = _object(fields.get("msteams")).get("value")
    return told if isinstance(told, dict) else fields


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(value: Any) -> str:
    """A text that can be an id; empty for anything else, such as what no database can hold."""
    is_name = isinstance(value, str) and value.isprintable() and len(value) <= LONGEST_ID
    return value if is_name else ""

"""Reads what Slack sends: events, commands and clicks, as far as they are for the assistant."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Optional, Union
from urllib.parse import parse_qs

from bot.channels.refusals import Refusal
from bot.channels.rendering import slack as rendering
from bot.channels.slack_text import mentioned, plain

NAME = "slack"
DIRECT, COMMAND = "direct", "command"
"""Threads of their own: what is not in a thread of a direct message, and what only one sees."""

WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that a person wrote; edits, deletions, joins and the rest are not asked."""

SLACKBOT = "USLACKBOT"
ID = re.compile(r"[A-Z0-9]{1,40}")
MOMENT = re.compile(r"[0-9.]{1,40}")


@dataclass(frozen=True)
class Place:
    """Where a person is talked to: the parts of a conversation's key, and a way to answer.

    Attributes:
        thread: the first message of a thread, or DIRECT, or COMMAND.
        response_url: where Slack takes answers for half an hour; a secret.
    """

    team: str
    channel: str
    thread: str
    user: str
    response_url: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The key of the conversation."""
        return ":".join((NAME, self.team, self.channel, self.thread, self.user))

    @property
    def is_private(self) -> bool:
        """Whether only this person sees what is said, though others are in the channel."""
        return self.thread == COMMAND


@dataclass(frozen=True)
class Asked:
    """Something that a person wrote.

    Attributes:
        id: the same in every delivery of the message.
        is_addressed: the assistant was spoken to; if not, only one it talks with here is answered.
    """

    place: Place
    id: str
    text: str
    has_files: bool = False
    is_addressed: bool = True


@dataclass(frozen=True)
class Clicked:
    """A click on a button of ours; `action` is one of those of the rendering."""

    place: Place
    id: str
    action: str
    offer: rendering.Offer


@dataclass(frozen=True)
class Opened:
    """A person has opened the assistant's page, for the first time perhaps."""

    place: Place
    id: str = "greeting"


Arrival = Union[Asked, Clicked, Opened]


@dataclass(frozen=True)
class Challenge:
    """Slack tries the address, and wants this back."""

    text: str


def read_body(body: bytes, kind: str) -> Union[Arrival, Challenge, None]:
    """What a verified request tells; None if it is nothing for the assistant.

    Args:
        kind: the content type.

    Raises:
        Refusal: it is neither JSON nor a form as Slack sends them.
    """
    if kind.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        return _read_form(body)
    content = _read_json(body)
    if content.get("type") == "url_verification":
        return Challenge(_text(content.get("challenge")))
    event = content.get("event")
    if content.get("type") != "event_callback" or not isinstance(event, dict):
        return None
    if event.get("type") == "app_home_opened":
        return _read_opened(content, event)
    if event.get("type") in ("message", "app_mention"):
        return _read_message(content, event)
    return None


def _read_json(text: Union[bytes, str]) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("not_json", 400) from None
    if not isinstance(content, dict):
        raise Refusal("wrong_type", 400)
    return content


def _read_opened(content: Mapping[str, Any], event: Mapping[str, Any]) -> Optional[Opened]:
    place = _place(content.get("team_id"), event.get("channel"), DIRECT, event.get("user"))
    return Opened(place) if place else None


def _read_message(content: Mapping[str, Any], event: Mapping[str, Any]) -> Optional[Asked]:
    """A message that a person wrote to the assistant, or in a thread where it may be meant."""
    if not _is_by_person(event):
        return None
    moment, thread = _text(event.get("ts")), _text(event.get("thread_ts"))
    channel, written = _text(event.get("channel")), _text(event.get("text"))
    is_direct = event.get("channel_type") == "im" or channel.startswith("D")
    place = _place(
        content.get("team_id"),
        channel,
        thread or (DIRECT if is_direct else moment),
        event.get("user"),
    )
    if place is None or not MOMENT.fullmatch(moment):
        return None
    assistant = _assistant(content)
    if place.user == assistant:
        return None
    called = mentioned(written)
    is_addressed = is_direct or event["type"] == "app_mention" or assistant in called
    if not is_addressed and (not thread or called):
        return None
    text = plain(written, assistant)
    return Asked(place, moment, text, bool(event.get("files")), is_addressed)


def _is_by_person(event: Mapping[str, Any]) -> bool:
    is_program = event.get("bot_id") or event.get("bot_profile") or event.get("user") == SLACKBOT
    return event.get("subtype") in WRITTEN and not is_program and not event.get("hidden")


def _assistant(content: Mapping[str, Any]) -> str:
    """The assistant's own user id, as far as the event tells it."""
    known = content.get("authorizations")
    found = [each for each in known if isinstance(each, dict)] if isinstance(known, list) else []
    return _text(found[0].get("user_id")) if found else ""


def _read_form(body: bytes) -> Optional[Arrival]:
    try:
        form = {name: each[-1] for name, each in parse_qs(body.decode("utf-8")).items()}
    except ValueError:
        raise Refusal("wrong_type", 400) from None
    if "payload" in form:
        return _read_interaction(_read_json(form["payload"]))
    if "command" not in form:
        return None
    place = _place(form.get("team_id"), form.get("channel_id"), COMMAND, form.get("user_id"))
    if place is None:
        return None
    place = replace(place, response_url=form.get("response_url", ""))
    return Asked(place, f"command-{form.get('trigger_id', '')}", plain(form.get("text", "")))


def _read_interaction(content: Mapping[str, Any]) -> Optional[Clicked]:
    """A click on a button that we offered in this channel; other interactions are not ours."""
    actions = content.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if content.get("type") != "block_actions" or not isinstance(action, dict):
        return None
    offer = rendering.read_offer(action.get("value"))
    name = _text(action.get("action_id")).partition("_")[0]
    place = _place_of(offer.conversation) if offer else None
    user, channel = (_id(content.get(each)) for each in ("user", "channel"))
    is_ours = name in rendering.ACTIONS and place is not None and ID.fullmatch(user)
    if not is_ours or place.channel != channel:
        return None
    place = replace(place, user=user, response_url=_text(content.get("response_url")))
    moment = _text(action.get("action_ts")) or _text(content.get("trigger_id"))
    return Clicked(place, f"click-{moment}", name, offer)


def _place_of(key: str) -> Optional[Place]:
    """The place that a conversation's key names."""
    channel, *parts = key.split(":")
    return _place(*parts) if channel == NAME and len(parts) == 4 else None


def _place(team: Any, channel: Any, thread: str, user: Any) -> Optional[Place]:
    place = Place(_text(team), _text(channel), thread, _text(user))
    ids = (place.team, place.channel, place.user)
    is_thread = thread in (DIRECT, COMMAND) or MOMENT.fullmatch(thread)
    return place if is_thread and all(ID.fullmatch(each) for each in ids) else None


def _id(value: Any) -> str:
    return _text(value.get("id")) if isinstance(value, dict) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

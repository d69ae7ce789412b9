"""The web channel: conversations held by an unguessable token. docs/web-protocol.md tells it."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot.answers import Phrases, greet, plain_text
from bot.channels import conversations
from bot.channels.conversations import Reply, Turn, log_failure
from bot.channels.refusals import LONGEST_TEXT, Refusal, read_object, read_text
from bot.channels.web_gate import Gate
from bot.channels.web_pages import Pages
from bot.settings import read_settings

NAME = "web"
TOKEN_BYTES = 32
LIFETIME = 30 * 24 * 3600
"""Seconds after its last use at which a conversation is expired."""

LONGEST_REMARK = 500
CALLED = ("/conversations", "/conversation", "/messages", "/feedback")
"""What a page of another origin may call, if its origin is allowed."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")
MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Visit(NamedTuple):
    """What a handler needs of a request."""

    request: Request
    agent: Agent
    phrases: Phrases


Handler = Callable[[Visit], Awaitable[HTTPResponse]]


class WebChannel(InputChannel):
    """Rasa's input channel for browsers; it calls the agent itself, to answer each message once."""

    @classmethod
    def name(cls) -> str:
        """The name in addresses and in the events of a conversation."""
        return NAME

    def blueprint(self, _on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes under /webhooks/web/."""
        settings = read_settings()
        gate = Gate(settings.web_origins, counted_in=settings.services.lock_url)
        desk = WebDesk(gate)
        pages = Pages(desk)
        routes = Blueprint("web_channel")
        for method, path, handler in (
            ("POST", "/conversations", desk.open),
            ("GET", "/conversation", desk.read),
            ("DELETE", "/conversation", desk.forget),
            ("POST", "/messages", desk.answer),
            ("POST", "/feedback", desk.judge),
            ("GET", "/plain", pages.open),
            ("POST", "/plain", pages.act),
            ("GET", "/", pages.file),
            ("GET", "/<path:path>", pages.file),
            *(("OPTIONS", path, _preflight) for path in CALLED),
        ):
            name = f"{method}_{path}_{handler.__name__}"
            routes.add_route(_guarded(handler, gate), path, methods=[method], name=name)
        return routes


class WebDesk:
    """Opens conversations and serves those who hold their tokens."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def open(self, visit: Visit) -> HTTPResponse:
        """Open a conversation and give out its token."""
        token, greeting = await self.new_conversation(visit)
        data = {"token": token, "greeting": greeting.to_data(), "longest": LONGEST_TEXT}
        return json_response(data, status=201)

    async def read(self, visit: Visit) -> HTTPResponse:
        """The conversation so far."""
        greeting, turns = await self.read_conversation(visit, read_token(visit.request))
        said = greeting.to_data() if greeting else None
        data = {"greeting": said, "turns": [each.to_data() for each in turns]}
        return json_response({**data, "longest": LONGEST_TEXT})

    async def answer(self, visit: Visit) -> HTTPResponse:
        """Answer a message, once."""
        token = read_token(visit.request)
        turn = await self.answer_message(visit, token, read_object(visit.request.body))
        return json_response({"turn": turn.to_data()})

    async def judge(self, visit: Visit) -> HTTPResponse:
        """Keep feedback on a turn."""
        token = read_token(visit.request)
        await self.keep_feedback(visit, token, read_object(visit.request.body))
        return empty()

    async def forget(self, visit: Visit) -> HTTPResponse:
        """Delete the conversation."""
        await self.forget_conversation(visit, read_token(visit.request))
        return empty()

    async def new_conversation(self, visit: Visit) -> tuple[str, Reply]:
        """A new conversation's token, and what it opens with."""
        conversations.check_in_service(visit.agent, NAME)
        await self._gate.check_rate("conversation", visit.request)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        answer = greet(visit.phrases)
        text = plain_text(answer, visit.phrases)
        greeting = Reply(text, answer.suggestions, answer.to_data())
        await conversations.open_conversation(visit.agent, tracker_key(token), greeting)
        return token, greeting

    async def read_conversation(
        self, visit: Visit, token: str
    ) -> tuple[Optional[Reply], tuple[Turn, ...]]:
        """What was said in a conversation so far."""
        await self._gate.check_rate("reading", visit.request)
        return await conversations.read_back(visit.agent, tracker_key(token), admit_known)

    async def answer_message(self, visit: Visit, token: str, content: dict[str, Any]) -> Turn:
        """The turn that answers `{"id", "text"}` or `{"id", "suggestion"}`."""
        key = tracker_key(token)
        offered = "suggestion" in content
        text = read_text(content.get("suggestion" if offered else "text"))
        message_id = _matching(MESSAGE_ID, content.get("id"))
        await self._gate.check_rate("message", visit.request, key)
        conversations.check_in_service(visit.agent, NAME)
        if offered and not await conversations.has_offered(visit.agent, key, text, admit_known):
            raise Refusal("not_offered", 409)
        message = UserMessage(text, sender_id=key, input_channel=NAME, message_id=message_id)
        turn, _ = await conversations.answer_once(visit.agent, message, admit_known)
        return turn

    async def keep_feedback(self, visit: Visit, token: str, content: dict[str, Any]) -> None:
        """Keep `{"turn", "helpful", "remark"}` with the conversation."""
        key = tracker_key(token)
        turn_id = _matching(MESSAGE_ID, content.get("turn"))
        helpful, remark = content.get("helpful"), content.get("remark")
        if not isinstance(helpful, bool):
            raise Refusal("wrong_type", 400)
        remark = read_text(remark, LONGEST_REMARK) if remark not in (None, "") else None
        await self._gate.check_rate("feedback", visit.request, key)
        found = await conversations.judge(visit.agent, key, turn_id, helpful, remark, admit_known)
        if not found:
            raise Refusal("unknown_turn", 409)

    async def forget_conversation(self, visit: Visit, token: str) -> None:
        """Delete a conversation."""
        await self._gate.check_rate("reading", visit.request)
        await conversations.forget(visit.agent, tracker_key(token), admit_known)


def tracker_key(token: str) -> str:
    """The key of a token's conversation: nobody can make one that is not a web conversation's.

    Raises:
        Refusal: it cannot be a token.
    """
    if not TOKEN.fullmatch(token):
        raise Refusal("unknown_conversation", 401)
    return f"{NAME}:{hashlib.sha256(token.encode()).hexdigest()}"


def read_token(request: Request) -> str:
    """The token in the `Authorization` header of a request, empty if there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def admit_known(tracker: Optional[DialogueStateTracker]) -> None:
    """Admit a conversation that was opened here and used of late.

    Raises:
        Refusal: it is unknown or expired.
    """
    if tracker is None or not tracker.events:
        raise Refusal("unknown_conversation", 401)
    if time.time() - conversations.last_active(tracker) > LIFETIME:
        raise Refusal("expired_conversation", 401)


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Refusal("wrong_type", 400)
    return value


async def _preflight(_visit: Visit) -> HTTPResponse:
    """A browser asks whether another origin's page may call; the gate has let it in."""
    return empty()


def _guarded(handler: Handler, gate: Gate) -> Callable[..., Awaitable[HTTPResponse]]:
    """A handler behind the gate, whose failures are told in a sentence with a reference."""

    async def respond(request: Request, **_path: str) -> HTTPResponse:
        agent = request.app.ctx.agent
        phrases = Phrases(agent.domain.responses)
        try:
            gate.check_origin(request)
            response = await handler(Visit(request, agent, phrases))
        except Refusal as refusal:
            response = refusal.to_response(phrases)
            if "seconds" in refusal.values:
                response.headers["Retry-After"] = refusal.values["seconds"]
        except Exception:
            response = _failed(phrases)
        return gate.add_headers(request, response)

    return respond


def _failed(phrases: Phrases) -> HTTPResponse:
    reference = log_failure(NAME)
    sentence = phrases.say("error", reference=reference)
    error = {"code": "failed", "message": sentence, "reference": reference}
    return HTTPResponse(json.dumps({"error": error}), status=500, content_type="application/json")

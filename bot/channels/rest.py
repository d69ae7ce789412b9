"""The REST channel of this machine: JSON in, whole answers out, a clear error for bad input."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.answers import Phrases

logger = logging.getLogger(__name__)

LONGEST_TEXT = 1000
LONGEST_SENDER = 200
LONGEST_BODY = 20_000


@dataclass(frozen=True)
class Refusal(Exception):
    """Why a request is refused: a code for programs, and the name of a sentence for people."""

    code: str
    status: int


class WholeAnswers(CollectingOutputChannel):
    """Collects each answer as one message: text, buttons and the neutral answer together."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message whole."""
        kept = {
            "recipient_id": recipient_id,
            "text": message.get("text"),
            "buttons": message.get("buttons"),
            "answer": message.get("answer"),
        }
        await self._persist_message({name: value for name, value in kept.items() if value})


class RestChannel(RestInput):
    """Rasa's REST channel, with checked input and never silence."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """The routes: GET / tells that it is up, POST /webhook answers a message."""
        routes = Blueprint("rest_channel")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            phrases = Phrases(request.app.ctx.agent.domain.responses)
            try:
                sender, text = read_message(request.body)
            except Refusal as refusal:
                return _refused(refusal, phrases)
            output = WholeAnswers()
            message = UserMessage(text, output, sender, input_channel=self.name())
            await _handle(message, output, on_new_message, phrases)
            return json_response(output.messages)

        return routes


def read_message(body: bytes) -> tuple[str, str]:
    """Sender and text of a request body.

    Raises:
        Refusal: the body is too long, not JSON, or not `{"sender": "...", "message": "..."}`.
    """
    if len(body) > LONGEST_BODY:
        raise Refusal("too_long", 413)
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refusal("not_json", 400) from None
    if not isinstance(content, dict):
        raise Refusal("wrong_type", 400)
    sender, text = content.get("sender"), content.get("message")
    if not _is_sender(sender) or not isinstance(text, str):
        raise Refusal("wrong_type", 400)
    if len(text) > LONGEST_TEXT:
        raise Refusal("too_long", 413)
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")
    if not text.strip():
        raise Refusal("empty", 400)
    return sender, text


def _is_sender(sender: Any) -> bool:
    return isinstance(sender, str) and sender.isprintable() and 0 < len(sender) <= LONGEST_SENDER


async def _handle(
    message: UserMessage,
    output: CollectingOutputChannel,
    on_new_message: Callable[[UserMessage], Awaitable[None]],
    phrases: Phrases,
) -> None:
    reference: Optional[str] = None
    try:
        await on_new_message(message)
    except Exception:
        reference = secrets.token_hex(4)
        logger.exception("A message could not be answered. reference=%s", reference)
    if not output.messages:
        reference = reference or secrets.token_hex(4)
        logger.error("A message got no answer. reference=%s", reference)
        text = phrases.say("error", reference=reference)
        await output.send_response(message.sender_id, {"text": text})


def _refused(refusal: Refusal, phrases: Phrases) -> HTTPResponse:
    values = {"longest": str(LONGEST_TEXT)} if refusal.code == "too_long" else {}
    error = {"code": refusal.code, "message": phrases.say(refusal.code, **values)}
    return json_response({"error": error}, status=refusal.status)

"""The REST channel of this machine: JSON in, whole answers out, a clear error for bad input."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.answers import Phrases
from bot.channels.conversations import (
    WholeAnswers,
    check_in_service,
    collected,
    log_failure,
    outcome_of,
)
from bot.channels.refusals import Refusal, read_object, read_text
from bot.channels.web_gate import Gate
from bot.monitoring.turns import failure_reference, watched

logger = logging.getLogger(__name__)

LONGEST_SENDER = 200


class RestChannel(RestInput):
    """Rasa's REST channel, with checked input and never silence."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """The routes: GET / tells that it is up, POST /webhook answers a message."""
        routes = Blueprint("rest_channel")
        # No web page may ask by the browser of somebody on this machine.
        gate = Gate()

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            phrases = Phrases(agent.domain.responses)
            try:
                gate.check_origin(request)
                sender, text = read_message(request.body)
                check_in_service(agent, self.name())
            except Refusal as refusal:
                return refusal.to_response(phrases)
            output = WholeAnswers()
            message = UserMessage(text, output, sender, input_channel=self.name())
            await _handle(message, output, on_new_message, phrases)
            return json_response(output.messages)

        return routes


def read_message(body: bytes) -> tuple[str, str]:
    """Sender and visible text of a request body.

    Raises:
        Refusal: the body is too long, not JSON, or not `{"sender": "...", "message": "..."}`.
    """
    content = read_object(body)
    sender = content.get("sender")
    if not _is_sender(sender):
        raise Refusal("wrong_type", 400)
    return sender, read_text(content.get("message"))


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
        with watched(str(message.input_channel)) as turn:
            await on_new_message(message)
            turn.outcome = outcome_of(collected(each) for each in output.messages)
    except Exception:
        reference = log_failure(str(message.input_channel))
    if not output.messages:
        reference = reference or failure_reference(str(message.input_channel))
        logger.error("A message got no answer. reference=%s", reference)
        text = phrases.say("error", reference=reference)
        await output.send_response(message.sender_id, {"text": text})

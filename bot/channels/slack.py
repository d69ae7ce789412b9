"""The Slack channel: verifies, acknowledges at once, answers after. docs/connect-slack.md tells it.

Where this differs from Rasa's own connector, docs/decisions/0006-slack-library.md says why.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text
from sanic.response import json as json_response
from slack_sdk.signature import SignatureVerifier

from bot.channels.conversations import log_failure
from bot.channels.intake import Errand, Intake
from bot.channels.refusals import Refusal
from bot.channels.slack_desk import SlackDesk
from bot.channels.slack_health import Health
from bot.channels.slack_kept import from_kept, to_kept
from bot.channels.slack_reading import NAME, Arrival, Asked, Challenge, read_body
from bot.channels.slack_sending import SlackSender
from bot.settings import SlackSettings, read_settings

LONGEST_BODY = 500_000
"""Bytes of a request; Slack's own are far smaller."""

TO_FINISH = 8
"""Seconds that a stop waits for answers that are being made."""


class SlackChannel(InputChannel):
    """Rasa's input channel for Slack; off, with a status page, unless it is configured."""

    def __init__(self, settings: Optional[SlackSettings] = None) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        """The name in addresses and in the events of a conversation."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> SlackChannel:
        """The channel as the environment configures it; credentials.yml only names it."""
        return cls(read_settings().slack)

    def blueprint(self, _on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes under /webhooks/slack/: the status, and the address that Slack calls."""
        routes = Blueprint("slack_channel")
        door = Door(self._settings) if self._settings else None

        @routes.route("/", methods=["GET"])
        async def status(request: Request) -> HTTPResponse:
            return json_response(await door.status() if door else {"configured": False})

        if door:

            @routes.route("/webhook", methods=["POST"])
            async def receive(request: Request) -> HTTPResponse:
                return await door.receive(request)

            @routes.listener("after_server_start")
            async def watch(app: Any, _loop: Any) -> None:
                door.watch(app.ctx.agent)

            @routes.listener("before_server_stop")
            async def finish(app: Any, _loop: Any) -> None:
                await door.finish(app.ctx.agent)

        return routes


class Door:
    """Where Slack's requests come in: nothing is looked at before its signature."""

    def __init__(self, settings: SlackSettings) -> None:
        sender = SlackSender(settings)
        self._verifier = SignatureVerifier(settings.signing_secret)
        self._health = Health(sender.look)
        self._desk = SlackDesk(sender, self._health)
        self._intake = Intake(NAME, settings.signing_secret, self._revive)

    async def status(self) -> dict[str, Any]:
        """What the status page tells."""
        return {**await self._health.to_data(), "under_way": self._intake.under_way}

    async def receive(self, request: Request) -> HTTPResponse:
        """Verify a request, keep what it tells, acknowledge it, and see to it afterwards."""
        if len(request.body) > LONGEST_BODY:
            return self._refused("too_long", 413)
        if not self._is_slacks(request):
            return self._refused("not_verified", 401)
        try:
            arrival = read_body(request.body, request.headers.get("content-type", ""))
        except Refusal as refusal:
            return self._refused(refusal.code, refusal.status)
        self._health.arrived()
        if isinstance(arrival, Challenge):
            return text(arrival.text)
        if arrival is not None:
            try:
                await self._accept(request.app.ctx.agent, arrival)
            except Exception as error:
                # Slack will send it again.
                self._health.failed(error, log_failure(NAME))
                return self._refused("failed", 503)
        return text("")

    def watch(self, agent: Agent) -> None:
        """Take over what a process left behind that has ended."""
        self._intake.watch(agent)

    async def finish(self, agent: Agent) -> None:
        """Finish what was acknowledged."""
        await self._intake.finish(agent, TO_FINISH)

    async def _accept(self, agent: Agent, arrival: Arrival) -> None:
        """See to what arrived; what people write to each other is not kept for a moment."""
        if not isinstance(arrival, Asked) or await self._desk.is_meant(agent, arrival):
            self._intake.accept(agent, self._errand(agent, arrival))

    def _revive(self, agent: Agent, kept: dict[str, Any]) -> Errand:
        return self._errand(agent, from_kept(kept))

    def _errand(self, agent: Agent, arrival: Arrival) -> Errand:
        work = partial(self._desk.settle, agent, arrival)
        return Errand(arrival.place.key, arrival.id, to_kept(arrival), work)

    def _is_slacks(self, request: Request) -> bool:
        """Whether Slack has sent a request, within the last five minutes."""
        try:
            return self._verifier.is_valid_request(request.body, dict(request.headers))
        except (ValueError, TypeError, OverflowError):
            return False

    def _refused(self, code: str, status: int) -> HTTPResponse:
        """The refusal of what is not Slack's, for programs: no person sees it."""
        self._health.refused(code)
        return json_response({"error": {"code": code}}, status=status)

"""The Microsoft Teams channel: verifies, acknowledges at once, and answers after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Optional

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot.answers import Phrases
from bot.channels.conversations import log_failure
from bot.channels.intake import Errand, Intake
from bot.channels.posting import beside
from bot.channels.teams_activity import NAME, read_activity, read_body
from bot.channels.teams_connector import Connector
from bot.channels.teams_desk import TeamsDesk, Visit, message_id, shown
from bot.channels.teams_http import Http
from bot.channels.teams_kept import from_kept, to_kept
from bot.channels.teams_keys import SigningKeys
from bot.channels.teams_refusals import Refused
from bot.channels.teams_status import Status
from bot.channels.teams_token import AppToken
from bot.channels.teams_verification import Verifier, check_origin
from bot.settings import TeamsSettings, read_settings

logger = logging.getLogger(__name__)

TO_FINISH = 5.0
"""Seconds that answers under way get when the server stops."""

TO_LOOK = 3.0
"""Seconds for which the status page waits for the keys."""


class TeamsChannel(InputChannel):
    """Rasa's input channel for Teams; it calls the agent itself, to answer each message once.

    Args:
        settings: None leaves the channel off.
    """

    def __init__(self, settings: Optional[TeamsSettings] = None) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        """The name in addresses and in the events of a conversation."""
        return NAME

    @classmethod
    def from_credentials(cls, _credentials: Optional[dict[str, Any]]) -> TeamsChannel:
        """The channel as the environment sets it; secrets do not stand in credentials.yml."""
        return cls(read_settings().teams)

    def blueprint(self, _on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: GET / tells the status, POST /webhook takes activities."""
        routes = Blueprint("teams_channel")
        if self._settings is None:
            routes.add_route(_tell_off, "/", methods=["GET"])
            return routes
        door = Door(self._settings)
        # Sanic writes on its handlers, which bound methods do not allow.

        @routes.route("/", methods=["GET"])
        async def tell_status(_request: Request) -> HTTPResponse:
            return await door.tell_status()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            return await door.receive(request)

        @routes.listener("after_server_start")
        async def watch(app: Any, _loop: Any) -> None:
            door.watch(app.ctx.agent)

        @routes.listener("before_server_stop")
        async def finish(app: Any, _loop: Any) -> None:
            await door.close(app.ctx.agent)

        return routes


async def _tell_off(_request: Request) -> HTTPResponse:
    return json_response({"configured": False})


class Door:
    """Lets verified activities in, and has them answered in the background."""

    def __init__(self, settings: TeamsSettings) -> None:
        self._settings = settings
        self._http = Http()
        self._status = Status()
        self._keys = SigningKeys(settings.openid_url, self._http.get_json)
        self._verifier = Verifier(settings.app_id, self._keys)
        self._posts = Http()
        connector = Connector(self._posts, AppToken(settings, self._posts))
        self._desk = TeamsDesk(connector, self._status)
        self._intake = Intake(NAME, settings.app_password, self._revive)
        self._looking: Optional[asyncio.Task[None]] = None

    async def receive(self, request: Request) -> HTTPResponse:
        """Take an activity."""
        try:
            return await self._take(request)
        except Refused as refused:
            logger.warning("%s", refused)
            if refused.status == 503:
                self._status.note_failure(refused.code)
            else:
                self._status.note_refusal(refused.code)
            return refused.to_response()
        except Exception:
            reference = log_failure(NAME)
            self._status.note_failure("request", reference)
            error = {"code": "failed", "reference": reference}
            return json_response({"error": error}, status=500)

    async def tell_status(self) -> HTTPResponse:
        """Tell what works and what does not."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._keys.look())
        await asyncio.wait([self._looking], timeout=TO_LOOK)
        keys = {"age": self._keys.age, "problem": self._keys.problem}
        told = {**self._status.to_data(), "under_way": self._intake.under_way}
        return json_response({"configured": True, **told, "keys": keys})

    def watch(self, agent: Agent) -> None:
        """Take over what a process left behind that has ended."""
        self._intake.watch(agent)

    async def close(self, agent: Agent) -> None:
        """Finish what is under way, then end all connections."""
        await self._intake.finish(agent, TO_FINISH)
        await beside(self._posts.close())
        await self._http.close()

    async def _take(self, request: Request) -> HTTPResponse:
        caller = await self._verifier.verify(request.headers.get("authorization", ""))
        content = read_body(request.body)
        check_origin(content, caller, self._settings.service_urls)
        activity = read_activity(content)
        self._status.note_event(activity.kind)
        agent = request.app.ctx.agent
        visit = Visit(activity, agent, Phrases(agent.domain.responses), caller.issuer)
        if activity.kind == "invoke":
            return json_response(shown(await self._desk.press(visit)))
        if self._desk.asks_for_something(activity):
            self._intake.accept(agent, self._errand(visit))
        return empty(status=200)

    def _revive(self, agent: Agent, kept: dict[str, Any]) -> Errand:
        activity, audience = from_kept(kept)
        return self._errand(Visit(activity, agent, Phrases(agent.domain.responses), audience))

    def _errand(self, visit: Visit) -> Errand:
        activity = visit.activity
        kept = to_kept(activity, visit.audience)
        return Errand(activity.key, message_id(activity), kept, partial(self._desk.handle, visit))

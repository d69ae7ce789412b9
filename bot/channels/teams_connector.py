"""Posts answers through the Bot Connector: waits when asked to, and tries again when it helps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Optional
from urllib.parse import quote

from bot.channels.teams_http import CallError, Http
from bot.channels.teams_token import AppToken, TokenError
from bot.errors import AssistantError

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt, unless the service names others."""

LONGEST_WAIT = 60.0
"""Seconds that are waited at most, whatever the service asks for."""

PASSING = frozenset({412, 429, 500, 502, 503, 504})
"""Statuses after which trying again may help."""


class PostError(AssistantError):
    """An answer could not be posted.

    Attributes:
        is_refused: whether the connector took the call and refused what was to be posted.
        may_have_arrived: whether it is perhaps posted.
    """

    def __init__(
        self, message: str, is_refused: bool = False, may_have_arrived: bool = False
    ) -> None:
        self.is_refused = is_refused
        self.may_have_arrived = may_have_arrived
        super().__init__(message)


class Place(NamedTuple):
    """Where an answer goes: the service, the token's audience, the chat, the message answered."""

    service_url: str
    audience: str
    conversation_id: str
    reply_to: Optional[str]

    @property
    def address(self) -> str:
        """The address that posts there."""
        chat = quote(self.conversation_id, safe="")
        address = f"{self.service_url.rstrip('/')}/v3/conversations/{chat}/activities"
        return f"{address}/{quote(self.reply_to, safe='')}" if self.reply_to else address


class _Passing(Exception):
    """An attempt failed in a way that may pass, after `wait` seconds if that is told."""

    def __init__(self, what: str, wait: Optional[float] = None) -> None:
        self.wait = wait
        super().__init__(what)


class Connector:
    """The Bot Connector as a bot sees it.

    Args:
        sleep: waits for some seconds.
    """

    def __init__(
        self,
        http: Http,
        token: AppToken,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._token = token
        self._sleep = sleep

    async def post(self, place: Place, activity: dict[str, Any]) -> None:
        """Post an activity, once.

        Raises:
            PostError: it was not accepted, or nobody knows whether it arrived.
        """
        for pause in (*PAUSES, None):
            try:
                await self._attempt(place, activity)
                return
            except _Passing as failure:
                if pause is None:
                    raise PostError(f"Not posted, after several attempts: {failure}") from None
                await self._sleep(min(failure.wait or pause, LONGEST_WAIT))

    async def _attempt(self, place: Place, activity: dict[str, Any]) -> None:
        try:
            token = await self._token.get(place.audience)
            headers = {"Authorization": f"Bearer {token}"}
            reply = await self._http.call("POST", place.address, json=activity, headers=headers)
        except TokenError as error:
            if error.is_passing:
                raise _Passing(str(error)) from error
            raise PostError(f"Not posted: {error}") from error
        except CallError as error:
            if error.may_have_arrived:
                raise PostError(f"Perhaps not posted: {error}", may_have_arrived=True) from error
            raise _Passing(str(error)) from error
        if reply.status == 401:
            self._token.drop(token)
            raise _Passing("the connector refused the token")
        if reply.status in PASSING:
            wait = _seconds(reply.headers.get("Retry-After"))
            raise _Passing(f"the connector answered with status {reply.status}", wait)
        if not 200 <= reply.status < 300:
            raise PostError(
                f"Not posted: the connector answered with status {reply.status}", is_refused=True
            )


def _seconds(text: Optional[str]) -> Optional[float]:
    return float(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None

"""The token with which the bot proves itself to Microsoft: one for each app, renewed in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Optional

from bot.channels.teams_http import CallError, Http
from bot.errors import AssistantError
from bot.settings import TeamsSettings

MARGIN = 5 * 60
"""Seconds before its end at which a token is renewed, or half its life if that is less."""

MULTI_TENANT = "botframework.com"


class TokenError(AssistantError):
    """The token service gave no token.

    Attributes:
        is_passing: whether it may do so later; if not, the settings are wrong.
    """

    def __init__(self, message: str, is_passing: bool) -> None:
        self.is_passing = is_passing
        super().__init__(message)


class AppToken:
    """The access token of one app.

    Args:
        clock: the time in seconds.
    """

    def __init__(
        self, settings: TeamsSettings, http: Http, clock: Callable[[], float] = time.time
    ) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._token: Optional[str] = None
        self._renew_at = 0.0
        self._ends_at = 0.0
        self._renewing = asyncio.Lock()

    async def get(self, audience: str) -> str:
        """A token that is good for a while.

        Args:
            audience: the service it is for; that which signs the requests to us.

        Raises:
            TokenError: there is none.
        """
        async with self._renewing:
            if self._token is None or self._clock() >= self._renew_at:
                try:
                    await self._renew(audience)
                except TokenError as error:
                    if not error.is_passing or self._clock() >= self._ends_at:
                        self._token = None
                        raise
            assert self._token is not None  # noqa: S101  (for the type checker)
            return self._token

    def drop(self, token: str) -> None:
        """Forget a token that was refused."""
        if token == self._token:
            self._token = None

    async def _renew(self, audience: str) -> None:
        tenant = self._settings.tenant_id or MULTI_TENANT
        address = f"{self._settings.login_url.rstrip('/')}/{tenant}/oauth2/v2.0/token"
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_password,
            "scope": f"{audience}/.default",
        }
        try:
            reply = await self._http.call("POST", address, data=asked)
        except CallError as error:
            raise TokenError(f"No token: {error}", True) from error
        if reply.status != 200:
            told = f"{reply.status}{_code(reply.content)}"
            raise TokenError(
                f"No token: the token service answered with status {told}: check TEAMS_APP_ID, "
                "TEAMS_APP_PASSWORD and TEAMS_TENANT_ID",
                reply.status >= 500 or reply.status in (408, 429),
            )
        token, lifetime = reply.content.get("access_token"), _seconds(reply.content)
        if not isinstance(token, str) or not token:
            raise TokenError("No token: the token service's reply holds none", True)
        now = self._clock()
        self._token, self._ends_at = token, now + lifetime
        self._renew_at = self._ends_at - min(MARGIN, lifetime / 2)


def _code(content: dict[str, Any]) -> str:
    """The error's short code; its description repeats what was sent."""
    code = content.get("error")
    return f" ({code})" if isinstance(code, str) and code.isidentifier() else ""


def _seconds(content: dict[str, Any]) -> float:
    try:
        return max(0.0, float(content.get("expires_in") or 0))
    except (TypeError, ValueError):
        return 0.0

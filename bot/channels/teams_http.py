"""HTTP calls of the Teams channel: one session, short limits, no redirects."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import aiohttp
from yarl import URL

from bot.errors import AssistantError

CONNECT = 4
"""Seconds to reach a server."""

TOTAL = 10
"""Seconds for a whole call."""

LONGEST = 1_000_000
"""Bytes of a reply that are read."""


class CallError(AssistantError):
    """A call got no reply.

    Attributes:
        may_have_arrived: whether the other side may have acted on it all the same.
    """

    def __init__(self, message: str, may_have_arrived: bool) -> None:
        self.may_have_arrived = may_have_arrived
        super().__init__(message)


@dataclass(frozen=True)
class Reply:
    """What came back: the status, the headers, and the JSON object, empty if it is none."""

    status: int
    headers: Mapping[str, str]
    content: dict[str, Any]


class Http:
    """Calls other servers. A proxy is taken from the environment, as hospitals often need."""

    def __init__(self, total: float = TOTAL) -> None:
        self._limits = aiohttp.ClientTimeout(total=total, connect=min(CONNECT, total))
        self._session: Optional[aiohttp.ClientSession] = None

    async def get_json(self, url: str) -> dict[str, Any]:
        """The JSON object at an address.

        Raises:
            CallError: it cannot be had.
        """
        reply = await self.call("GET", url)
        if reply.status != 200:
            raise CallError(f"{_host(url)} answered with status {reply.status}", True)
        return reply.content

    async def call(self, method: str, url: str, **sent: Any) -> Reply:
        """Call a server.

        Args:
            sent: `json`, `data` and `headers` as aiohttp takes them.

        Raises:
            CallError: no reply came, or none within the limits.
        """
        if self._session is None:
            # A connection that was kept may have been closed meanwhile by the other side, and of
            # a post on it nobody would know whether it arrived.
            self._session = aiohttp.ClientSession(
                timeout=self._limits,
                trust_env=True,
                connector=aiohttp.TCPConnector(force_close=True),
            )
        try:
            async with self._session.request(
                method, URL(url, encoded=True), allow_redirects=False, **sent
            ) as response:
                body = await _read(response)
                return Reply(response.status, response.headers, _object(body))
        except (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError) as error:
            # aiohttp's own time limits are those of connecting; nothing was sent then.
            raise CallError(f"{_host(url)} cannot be reached", False) from error
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise CallError(f"{_host(url)} did not answer", True) from error

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _host(url: str) -> str:
    """Of an address only the host is told: the rest names tenants and conversations."""
    return URL(url, encoded=True).host or "the server"


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in response.content.iter_chunked(65_536):
        body += chunk
        if len(body) > LONGEST:
            return b""
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}

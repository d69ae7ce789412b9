"""Who may ask the web channel, how often, and the headers that keep a page to itself."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Optional

from limits import RateLimitItem, WindowStats, parse
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from limits.storage import storage_from_string
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.refusals import Refusal

COUNTED_IN = "async+memory://"

PER_CONVERSATION = {"message": parse("20/minute"), "feedback": parse("30/minute")}
PER_ADDRESS = {
    # A school or a hospital may share one address.
    "conversation": parse("120/minute"),
    "message": parse("300/minute"),
    "feedback": parse("300/minute"),
    "reading": parse("600/minute"),
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ALLOWED = {
    "Access-Control-Allow-Methods": ", ".join(("GET", "POST", "DELETE")),
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Expose-Headers": "Retry-After",
    "Access-Control-Max-Age": "3600",
}


class Gate:
    """Lets requests in, or refuses them.

    Args:
        origins: origins whose pages may call besides our own: scheme and host.
        counted_in: the Redis in which several processes count together; None for memory.
    """

    def __init__(
        self,
        origins: tuple[str, ...] = (),
        per_conversation: Mapping[str, RateLimitItem] = PER_CONVERSATION,
        per_address: Mapping[str, RateLimitItem] = PER_ADDRESS,
        counted_in: Optional[str] = None,
    ) -> None:
        self._origins = origins
        self._conversation = per_conversation
        self._address = per_address
        self._here = MovingWindowRateLimiter(storage_from_string(COUNTED_IN))
        self._limiter = _shared(counted_in) if counted_in else self._here

    def check_origin(self, request: Request) -> None:
        """Make sure that the page that calls may do so.

        Raises:
            Refusal: it is of an origin that is not named in the settings.
        """
        origin = request.headers.get("origin")
        if origin and not self._is_own(origin, request) and origin not in self._origins:
            raise Refusal("origin_refused", 403)

    async def check_rate(self, kind: str, request: Request, conversation: str = "") -> None:
        """Count a request of a kind, for its address and, if it has one, its conversation.

        Raises:
            Refusal: there were too many; `seconds` tells how long to wait.
        """
        address = _place(request.remote_addr or request.ip)
        await self._count(self._address.get(kind), f"address {address} {kind}")
        if conversation:
            await self._count(self._conversation.get(kind), f"conversation {conversation} {kind}")

    async def _count(self, limit: RateLimitItem | None, key: str) -> None:
        if limit is None:
            return
        try:
            stats = await self._excess(self._limiter, limit, key)
        except StorageError:
            # Redis is away: better to count apart than not to answer.
            stats = await self._excess(self._here, limit, key)
        if stats is None:
            return
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        raise Refusal("too_fast", 429, {"seconds": str(seconds)})

    @staticmethod
    async def _excess(
        limiter: MovingWindowRateLimiter, limit: RateLimitItem, key: str
    ) -> Optional[WindowStats]:
        """None if one more is within the limit, else when it is again."""
        if await limiter.hit(limit, key):
            return None
        return await limiter.get_window_stats(limit, key)

    def add_headers(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        """Add the headers of security, and those that let an allowed origin read the reply."""
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Vary"] = "Origin, Accept-Encoding"
        origin = request.headers.get("origin")
        if origin and origin in self._origins:
            response.headers.update(ALLOWED)
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        else:
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    @staticmethod
    def _is_own(origin: str, request: Request) -> bool:
        """Whether it is this server's own page; a proxy may have changed http to https."""
        return origin in (f"http://{request.host}", f"https://{request.host}")


def _place(address: str) -> str:
    """What is counted together: an address, or the network of one house (IPv6 gives it 2**64).

    With a proxy the address is a text that somebody sent; all odd ones are counted as one.
    """
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return "odd"
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _shared(url: str) -> MovingWindowRateLimiter:
    """A counter in Redis that says so soon when it is away."""
    storage = storage_from_string(
        f"async+{url}",
        implementation="redispy",
        wrap_exceptions=True,
        socket_timeout=2,
        socket_connect_timeout=1,
    )
    return MovingWindowRateLimiter(storage)

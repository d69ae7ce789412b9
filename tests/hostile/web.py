"""The web protocol as a hostile visitor meets it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any
from urllib.parse import quote, urlencode

from tests.hostile.kinds import BODIES
from tests.hostile.verdict import Judge
from tests.hostile.ways import (
    ADDRESSES,
    FLOOD,
    FORGED,
    HEADERS,
    JSON,
    NOT_OFFERED,
    ORIGIN,
    OUTSIDE,
    REPLAYED,
    SLOW,
    Way,
)
from tests.hostile.wire import Reply, request

BASE = "/webhooks/web"
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
PATHS = ("/messages", "/feedback", "/conversations", "/plain")
CALLS = (("GET", "/conversation"), ("POST", "/messages"), ("DELETE", "/conversation"))
TOGETHER = 12
"""Inputs that share a conversation and an address; more would be refused as too many."""


class Web(Way):
    """The addresses below /webhooks/web.

    Args:
        other: the token of another visitor, of whom nothing may be told.
    """

    name = "web"

    def __init__(self, port: int, judge: Judge, other: str) -> None:
        super().__init__(port, judge)
        self._other = other
        self._tokens: dict[int, asyncio.Future[str]] = {}

    async def fire(  # noqa: C901  (a case for each kind)
        self, kind: str, value: Any, number: int
    ) -> list[Reply]:
        """Send one input."""
        if kind == FLOOD:
            return await self._flood(value, number)
        if kind == ADDRESSES:
            return await self.look_elsewhere(value)
        token = await self._token(number // TOGETHER)
        said = {"id": _name(number), "text": self.ordinary}
        if kind in BODIES:
            return [await self._call("POST", PATHS[number % 4], token, number, value)]
        if kind == HEADERS:
            return [await self._post("/messages", token, number, said, value)]
        if kind == FORGED:
            return [await self._forge(token, value, number)]
        if kind == REPLAYED:
            return await self._replay(token, number, {**said, "text": value})
        if kind == NOT_OFFERED:
            return [await self._not_offered(token, number, value)]
        if kind == OUTSIDE:
            known, more = value
            body = {**known, **said, "more": more}
            return [await self._answered(token, number, body)]
        if kind == ORIGIN:
            return [await self._from_elsewhere(value, token, number)]
        if kind == SLOW:
            headers = [JSON, *_by(token, number)]
            sent = request("POST", f"{BASE}/messages", headers, json.dumps(said).encode())
            return await self.slow(sent, number)
        return await self._write(kind, value, token, number)

    async def _write(self, kind: str, value: str, token: str, number: int) -> list[Reply]:
        """Put a text wherever a visitor can put one."""
        where, name = number % 7, _name(number)
        if kind == "path traversal" and where < 4:
            path = value if where % 2 else quote(value, safe="/%.", errors="replace")
            path = path.replace(" ", "%20").replace("\r", "").replace("\n", "")
            return [await self.send("GET", f"{BASE}/{path}", _by("", number))]
        if where == 3:
            return [await self._not_offered(token, number, value)]
        if where == 4:
            judged = {"turn": name, "helpful": True, "remark": value}
            said = await self._answered(token, number, {"id": name, "text": self.ordinary})
            return [said, await self._post("/feedback", token, number, judged)]
        if where == 5:
            form = {"token": token, "id": name, "text": value}
            body = urlencode(form, errors="replace").encode()
            headers = [FORM, *_by("", number)]
            return [await self.send("POST", f"{BASE}/plain", headers, body)]
        replies = [await self._post("/messages", token, number, {"id": name, "text": value})]
        if where == 0:
            replies.append(await self._call("GET", "/conversation", token, number))
        return replies

    async def _flood(self, value: str, number: int) -> list[Reply]:
        """Too many requests of one address and one conversation."""
        token = await self._token(-1)
        said = {"id": _name(number), "text": value}
        reply = await self._post("/messages", token, -1, said)
        if reply.status == 429 and not reply.headers.get("retry-after", "").isdigit():
            self.fault("too many requests, and not told how long to wait")
        return [reply]

    async def _forge(self, token: str, how: tuple[str, int], number: int) -> Reply:
        forged = _forged(token, self._other, *how)
        method, path = CALLS[number % 3]
        body = json.dumps({"id": _name(number), "text": self.ordinary}).encode()
        reply = await self._call(method, path, forged, number, body if method == "POST" else b"")
        if 200 <= reply.status < 400:
            self.fault(f"a forged token was taken: {how}")
        return reply

    async def _replay(self, token: str, number: int, said: dict[str, Any]) -> list[Reply]:
        """The same message three times at once is one turn."""
        again = [self._answered(token, number, said) for _ in range(3)]
        replies = list(await asyncio.gather(*again))
        turns = [(each.json() or {}).get("turn") or {} for each in replies]
        if any(each.get("replies") != turns[0].get("replies") for each in turns):
            self.fault("a message sent again was answered again")
        return replies

    async def _not_offered(self, token: str, number: int, text: str) -> Reply:
        said = {"id": _name(number), "suggestion": text}
        reply = await self._post("/messages", token, number, said)
        if reply.status == 200:
            self.fault(f"what was not offered was taken: {text[:80]!r}")
        return reply

    async def _from_elsewhere(self, origin: str, token: str, number: int) -> Reply:
        method, path = (*CALLS, ("OPTIONS", "/messages"), ("POST", "/plain"))[number % 5]
        more = [(b"Origin", origin.encode("latin-1")), (b"Sec-Fetch-Site", b"cross-site")]
        body = json.dumps({"id": _name(number), "text": self.ordinary}).encode()
        body = body if method == "POST" else b""
        reply = await self._call(method, path, token, number, body, more)
        if origin.strip() and 200 <= reply.status < 400:
            self.fault(f"a page of {origin!r} got in: {method} {path}")
        if "access-control-allow-origin" in reply.headers:
            self.fault(f"a page of {origin!r} may read the answer")
        return reply

    async def _answered(self, token: str, number: int, said: dict[str, Any]) -> Reply:
        """Say what has to be answered."""
        reply = await self._post("/messages", token, number, said)
        turn = (reply.json() or {}).get("turn") or {}
        if reply.status != 200 or not turn.get("replies") or turn.get("id") != said["id"]:
            self.fault(f"not answered: {said}: {reply.status} {reply.text[:100]}")
        return reply

    async def _token(self, visitor: int) -> str:
        """The token of a visitor, who opens a conversation when they first need one."""
        if visitor not in self._tokens:
            self._tokens[visitor] = asyncio.get_running_loop().create_future()
            headers = [JSON, (b"X-Forwarded-For", _address(visitor * TOGETHER + 1_000_000))]
            reply = await self.send("POST", f"{BASE}/conversations", headers, b"{}")
            self._tokens[visitor].set_result((reply.json() or {}).get("token", ""))
        return await self._tokens[visitor]

    async def _post(
        self, path: str, token: str, number: int, content: dict[str, Any], more: Any = ()
    ) -> Reply:
        return await self._call("POST", path, token, number, json.dumps(content).encode(), more)

    async def _call(
        self, method: str, path: str, token: str, number: int, body: bytes = b"", more: Any = ()
    ) -> Reply:
        headers = [*_by(token, number), *([JSON] if body else []), *more]
        return await self.send(method, BASE + path, headers, body)


def _by(token: str, number: int) -> list[tuple[bytes, bytes]]:
    """Who asks, and from where, as a proxy tells it."""
    bearer = [(b"Authorization", b"Bearer " + token.encode("utf-8", "replace"))] if token else []
    return [*bearer, (b"X-Forwarded-For", _address(number))]


def _address(number: int) -> bytes:
    place = number // TOGETHER % 16_000_000
    return f"10.{place >> 16}.{place >> 8 & 255}.{place & 255}".encode()


def _name(number: int) -> str:
    return f"hostile-{number:08}"


def _forged(token: str, other: str, how: str, at: int) -> str:
    key = hashlib.sha256(other.encode()).hexdigest()
    place = at % len(token)
    letter = "A" if token[place] != "A" else "B"
    return {
        "none": "",
        "cut": token[:place] or "x",
        "doubled": token + token,
        "changed": token[:place] + letter + token[place + 1 :],
        "another secret": hashlib.sha256(str(at).encode()).hexdigest()[:43],
        "an older moment": token[::-1] + "x",
        "a later moment": token.swapcase() + "x",
        "no moment": "null",
        "odd moment": token + "\u00b2",
        "odd characters": token[:20] + "%00" + token[20:],
        "very long": token * 100,
        "empty": " ",
        "of another": f"web:{key}",
        "key of it": key,
    }[how]

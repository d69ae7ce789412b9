"""The REST channel as an attacker on this machine meets it."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.kinds import BODIES
from tests.hostile.ways import (
    ADDRESSES,
    FLOOD,
    FORGED,
    HEADERS,
    JSON,
    ORIGIN,
    OUTSIDE,
    REPLAYED,
    SLOW,
    Way,
)
from tests.hostile.wire import Reply, request

WEBHOOK = "/webhooks/rest/webhook"


class Rest(Way):
    """POST /webhooks/rest/webhook."""

    name = "REST"

    async def fire(  # noqa: C901  (a case for each kind)
        self, kind: str, value: Any, number: int
    ) -> list[Reply]:
        """Send one input."""
        if kind in BODIES:
            return [await self._post(value)]
        if kind == HEADERS:
            return [await self._post(self._body(self.ordinary, number), value)]
        if kind == FORGED:
            how, at = value
            token = f"Bearer {how}-{at}".encode()
            return [
                await self._post(self._body(self.ordinary, number), [(b"Authorization", token)])
            ]
        if kind == REPLAYED:
            return [await self._asked(self._body(value, number)) for _ in range(2)]
        if kind == OUTSIDE:
            known, more = value
            body = {**_whole(self.ordinary, number), **known, "more": more}
            return [await self._asked(json.dumps(body).encode())]
        if kind == ORIGIN:
            return [await self._from_elsewhere(value, number)]
        if kind == ADDRESSES:
            return await self.look_elsewhere(value)
        if kind == SLOW:
            body = self._body(self.ordinary, number)
            return await self.slow(request("POST", WEBHOOK, [JSON], body), number)
        if kind == FLOOD:
            return [await self._asked(json.dumps(_whole(value, 0)).encode())]
        if number % 5 == 4:
            body = {"sender": value, "message": self.ordinary}
            return [await self._post(json.dumps(body).encode())]
        return [await self._post(self._body(value, number))]

    async def _post(self, body: bytes, headers: Any = ()) -> Reply:
        reply = await self.send("POST", WEBHOOK, [JSON, *headers], body)
        if reply.status == 200:
            self._check_answer(reply)
        return reply

    async def _asked(self, body: bytes) -> Reply:
        """Ask what has to be answered."""
        reply = await self._post(body)
        if reply.status != 200:
            self.fault(f"not answered: {body[:100]!r}: {reply.status} {reply.text[:100]}")
        return reply

    async def _from_elsewhere(self, origin: str, number: int) -> Reply:
        """Ask as a page of another origin can without asking first."""
        headers = [(b"Origin", origin.encode("latin-1")), (b"Content-Type", b"text/plain")]
        body = self._body(self.ordinary, number)
        reply = await self.send("POST", WEBHOOK, headers, body)
        if origin.strip() and reply.status == 200:
            self.fault(f"a page of {origin!r} was answered")
        if "access-control-allow-origin" in reply.headers:
            self.fault(f"a page of {origin!r} may read the answer")
        return reply

    def _check_answer(self, reply: Reply) -> None:
        said = reply.json()
        if not (isinstance(said, list) and said and all(each.get("text") for each in said)):
            self.fault(f"an answer that says nothing: {reply.text[:100]!r}")

    def _body(self, text: str, number: int) -> bytes:
        return json.dumps(_whole(text, number)).encode()


def _whole(text: str, number: int) -> dict[str, Any]:
    return {"sender": f"hostile-{number // 10}", "message": text}

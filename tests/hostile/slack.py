"""Slack's address as somebody meets it who signs rightly, and somebody who does not."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

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
    LaterWay,
)
from tests.hostile.wire import Reply, request
from tests.scenarios.slack_workspace import SECRET, SlackApi, click, mention, message, signed

STATUS = "/webhooks/slack/"
WEBHOOK = f"{STATUS}webhook"
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")


class Slack(LaterWay):
    """POST /webhooks/slack/webhook, with Slack's API on this machine.

    Args:
        other: the key of another person's conversation.
    """

    name = "Slack"
    status = STATUS

    def __init__(self, port: int, judge: Judge, api: SlackApi, other: str) -> None:
        super().__init__(port, judge)
        self._api = api
        self._other = other

    async def fire(  # noqa: C901  (a case for each kind)
        self, kind: str, value: Any, number: int
    ) -> list[Reply]:
        """Send one input."""
        if kind in BODIES:
            kind_of_body = FORM if number % 3 == 2 else JSON
            return [await self._post(value, kind_of_body)]
        said = self._said(self.ordinary, number)
        if kind == HEADERS:
            return [await self._post(said, JSON, value)]
        if kind == FORGED:
            return [await self._forge(said, *value)]
        if kind == REPLAYED:
            return await self._replay(self._said(value, number))
        if kind == NOT_OFFERED:
            return [await self._click(value, number)]
        if kind == OUTSIDE:
            known, more = value
            content = json.loads(said)
            content["event"] |= {**known, "more": more, "metadata": known}
            return [await self._asked(json.dumps({**content, **known}).encode())]
        if kind == ORIGIN:
            origin = (b"Origin", value.encode("latin-1"))
            return [await self._unsigned(said, [origin])]
        if kind == ADDRESSES:
            return await self.look_elsewhere(value)
        if kind == SLOW:
            return await self.slow(request("POST", WEBHOOK, [JSON, *_signed(said)], said), number)
        if kind == FLOOD:
            return [await self._asked(self._said(value, 0))]
        return [await self._write(value, number)]

    def take_posted(self) -> tuple[list[str], int]:
        """What the assistant called Slack for."""
        calls, self._api.calls[:] = list(self._api.calls), []
        answers = sum(call.method != "auth.test" for call in calls)
        return [json.dumps(call.body) for call in calls], answers

    async def _write(self, text: str, number: int) -> Reply:
        """Put a text wherever somebody in Slack can put one."""
        where = number % 6
        if where == 0:
            return await self._asked(json.dumps(mention(text, _user(number))).encode())
        if where == 1:
            return await self._command(text, f"{self._api.url}/respond/{number}", number)
        if where == 2:
            return await self._command(self.ordinary, text, number)
        if where == 3:
            odd = {"channel": text, "thread_ts": text, "user": text, "ts": text}
            content = message(self.ordinary, _user(number))
            field = tuple(odd)[number % 4]
            content["event"][field] = text
            return await self._post(json.dumps(content).encode(), JSON)
        return await self._asked(self._said(text, number))

    async def _command(self, text: str, url: str, number: int) -> Reply:
        place = {"team_id": "T1", "channel_id": "C1", "user_id": _user(number)}
        form = {"command": "/radiology", "text": text, "response_url": url, **place}
        body = urlencode({**form, "trigger_id": f"t{number}"}, errors="replace").encode()
        self.expected += 1
        return self._acknowledged(await self._post(body, FORM))

    async def _click(self, text: str, number: int) -> Reply:
        """Press a button that nobody was shown, in one's own conversation or in another's."""
        key = f"slack:T1:C1:command:{_user(number)}" if number % 2 else self._other
        value = json.dumps([key, text[:40], text])
        value = text if number % 5 == 0 else value
        action = ("suggestion_0", "helpful", "not-helpful", "share", text)[number % 5]
        button = {"action_id": action, "value": value, "type": "button"}
        url = f"{self._api.url}/respond/c{number}"
        payload = json.dumps(click(button, url, _user(number)))
        return await self._post(urlencode({"payload": payload}).encode(), FORM)

    async def _replay(self, said: bytes) -> list[Reply]:
        """The same delivery three times at once is answered once."""
        self.expected += 1
        headers = [JSON, *_signed(said)]
        again = [self.send("POST", WEBHOOK, headers, said) for _ in range(3)]
        return [self._acknowledged(each) for each in await asyncio.gather(*again)]

    async def _forge(self, said: bytes, how: str, at: int) -> Reply:
        reply = await self.send("POST", WEBHOOK, [JSON, *_forged(said, how, at)], said)
        if 200 <= reply.status < 400:
            self.fault(f"a forged signature was taken: {how}")
        return reply

    async def _unsigned(self, said: bytes, headers: Any) -> Reply:
        reply = await self.send("POST", WEBHOOK, [JSON, *headers], said)
        if not 400 <= reply.status < 500:
            self.fault(f"without a signature: {reply.status}")
        return reply

    async def _asked(self, body: bytes) -> Reply:
        """Deliver what has to be answered."""
        self.expected += 1
        return self._acknowledged(await self._post(body, JSON))

    async def _post(self, body: bytes, kind: tuple[bytes, bytes], more: Any = ()) -> Reply:
        return await self.send("POST", WEBHOOK, [kind, *_signed(body), *more], body)

    def _acknowledged(self, reply: Reply) -> Reply:
        if reply.status != 200:
            self.fault(f"not acknowledged: {reply.status} {reply.text[:100]}")
        return reply

    def _said(self, text: str, number: int) -> bytes:
        return json.dumps(message(text, _user(number), channel=f"D{number // 10}")).encode()


def _user(number: int) -> str:
    return f"U{number // 10}"


def _signed(body: bytes) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in signed(body).items()]


def _forged(body: bytes, how: str, at: int) -> list[tuple[bytes, bytes]]:
    """The headers of a signature that is wrong in one way."""
    now = int(time.time())
    moment, right = str(now), _signature(body, str(now), SECRET)
    older, later = str(now - 301 - at), str(now + 301 + at)
    moments = {
        "an older moment": older,
        "a later moment": later,
        "no moment": "",
        "odd moment": "\u00b2",
        "odd characters": f"{now}.5",
    }
    moment = moments.get(how, moment)
    place = 3 + at % (len(right) - 3)
    signatures = {
        "none": "",
        "cut": right[:place],
        "doubled": right + right,
        "changed": right[:place] + ("0" if right[place] != "0" else "1") + right[place + 1 :],
        "another secret": _signature(body, moment, f"{SECRET}{at}"),
        "an older moment": _signature(body, older, SECRET),
        "a later moment": _signature(body, later, SECRET),
        "very long": right * 200,
        "empty": "v0=",
        "of another": _signature(body + b" ", moment, SECRET),
        "key of it": "v1=" + right[3:],
    }
    signature = signatures.get(how, right)
    return [
        (b"X-Slack-Request-Timestamp", moment.encode("latin-1")),
        (b"X-Slack-Signature", signature.encode()),
    ]


def _signature(body: bytes, moment: str, secret: str) -> str:
    base = b"v0:" + moment.encode("utf-8") + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()

"""Teams' address as somebody meets it whom Microsoft vouches for, and somebody else."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import Any

import jwt

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
from tests.scenarios.colleague import NUMBERS
from tests.scenarios.microsoft import APP_ID, BOT, BOT_NAME, TENANT, Microsoft, new_key

STATUS = "/webhooks/teams/"
WEBHOOK = f"{STATUS}webhook"


class Teams(LaterWay):
    """POST /webhooks/teams/webhook, with Microsoft's services on this machine."""

    name = "Teams"
    status = STATUS

    def __init__(self, port: int, judge: Judge, microsoft: Microsoft, other: str) -> None:
        super().__init__(port, judge)
        self._microsoft = microsoft
        self._other = other
        self._token = microsoft.sign()
        self._stranger = new_key()

    async def fire(  # noqa: C901  (a case for each kind)
        self, kind: str, value: Any, number: int
    ) -> list[Reply]:
        """Send one input."""
        if kind in BODIES:
            return [await self._post(value)]
        said = self._activity(number, text=self.ordinary)
        body = json.dumps(said).encode()
        if kind == HEADERS:
            return [await self._post(body, value)]
        if kind == FORGED:
            return [await self._forge(said, *value)]
        if kind == REPLAYED:
            return await self._replay(self._activity(number, text=value))
        if kind == NOT_OFFERED:
            return [await self._press(value, number)]
        if kind == OUTSIDE:
            known, more = value
            return [await self._asked({**known, **said, "more": more, "entities": [known, more]})]
        if kind == ORIGIN:
            return [await self._without_token(body, [(b"Origin", value.encode("latin-1"))])]
        if kind == ADDRESSES:
            return await self.look_elsewhere(value)
        if kind == SLOW:
            return await self.slow(request("POST", WEBHOOK, [JSON, self._by()], body), number)
        if kind == FLOOD:
            return [await self._asked(self._activity(0, text=value))]
        return [await self._write(value, number)]

    def take_posted(self) -> tuple[list[str], int]:
        """What Microsoft took for people."""
        accepted = self._microsoft.called("accepted")
        self._microsoft.calls.clear()
        return [call.body.decode() for call in accepted], len(accepted)

    async def _write(self, text: str, number: int) -> Reply:
        """Put a text wherever somebody in Teams can put one."""
        where = number % 6
        if where == 0:
            named = [{"type": "mention", "text": text, "mentioned": {"id": BOT, "name": text}}]
            said = f"<at>{BOT_NAME}</at> {text}"
            return await self._asked(self._activity(number, text=said, entities=named))
        if where == 1:
            return await self._post_activity(self._odd(text, number))
        if where == 2:
            action = {"type": "Action.Execute", "verb": text, "data": {"feedback": text}}
            invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}}
            return await self._post_activity(self._activity(number, **invoke))
        if where == 3:
            files = [{"contentType": text, "contentUrl": text, "name": text}]
            said = self._activity(number, text=text, attachments=files, locale=text)
            return await self._asked(said)
        return await self._asked(self._activity(number, text=text))

    def _odd(self, text: str, number: int) -> dict[str, Any]:
        """An activity with a text where an id or a name belongs."""
        fields = ("type", "id", "serviceUrl", "from", "conversation", "recipient", "channelId")
        field = fields[number // 6 % len(fields)]
        is_object = field in ("from", "conversation", "recipient")
        odd = {"id": text, "name": text, "tenantId": text} if is_object else text
        return self._activity(number, text=self.ordinary, **{field: odd})

    async def _press(self, text: str, number: int) -> Reply:
        """Press a button that nobody was shown."""
        value: Any = {"suggestion": text, "asker": self._other}
        if number % 3 == 1:
            value = {"feedback": {"turn": text, "helpful": True}, "asker": self._other}
        if number % 3 == 2:
            value = text
        return await self._post_activity(self._activity(number, text=text, value=value))

    async def _replay(self, said: dict[str, Any]) -> list[Reply]:
        """The same delivery three times at once is answered once."""
        self.expected += 1
        again = [self._post_activity(said) for _ in range(3)]
        return [self._acknowledged(each) for each in await asyncio.gather(*again)]

    async def _forge(self, said: dict[str, Any], how: str, at: int) -> Reply:
        body = json.dumps(said).encode()
        token = self._forged(how, at)
        bearer = (b"Authorization", b"Bearer " + token.encode("utf-8", "replace"))
        headers = [JSON] if how == "none" else [JSON, bearer]
        reply = await self.send("POST", WEBHOOK, headers, body)
        if 200 <= reply.status < 400:
            self.fault(f"a forged token was taken: {how}")
        return reply

    def _forged(self, how: str, at: int) -> str:
        sign, now = self._microsoft.sign, time.time()
        head, claims, signature = self._token.split(".")
        place = at % (len(signature) - 8)
        letter = "A" if signature[place] != "A" else "B"
        changed = signature[:place] + letter + signature[place + 1 :]
        unsigned = _encoded({"alg": "none", "typ": "JWT", "kid": "first"})
        made: dict[str, Any] = {
            "cut": lambda: self._token[: at % len(self._token)] or "x",
            "doubled": lambda: f"{self._token}.{signature}",
            "changed": lambda: f"{head}.{claims}.{changed}",
            "another secret": lambda: self._by_stranger(at),
            "an older moment": lambda: sign(exp=now - 400 - at),
            "a later moment": lambda: sign(nbf=now + 400 + at, exp=now + 9_000 + at),
            "no moment": lambda: sign(exp=None),
            "odd moment": lambda: sign(exp="soon"),
            "odd characters": lambda: f"{head}.{claims}.\u00b2\x01",
            "very long": lambda: f"{head}.{claims * 40}.{signature}",
            "empty": lambda: f"{unsigned}.{claims}.",
            "of another": lambda: sign(aud=f"{APP_ID[:-1]}0", iss="https://other.example"),
            "key of it": lambda: sign(headers={"kid": f"../{at}"}),
        }
        return made[how]() if how in made else ""

    def _by_stranger(self, at: int) -> str:
        """A token whose claims are right, signed by somebody else or by the public key."""
        claims = jwt.decode(self._token, options={"verify_signature": False})
        if at % 2:
            return jwt.encode(claims, self._stranger, "RS256", headers={"kid": "first"})
        return jwt.encode(claims, "s" * 32, "HS256", headers={"kid": "first"})

    async def _without_token(self, body: bytes, headers: Any) -> Reply:
        reply = await self.send("POST", WEBHOOK, [JSON, *headers], body)
        if not 400 <= reply.status < 500:
            self.fault(f"without a token: {reply.status}")
        return reply

    async def _asked(self, said: dict[str, Any]) -> Reply:
        """Deliver what has to be answered."""
        self.expected += 1
        return self._acknowledged(await self._post_activity(said))

    async def _post_activity(self, said: dict[str, Any]) -> Reply:
        return await self._post(json.dumps(said).encode())

    async def _post(self, body: bytes, more: Any = ()) -> Reply:
        return await self.send("POST", WEBHOOK, [JSON, self._by(), *more], body)

    def _by(self) -> tuple[bytes, bytes]:
        return b"Authorization", b"Bearer " + self._token.encode()

    def _acknowledged(self, reply: Reply) -> Reply:
        if reply.status != 200:
            self.fault(f"not acknowledged: {reply.status} {reply.text[:100]}")
        return reply

    def _activity(self, number: int, **changed: Any) -> dict[str, Any]:
        chat = {"id": f"a:hostile{number // 10}", "conversationType": "personal"}
        return {
            "type": "message",
            "id": str(next(NUMBERS)),
            "channelId": "msteams",
            "serviceUrl": self._microsoft.service_url,
            "from": {"id": f"29:hostile{number // 10}", "name": "Mallory"},
            "recipient": {"id": BOT, "name": BOT_NAME},
            "conversation": {**chat, "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            **changed,
        }


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

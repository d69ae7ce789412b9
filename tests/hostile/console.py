"""The trainers' console as strangers meet it, and as trainers do who mean no good."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from http.cookies import SimpleCookie
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
from tests.scenarios.console_served import PASSWORD

FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
PAGES = (
    *("/", "/queue/", "/conversations/", "/gaps/", "/changes/", "/facts/", "/dashboard/"),
    *("/replays/", "/people/", "/help/", "/conversations/export.csv", "/turns/1/", "/gaps/1/"),
    *("/conversations/export.json", "/dashboard/turns.svg", "/facts/ir_definition/"),
)
FIELDS = (
    *("q", "channel", "outcome", "aspect", "subject", "confidence", "feedback", "tag", "state"),
    *("since", "until", "before", "after", "page", "closed", "who", "sender", "next", "kind"),
    *("from", "to", "by", "days", "stage", "number"),
)
FORMS = {
    "/turns/1/review/": ("verdict", "note", "tags", "intent", "fact", "judgement", "aspect"),
    "/turns/1/withdraw/": ("review", "note"),
    "/queue/begin/": ("queue", "number", "mode", "look"),
    "/conversations/saved/": ("name", "query", "address", "delete", "q"),
    "/gaps/1/fact/": ("says", "asks", "id", "aspect", "subjects", "as_of", "evidence", "source"),
    "/gaps/1/examples/": ("fact", "turns", "aspect"),
    "/gaps/1/close/": ("reopen",),
    "/changes/1/": ("approve", "refuse", "text", "reason"),
    "/changes/patch/": ("name", "changes"),
    "/changes/done/": ("changes", "number"),
    "/people/1/role/": ("role",),
    "/service/web/": ("act", "why"),
    "/deletions/ask/": ("rule", "key", "person", "day"),
    "/deletions/delete/": ("rule", "key", "person", "day"),
    "/replays/differences/1/": ("judgement", "verdict", "better"),
}
"""The forms of the console with fields of theirs; what is no field is passed over."""

FOR_STAFF = "x-for-staff"
"""Notes that a reply went to somebody who may read what visitors said."""

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Session:
    """A browser: its cookies, and the token of its forms."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.form_token = ""

    def keep(self, reply: Reply) -> None:
        """Keep the cookies of a reply; a reply here sets one at a time, the rest is joined."""
        for name, morsel in SimpleCookie(reply.headers.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
        found = CSRF.search(reply.text)
        self.form_token = found[1] if found else self.form_token

    @property
    def header(self) -> tuple[bytes, bytes]:
        """The cookies as they are sent."""
        return b"Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()).encode()


class Console(Way):
    """Every page of the console.

    Args:
        conversation: the key of a conversation that is there.
    """

    name = "console"

    def __init__(self, port: int, judge: Judge, conversation: str) -> None:
        super().__init__(port, judge)
        self._conversation = conversation
        self._stranger = Session()
        self._trainer = Session()
        self._reader = Session()

    async def begin(self) -> None:
        """Log in a trainer and a reader."""
        await self._look(self._stranger, "/log-in/")
        for session, name in ((self._trainer, "rosa"), (self._reader, "rhys")):
            await self._look(session, "/log-in/")
            reply = await self._fill(session, "/log-in/", {"username": name, "password": PASSWORD})
            assert reply.status == 302, (reply.status, reply.text)
            await self._look(session, "/queue/")
            await self._look(session, "/conversations/")

    async def fire(self, kind: str, value: Any, number: int) -> list[Reply]:
        """Send one input, and note who did: a trainer may read what visitors said."""
        sessions = (self._trainer, self._reader, self._stranger)
        is_strangers = kind in (FORGED, ADDRESSES, FLOOD, SLOW)
        session = self._stranger if is_strangers else sessions[number % 3]
        replies = await self._fire(session, kind, value, number)
        return replies if session is self._stranger else [_for_staff(each) for each in replies]

    async def _fire(self, session: Session, kind: str, value: Any, number: int) -> list[Reply]:
        page = PAGES[number // 3 % len(PAGES)]
        if kind in BODIES:
            address = tuple(FORMS)[number % len(FORMS)]
            kind_of_body = (JSON, FORM, (b"Content-Type", b"multipart/form-data; boundary=x"))
            token = (b"X-CSRFToken", session.form_token.encode())
            headers = [kind_of_body[number % 3], session.header, token, self._referer()]
            return [await self.send("POST", address, headers, value)]
        if kind == HEADERS:
            # After "Expect" waitress waits for a body.
            method = "POST" if value[0][0] == b"Expect" else "GET"
            body = b"a=b" if method == "POST" else b""
            return [await self.send(method, page, [session.header, *value], body)]
        if kind == FORGED:
            return [await self._forge(page, *value)]
        if kind == REPLAYED:
            return [await self._look(session, page) for _ in range(2)]
        if kind in (NOT_OFFERED, OUTSIDE):
            return [await self._from_outside(session, value, number)]
        if kind == ORIGIN:
            return [await self._from_elsewhere(session, value, number)]
        if kind == ADDRESSES:
            return [await self.send(value[1], value[0], [JSON])]
        if kind == FLOOD:
            return [await self._look(self._stranger, "/log-in/")]
        if kind == SLOW:
            sent = request("POST", "/log-in/", [FORM, session.header], b"username=a&password=b")
            return await self.slow(sent, number)
        return [await self._write(session, kind, value, number)]

    def judge_reply(self, kind: str, reply: Reply, may_close: bool) -> list[str]:
        """What is wrong with a reply; pages tell people what is wrong, and have no codes."""
        may_be_plain = may_close or 300 <= reply.status < 500
        return self.judge.of_reply(reply, may_be_plain, FOR_STAFF in reply.headers)

    async def _write(self, session: Session, kind: str, text: str, number: int) -> Reply:
        """Put a text wherever somebody can put one."""
        where = number % 8
        if kind == "path traversal" and where < 5:
            path = text if where % 2 else quote(text, safe="/%.", errors="replace")
            path = path.replace(" ", "%20").replace("\r", "").replace("\n", "")
            base = ("/static/", "/facts/", "/conversations/", "/dashboard/", "/")[where]
            return await self._look(session, base + path)
        if where < 4:
            page = PAGES[number // 8 % len(PAGES)]
            fields = {FIELDS[(number // 8 + each) % len(FIELDS)]: text for each in (0, 5, 11)}
            return await self._look(session, f"{page}?{urlencode(fields, errors='replace')}")
        if where == 4:
            return await self._look(session, f"/conversations/?q={quote(text, errors='replace')}")
        if where == 5 and number % 40 == 5:
            # Few of them: a password is slow to check, and is meant to be.
            given = {"username": text, "password": text, "next": text}
            return await self._fill(self._stranger, "/log-in/", given)
        address, names = tuple(FORMS.items())[number // 8 % len(FORMS)]
        return await self._fill(session, address, dict.fromkeys(names, text))

    async def _from_outside(self, session: Session, value: Any, number: int) -> Reply:
        """A form with fields that no page shows, or values that no list offers."""
        address, names = tuple(FORMS.items())[number % len(FORMS)]
        known, more = value if isinstance(value, tuple) else ({}, value)
        odd = {name: json.dumps(each) for name, each in known.items()}
        digits = ("\u00b2", "9" * 30, "9" * 5_000, "-1", "1e9", str(more)[:200])[number % 6]
        return await self._fill(session, address, {**odd, **dict.fromkeys(names, digits)})

    async def _forge(self, page: str, how: str, at: int) -> Reply:
        """Come with a session that was never given out."""
        right = self._trainer.cookies.get("console_session", "x" * 32)
        place = at % len(right)
        forged = {
            "none": "",
            "cut": right[:place],
            "doubled": right + right,
            "changed": right[:place] + ("a" if right[place] != "a" else "b") + right[place + 1 :],
            "very long": right * 100,
            "odd characters": right + "%00\u00b2",
            "odd moment": "\\'; DROP TABLE auth_user; --",
        }.get(how, f"{how}-{at}".replace(" ", ""))
        cookie = (b"Cookie", f"console_session={forged}".encode())
        reply = await self.send("GET", page, [cookie])
        if reply.status == 200:
            self.fault(f"a forged session was let in: {how} {page}")
        return reply

    async def _from_elsewhere(self, session: Session, origin: str, number: int) -> Reply:
        """A form that a page of another origin sends with the visitor's cookies."""
        forms = {**FORMS, "/log-out/": ("next",)}
        address, names = tuple(forms.items())[number % len(forms)]
        form = dict.fromkeys(names, "1")
        if number % 2:
            form["csrfmiddlewaretoken"] = "x" * 64
        headers = [FORM, session.header, (b"Origin", origin.encode("latin-1"))]
        reply = await self.send("POST", address, headers, urlencode(form).encode())
        if reply.status not in (400, 403, 405):
            self.fault(f"a form of {origin!r} was taken: {address}: {reply.status}")
        return reply

    async def _look(self, session: Session, path: str) -> Reply:
        reply = await self.send("GET", path, [session.header])
        session.keep(reply)
        return reply

    async def _fill(self, session: Session, path: str, form: dict[str, str]) -> Reply:
        form = {"csrfmiddlewaretoken": session.form_token, **form}
        body = urlencode(form, errors="replace").encode()
        reply = await self.send("POST", path, [FORM, session.header, self._referer()], body)
        if path == "/log-in/":
            session.keep(reply)
        return reply

    def _referer(self) -> tuple[bytes, bytes]:
        return b"Referer", b"http://127.0.0.1/"


def _for_staff(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, FOR_STAFF: "1"})

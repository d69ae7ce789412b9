"""A visitor of the web channel, as a program would be one."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path
from typing import Any

import httpx

from bot.channels.web import tracker_key


class Visitor:
    """Holds one conversation over HTTP."""

    def __init__(self, base: str, **headers: str) -> None:
        self._base = f"{base}/webhooks/web"
        self._headers = headers
        self.token = ""
        self.greeting: dict = {}

    def open(self) -> Visitor:
        """Open a conversation."""
        reply = self.request("POST", "/conversations", json={})
        assert reply.status_code == 201, reply.text
        self.token, self.greeting = reply.json()["token"], reply.json()["greeting"]
        return self

    def send(self, path: str, **content: object) -> httpx.Response:
        """Post a request with the token."""
        return self.request("POST", path, json=content)

    def say(self, text: str, message_id: str | None = None) -> dict:
        """The turn that answers a message."""
        reply = self.send("/messages", id=message_id or uuid.uuid4().hex, text=text)
        assert reply.status_code == 200, reply.text
        return reply.json()["turn"]

    def history(self) -> httpx.Response:
        """The conversation so far."""
        return self.request("GET", "/conversation")

    def forget(self) -> httpx.Response:
        """Have the conversation deleted."""
        return self.request("DELETE", "/conversation")

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        """Any request, with the token if there is one."""
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers = {**self._headers, **bearer, **(headers or {})}
        return httpx.request(method, self._base + path, headers=headers, timeout=30, **content)


def code(reply: httpx.Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return reply.status_code, reply.json()["error"]["code"]


def stored(database: Path, token: str) -> list[str]:
    """What a database holds of a token's conversation."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "select data from events where sender_id = ?", [tracker_key(token)]
        )
        return [data for (data,) in rows]

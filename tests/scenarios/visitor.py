"""A visitor of the web channel, as a program would be one."""

from __future__ import annotations

import uuid

import httpx


class Visitor:
    """Holds one conversation over HTTP."""

    def __init__(self, base: str, **headers: str) -> None:
        self.client = httpx.Client(base_url=f"{base}/webhooks/web", timeout=30, headers=headers)
        self.token = ""
        self.greeting: dict = {}

    def open(self) -> Visitor:
        """Open a conversation."""
        reply = self.client.post("/conversations", json={})
        assert reply.status_code == 201, reply.text
        self.token, self.greeting = reply.json()["token"], reply.json()["greeting"]
        return self

    def send(self, path: str, **content: object) -> httpx.Response:
        """Post a request with the token."""
        return self.client.post(path, json=content, headers=self._bearer())

    def say(self, text: str, message_id: str | None = None) -> dict:
        """The turn that answers a message."""
        reply = self.send("/messages", id=message_id or uuid.uuid4().hex, text=text)
        assert reply.status_code == 200, reply.text
        return reply.json()["turn"]

    def history(self) -> httpx.Response:
        """The conversation so far."""
        return self.client.get("/conversation", headers=self._bearer())

    def forget(self) -> httpx.Response:
        """Have the conversation deleted."""
        return self.client.delete("/conversation", headers=self._bearer())

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def code(reply: httpx.Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return reply.status_code, reply.json()["error"]["code"]

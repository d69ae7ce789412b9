"""A person in Microsoft Teams, whose messages reach the assistant really signed."""

from __future__ import annotations

import itertools
import json
import uuid
from typing import Any, Optional

import httpx

from tests.scenarios.microsoft import BOT, BOT_NAME, TENANT, Microsoft, wait_until
from tests.scenarios.served import Served

NUMBERS = itertools.count(1_700_000_000_000)
STATUS = "/webhooks/teams/"
WEBHOOK = f"{STATUS}webhook"
QUESTION = "What is interventional radiology?"
FACT = "ir_definition"


class Colleague:
    """Writes to the bot in one chat; `chat` is new unless it is given."""

    def __init__(
        self,
        base: str,
        microsoft: Microsoft,
        chat: str = "",
        person: str = "29:ada",
        scope: str = "personal",
        tenant: str = TENANT,
    ) -> None:
        self.webhook = base + WEBHOOK
        self.status = base + STATUS
        self.microsoft = microsoft
        self.chat = chat or f"a:{uuid.uuid4().hex}"
        self.person = person
        self.scope = scope
        self.tenant = tenant

    def activity(self, **changed: Any) -> dict[str, Any]:
        """An activity of this person here: a message, unless it is told otherwise."""
        chat = {"id": self.chat, "conversationType": self.scope, "tenantId": self.tenant}
        return {
            "type": "message",
            "id": str(next(NUMBERS)),
            "channelId": "msteams",
            "serviceUrl": self.microsoft.service_url,
            "from": {"id": self.person, "name": "Ada Lovelace", "aadObjectId": "ada"},
            "recipient": {"id": BOT, "name": BOT_NAME},
            "conversation": chat,
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": "en-GB",
            **changed,
        }

    def send(self, content: Any, token: Optional[str] = None) -> httpx.Response:
        """Deliver an activity, or any bytes, with a good token unless another is given."""
        token = self.microsoft.sign() if token is None else token
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return httpx.post(self.webhook, content=body, headers=headers, timeout=30)

    def ask(self, text: str, **changed: Any) -> dict[str, Any]:
        """The card that answers a message."""
        known = len(self.posts)
        assert self.send(self.activity(text=text, **changed)).status_code == 200
        return self.wait(known + 1)[-1]

    def press(self, button: dict[str, Any]) -> dict[str, Any]:
        """The card that answers a suggestion that is pressed."""
        told = button["data"]["msteams"]
        return self.ask(told["text"], value=told["value"])

    def judge(self, button: dict[str, Any]) -> dict[str, Any]:
        """What is shown when a feedback button is pressed."""
        action = {name: button[name] for name in ("type", "verb", "data")}
        reply = self.send(
            self.activity(type="invoke", name="adaptiveCard/action", value={"action": action})
        )
        assert reply.status_code == 200, reply.text
        return reply.json()

    @property
    def posts(self) -> list[dict[str, Any]]:
        """What was posted in this chat."""
        return self.microsoft.posts(self.chat)

    def settle(self) -> None:
        """Wait until the assistant works on nothing any more."""
        wait_until(lambda: httpx.get(self.status).json()["under_way"] == 0)

    def wait(self, count: int = 1) -> list[dict[str, Any]]:
        """The cards of this chat, once there are that many."""
        posts = self.microsoft.wait_for_posts(self.chat, count)
        return [each["attachments"][0]["content"] for each in posts]


def text_of(card: dict[str, Any]) -> str:
    """The whole answer as text, which a card carries for clients that show none."""
    return card["fallbackText"]


def buttons_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The suggestions of a card."""
    rows = [each for each in card["body"] if each["type"] == "ActionSet"]
    return [each for row in rows for each in row["actions"]]


def seen(block: Any) -> str:
    """Every text in a card's body that a reader sees."""
    if isinstance(block, dict):
        if block.get("type") == "AdaptiveCard":
            return seen(block["body"])
        if block.get("type") == "RichTextBlock":
            return "".join(each["text"] for each in block["inlines"])
        own = str(block.get("text", ""))
        return own + seen([each for each in block.values() if isinstance(each, list)])
    return "\n".join(seen(each) for each in block) if isinstance(block, list) else ""


def status_of(served: Served) -> dict[str, Any]:
    """What the status page of Teams tells."""
    return served.get(STATUS).json()

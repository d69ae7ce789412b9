"""A workspace of Slack for tests: people whose requests are really signed, and Slack's API.

The API is a small server on this machine, which records what it receives.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from tests.scenarios.served import HOST

WEBHOOK = "/webhooks/slack/webhook"
SECRET = "a-signing-secret-for-tests"
TOKEN = "xoxb-a-bot-token-for-tests"

ONE_EACH = httpx.Limits(max_keepalive_connections=0)
"""A connection for each call: fifty threads that share some read from closed ones at times."""
ASSISTANT = "UASSISTANT"
TEAM = "T1"
CHANNEL = "C1"
DIRECT = "D1"
MOMENTS = count(1_700_000_001)
TO_SETTLE = 120
POST, WHISPER, LOOK = "chat.postMessage", "chat.postEphemeral", "auth.test"


@dataclass(frozen=True)
class Call:
    """What Slack's API received."""

    method: str
    body: dict[str, Any]
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """Everything that people see, escapes undone."""
        seen = []
        for block in self.body.get("blocks") or ():
            texts = [block.get("text"), *(block.get("elements") or ())]
            seen += [each["text"] for each in texts if each and isinstance(each.get("text"), str)]
        text = "\n".join(seen or [self.body.get("text", "")])
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons, in order."""
        rows = [each for each in self.body.get("blocks") or () if each["type"] == "actions"]
        return [button for row in rows for button in row["elements"]]

    def button(self, action: str) -> dict[str, Any]:
        """The first button of a kind."""
        return next(each for each in self.buttons if each["action_id"].startswith(action))


class SlackApi(ThreadingHTTPServer):
    """Slack's Web API, and the addresses that it gives out for answers.

    Attributes:
        held: until this is set, callers wait for the replies to what was taken.
        is_down: whether nothing is taken.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.url = f"http://{HOST}:{self.server_port}"
        self.calls: list[Call] = []
        self.is_down = False
        self.held: threading.Event | None = None
        self.planned: dict[str, deque[tuple[int, dict[str, str], dict]]] = defaultdict(deque)

    def plan(self, method: str, status: int, body: dict | None = None, **headers: str) -> None:
        """Answer the next call of a method in another way."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.planned[method].append((status, names, body or {"ok": False, "error": "planned"}))

    def of(self, *methods: str) -> list[Call]:
        """The calls of some methods."""
        return [each for each in list(self.calls) if each.method in methods]


class _Handler(BaseHTTPRequestHandler):
    server: SlackApi

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        body = json.loads(content) if content.startswith("{") else dict(parse_qsl(content))
        method = self.path.removeprefix("/api/")
        status, headers, answer = 200, {}, {"ok": True, "ts": f"{next(MOMENTS)}.000001"}
        if self.server.is_down:
            status = 503
        elif self.server.planned[method]:
            status, headers, answer = self.server.planned[method].popleft()
        else:
            self.server.calls.append(Call(method, body, dict(self.headers)))
        if self.server.held:
            self.server.held.wait(TO_SETTLE)
        self._answer(status, headers, answer)

    def _answer(self, status: int, headers: dict[str, str], answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(ConnectionError):  # the caller may have gone
            self.wfile.write(content)

    def do_GET(self) -> None:
        """Tell what was posted in a thread or in a direct conversation."""
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query))
        posts = [each.body for each in self.server.of(POST)]
        posts = [each for each in posts if each["channel"] == asked["channel"]]
        posts = [each for each in posts if each.get("thread_ts") == asked.get("ts")]
        self.server.calls.append(Call(address.path.removeprefix("/api/"), asked, {}))
        self._answer(200, {}, {"ok": True, "messages": posts})

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def slack_api() -> Iterator[SlackApi]:
    """Slack's API, up."""
    api = SlackApi()
    thread = threading.Thread(target=api.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        api.shutdown()
        api.server_close()
        thread.join()


def settings_for(api: SlackApi) -> dict[str, str]:
    """The settings with which the assistant talks to this workspace."""
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api.url}/api/",
    }


def signed(body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    moment = str(int(time.time() if at is None else at))
    base = b"v0:" + moment.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def event(**parts: Any) -> dict[str, Any]:
    """An event as Slack delivers it."""
    moment = parts.get("ts") or parts.get("event_ts")
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": f"Ev{parts['type'].upper()}{moment}",
        "authorizations": [{"team_id": TEAM, "user_id": ASSISTANT, "is_bot": True}],
        "event": parts,
    }


def new_moment() -> str:
    """A time stamp that no other message has."""
    return f"{next(MOMENTS)}.000100"


def mention(text: str, user: str = "UADA", **parts: Any) -> dict[str, Any]:
    """A message in a channel that calls the assistant."""
    given = {"channel": CHANNEL, "ts": new_moment(), "channel_type": "channel", **parts}
    return event(type="app_mention", user=user, text=f"<@{ASSISTANT}> {text}", **given)


def message(text: str, user: str = "UADA", **parts: Any) -> dict[str, Any]:
    """A message in the direct conversation with the assistant, or elsewhere."""
    given = {"channel": DIRECT, "ts": new_moment(), "channel_type": "im", **parts}
    return event(type="message", user=user, text=text, **given)


def click(
    button: dict[str, Any], url: str, user: str = "UADA", channel: str = CHANNEL, **parts: Any
) -> dict[str, Any]:
    """A click on a button."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "channel": {"id": channel},
        "trigger_id": f"trigger-{next(MOMENTS)}",
        "response_url": url,
        "actions": [{**button, "action_ts": new_moment()}],
        **parts,
    }


class Workspace:
    """People in Slack who talk to an assistant; Slack signs and sends what they do."""

    def __init__(self, address: str, api: SlackApi) -> None:
        self.api = api
        self.seconds_to_acknowledge: list[float] = []
        self._client = httpx.Client(base_url=address, timeout=30, limits=ONE_EACH)

    def send(
        self, body: bytes, kind: str = "application/json", headers: dict | None = None
    ) -> httpx.Response:
        """Send any body, signed unless there are headers."""
        headers = signed(body) if headers is None else headers
        named = {**headers, "Content-Type": kind}
        response = self._client.post(WEBHOOK, content=body, headers=named)
        self.seconds_to_acknowledge.append(response.elapsed.total_seconds())
        return response

    def deliver(self, content: dict[str, Any], **headers: str) -> httpx.Response:
        """Deliver an event."""
        body = json.dumps(content).encode()
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.send(body, headers={**signed(body), **names})
        assert response.status_code == 200, response.text
        return response

    def deliver_at_once(self, contents: list[dict[str, Any]], workers: int = 20) -> None:
        """Deliver many events side by side."""
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(self.deliver, contents))

    def form(self, **fields: str) -> httpx.Response:
        """Send a form, as Slack does for commands."""
        body = urlencode(fields).encode()
        response = self.send(body, "application/x-www-form-urlencoded")
        assert (response.status_code, response.text) == (200, "")
        return response

    def command(self, text: str, user: str = "UADA", channel: str = CHANNEL) -> str:
        """Type the slash command; the address that Slack gives for the answer."""
        number = next(MOMENTS)
        place = {"team_id": TEAM, "channel_id": channel, "user_id": user}
        url = f"{self.api.url}/respond/{number}"
        given = {"trigger_id": f"trigger-{number}", "response_url": url}
        self.form(command="/radiology", text=text, **place, **given)
        return f"/respond/{number}"

    def click(self, button: dict[str, Any], **parts: Any) -> str:
        """Click on a button; the address that Slack gives for the answer."""
        path = f"/respond/{next(MOMENTS)}"
        self.form(payload=json.dumps(click(button, self.api.url + path, **parts)))
        return path

    def wait_for(self, number: int, *methods: str) -> list[Call]:
        """The calls of some methods, which are so many when everything delivered is settled."""
        until = time.monotonic() + TO_SETTLE
        while len(self.api.of(*methods)) < number and time.monotonic() < until:
            time.sleep(0.02)
        self.settle()
        found = self.api.of(*methods)
        assert len(found) == number, [each.body for each in found]
        return found

    def settle(self) -> None:
        """Wait until the assistant works on nothing any more."""
        until = time.monotonic() + TO_SETTLE
        while self.status()["under_way"]:
            assert time.monotonic() < until
            time.sleep(0.05)

    def status(self) -> dict[str, Any]:
        """The status page."""
        return self._client.get("/webhooks/slack/").json()

    def close(self) -> None:
        """Leave."""
        self._client.close()

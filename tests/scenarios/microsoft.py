"""Microsoft as a bot meets it, on this machine: token service, signing keys, Bot Connector."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional
from urllib.parse import parse_qs, unquote

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
APP_PASSWORD = "planted-app-password"
TENANT = "66666666-7777-8888-9999-000000000000"
BOT = f"28:{APP_ID}"
BOT_NAME = "Radiology Careers"
ISSUER = "https://issuer.example"
WAITING = 20


@dataclass
class Call:
    """A request that arrived, when, and from which port."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    came_from: int = 0
    at: float = field(default_factory=time.monotonic)

    @property
    def content(self) -> dict[str, Any]:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return {name: each[0] for name, each in parse_qs(self.body.decode()).items()}


@dataclass
class Fault:
    """How calls to a kind of address go wrong for a while.

    Attributes:
        held: until this is set, the caller waits.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    seconds: float = 0
    matching: str = ""
    held: Optional[threading.Event] = None


class Microsoft:
    """The services; what they receive is kept in `calls`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.endorsements: dict[str, list[str]] = {}
        self.lifetime: Any = 3600
        self._faults: dict[str, list[Fault]] = {"keys": [], "token": [], "post": []}
        self._lock = threading.Lock()
        self._tokens = 0
        self.add_key("first")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """End the services."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def service_url(self) -> str:
        """The address of the connector, as activities name it."""
        return f"{self.address}/emea/"

    @property
    def settings(self) -> dict[str, str]:
        """The settings of a bot that is to use these services."""
        return {
            "TEAMS_APP_ID": APP_ID,
            "TEAMS_APP_PASSWORD": APP_PASSWORD,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_LOGIN_URL": self.address,
            "TEAMS_OPENID_URL": f"{self.address}/openid",
            "TEAMS_ALLOWED_SERVICE_URLS": self.address,
        }

    def add_key(self, key_id: str, endorsements: tuple[str, ...] = ("msteams", "webchat")) -> None:
        """Publish a further key, with the channels it may speak for."""
        self.endorsements[key_id] = list(endorsements)
        self.keys = {**self.keys, key_id: new_key()}

    def sign(self, key_id: str = "first", headers: Optional[dict] = None, **claims: Any) -> str:
        """A token as the connector sends it, with other claims where they are given."""
        now = time.time()
        told = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 60,
            "exp": now + 3600,
            "serviceurl": self.service_url,
            **claims,
        }
        told = {name: value for name, value in told.items() if value is not None}
        key = self.keys[key_id]
        return jwt.encode(told, key, "RS256", headers={"kid": key_id, **(headers or {})})

    def fail(self, kind: str, *faults: Fault) -> None:
        """Let the next calls of a kind (`keys`, `token`, `post`) go wrong."""
        with self._lock:
            self._faults[kind] = list(faults)

    def called(self, kind: str, matching: str = "") -> list[Call]:
        """The calls of a kind whose address or body has a text in it."""
        with self._lock:
            calls = [each for each in self.calls if _kind(each.path) == kind]
        return [each for each in calls if matching in unquote(each.path) + each.body.decode()]

    def posts(self, chat: str) -> list[dict[str, Any]]:
        """The activities that were accepted for a chat."""
        accepted = self.called("accepted", f"/{chat}/activities")
        return [each.content for each in accepted]

    def wait_for_posts(self, chat: str, count: int = 1) -> list[dict[str, Any]]:
        """The activities of a chat, once there are that many."""
        wait_until(lambda: len(self.posts(chat)) >= count)
        return self.posts(chat)

    def _handler(microsoft) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                """Serve the keys."""
                self._serve()

            def do_POST(self) -> None:
                """Give a token, or take a post."""
                self._serve()

            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(length)
                call = Call(self.command, self.path, headers, body, self.client_address[1])
                status, extra, content = microsoft._respond(call)
                body = json.dumps(content).encode()
                with suppress(ConnectionError):  # the caller may have gone
                    self.send_response(status)
                    for name, value in {**extra, "Content-Length": str(len(body))}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

        return Handler

    def _respond(self, call: Call) -> tuple[int, dict[str, str], Any]:
        kind = _kind(call.path)
        with self._lock:
            self.calls.append(call)
            fault = self._next_fault(kind, unquote(call.path))
        if fault:
            time.sleep(fault.seconds)
            if fault.held:
                fault.held.wait(WAITING)
            if fault.status != 200:
                return fault.status, fault.headers, {"error": "planted_fault"}
        if kind == "token":
            self._tokens += 1
            token = {"access_token": f"granted-{self._tokens}", "expires_in": self.lifetime}
            return 200, {}, {"token_type": "Bearer", **token}
        if kind == "post":
            with self._lock:
                path = "/accepted" + call.path
                self.calls.append(Call(call.method, path, call.headers, call.body))
            return 201, {}, {"id": "posted"}
        return 200, {}, self.document(call.path)

    def _next_fault(self, kind: str, path: str) -> Optional[Fault]:
        for fault in self._faults.get(kind, []):
            if fault.times > 0 and fault.matching in path:
                fault.times -= 1
                return fault
        return None

    def document(self, path: str) -> Any:
        """What is published at an address."""
        if path == "/openid":
            return {"issuer": ISSUER, "jwks_uri": f"{self.address}/keys"}
        return published(self.keys, self.endorsements)


def new_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def published(
    keys: dict[str, rsa.RSAPrivateKey], endorsements: dict[str, list[str]]
) -> dict[str, Any]:
    """The public parts of keys, as Microsoft publishes them."""
    public = {
        key_id: json.loads(RSAAlgorithm.to_jwk(key.public_key())) for key_id, key in keys.items()
    }
    listed = [
        {**each, "kid": key_id, "endorsements": endorsements.get(key_id, [])}
        for key_id, each in public.items()
    ]
    return {"keys": listed}


def _kind(path: str) -> str:
    if path.startswith("/accepted/"):
        return "accepted"
    if path.endswith("/oauth2/v2.0/token"):
        return "token"
    return "post" if "/v3/conversations/" in path else "keys"


def wait_until(is_so: Callable[[], bool], seconds: float = WAITING) -> None:
    """Wait for something to come true."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "It did not come true in time"
        time.sleep(0.02)

"""Sends any bytes to a server on this machine, as no client library would, and reads the reply."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds after which a reply counts as one that does not come."""

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Reply:
    """What came back; status 0 for a connection that was closed without a word."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    is_late: bool = False

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def kind(self) -> str:
        """The content type."""
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def code(self) -> str:
        """The code of a typed error; empty if it is none."""
        content = self.json()
        error = content.get("error") if isinstance(content, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        return code if isinstance(code, str) else ""


def request(method: str, path: str, headers: Headers = (), body: bytes = b"") -> bytes:
    """A request as bytes; what it is made of is not looked at."""
    given = list(headers)
    names = {name.lower() for name, _ in given}
    lines = [f"{method} {path} HTTP/1.1".encode("utf-8", "surrogatepass")]
    if b"host" not in names:
        lines.append(b"Host: 127.0.0.1")
    lines.append(b"Connection: close")
    if not names & {b"content-length", b"transfer-encoding"} and (body or method != "GET"):
        lines.append(b"Content-Length: %d" % len(body))
    lines += [name + b": " + value for name, value in given]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


async def send(port: int, sent: bytes, patience: float = PATIENCE) -> Reply:
    """Send bytes over a connection of their own, and wait for the reply."""
    began = time.monotonic()
    got = bytearray()
    is_late = False
    try:
        await asyncio.wait_for(_talk(port, sent, got), patience)
    except asyncio.TimeoutError:
        is_late = True
    return _read(bytes(got), time.monotonic() - began, is_late)


async def _talk(port: int, sent: bytes, got: bytearray) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        # A server may refuse and close before it has read everything; what it said still counts.
        with suppress(ConnectionError):
            writer.write(sent)
            await writer.drain()
        with suppress(ConnectionError):
            while not _is_whole(got) and (piece := await reader.read(65_536)):
                got += piece
    finally:
        await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()


def _is_whole(got: bytearray) -> bool:
    head, found, body = got.partition(b"\r\n\r\n")
    if not found:
        return False
    status, headers = _read_head(bytes(head))
    if status == 100:
        return _is_whole(body)
    length = headers.get("content-length", "")
    return length.isdigit() and len(body) >= int(length)


def _read(got: bytes, seconds: float, is_late: bool) -> Reply:
    head, _, body = got.partition(b"\r\n\r\n")
    status, headers = _read_head(head)
    if status == 100:
        return _read(body, seconds, is_late)
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    return Reply(status, headers, body, seconds, is_late and not _is_whole(bytearray(got)))


def _read_head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    headers: dict[str, str] = {}
    for name, _, value in (line.partition(":") for line in lines):
        known = headers.get(name.strip().lower())
        # Cookies are joined: they come one a header.
        headers[name.strip().lower()] = f"{known}; {value.strip()}" if known else value.strip()
    return status, headers


def _joined(body: bytes) -> bytes:
    """A body that was sent in chunks."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.partition(b";")[0] or b"0", 16)
        whole, body = whole + body[:length], body[length + 2 :]
        if not length:
            break
    return whole


async def send_slowly(port: int, sent: bytes, number: int) -> Reply:
    """Send a request but for its end, and drip on; the reply, if the server gives one.

    Args:
        number: tells where it stops: within its first line, its headers, or its body.
    """
    end = sent.find(b"\r\n\r\n")
    stops = (10, end, end + 5)
    at = max(1, stops[number % 3])
    began = time.monotonic()
    got = bytearray()
    reader, writer = await asyncio.open_connection(HOST, port)
    has_ended = False
    try:
        writer.write(sent[:at])
        while not reader.at_eof() and time.monotonic() - began < LONGEST_DRIP:
            with suppress(asyncio.TimeoutError):
                got += await asyncio.wait_for(reader.read(65_536), 1.0)
            if _is_whole(got):
                break
            # A drip that ends nothing: a header's letter, or a letter of the body.
            at = min(at + 1, len(sent) - 1)
            writer.write(sent[at - 1 : at] if number % 3 == 2 else b"a")
    except ConnectionError:
        has_ended = True
    finally:
        await _close(writer)
    is_late = not (got or has_ended or reader.at_eof())
    return _read(bytes(got), 0.0, is_late)


LONGEST_DRIP = 45.0
"""Seconds after which a server should have ended a request that does not end."""

"""Who keeps the console waiting does not keep others out."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from waitress.server import create_server

from bot.console.connections import guard_connections

HOST = "127.0.0.1"
UNFINISHED = b"GET / HTTP/1.1\r\nHost: a\r\nX-More: "
WHOLE = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
LIMIT = 20


def _application(_environ: dict, start_response: object) -> list[bytes]:
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@contextlib.contextmanager
def _served(timeout: int) -> Iterator[int]:
    """A server with few connections; its port."""
    guard_connections()
    kept = {"channel_timeout": timeout, "cleanup_interval": 1, "connection_limit": LIMIT}
    server = create_server(_application, host=HOST, port=0, threads=1, map={}, **kept)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.asyncore.close_all(server._map)
        server.close()
        thread.join(timeout=10)


def _connected(port: int, sent: bytes) -> socket.socket:
    made = socket.create_connection((HOST, port), timeout=10)
    made.sendall(sent)
    return made


def _read(connection: socket.socket) -> bytes:
    got = b""
    with contextlib.suppress(ConnectionError):
        while piece := connection.recv(1024):
            got += piece
    return got


def test_more_unfinished_requests_than_connections_shut_nobody_out():
    with _served(timeout=60) as port, contextlib.ExitStack() as held:
        for _ in range(LIMIT * 3):
            held.enter_context(_connected(port, UNFINISHED))
        began = time.monotonic()
        with _connected(port, WHOLE) as whole:
            assert _read(whole).endswith(b"ok")
        assert time.monotonic() - began < 5


def test_the_longest_waited_for_gives_way_first():
    with _served(timeout=60) as port, contextlib.ExitStack() as held:
        first = held.enter_context(_connected(port, UNFINISHED))
        time.sleep(0.1)
        later = [held.enter_context(_connected(port, UNFINISHED)) for _ in range(LIMIT // 2)]
        assert _read(first) == b""
        later[-1].sendall(b"a\r\nConnection: close\r\n\r\n")
        assert _read(later[-1]).endswith(b"ok")


def test_a_request_that_drips_in_is_ended():
    with _served(timeout=1) as port, _connected(port, UNFINISHED) as dripping:
        dripping.settimeout(0.2)
        began, is_open = time.monotonic(), True
        while is_open and time.monotonic() - began < 10:
            try:
                dripping.sendall(b"a")
                is_open = dripping.recv(1024) != b""
            except TimeoutError:
                continue
            except ConnectionError:
                is_open = False
        assert not is_open


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    from waitress.server import TcpWSGIServer

    kept = TcpWSGIServer.channel_class
    yield
    TcpWSGIServer.channel_class = kept

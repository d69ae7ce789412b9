"""What keeps the server itself from harm: limits of time and size, and errors that tell nothing.

Sanic 21.12, which Rasa pins, begins its count of seconds anew with every byte, drops some malformed
requests without a word, and tells what went wrong in pages of its own.
"""

from __future__ import annotations

import logging
import re
import resource
import secrets
import time
from typing import TYPE_CHECKING, Any

from httptools import HttpParserInvalidURLError, parse_url
from sanic.exceptions import InvalidUsage, RequestTimeout, SanicException
from sanic.http import Http, Stage
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sanic.server.protocols.http_protocol import HttpProtocol

if TYPE_CHECKING:
    from sanic import Sanic
    from sanic.request import Request

logger = logging.getLogger(__name__)

TO_ASK = 15
"""Seconds within which a whole request has to be here."""

CODES = {
    400: "bad_request",
    404: "no_such_page",
    405: "wrong_method",
    408: "too_slow",
    413: "too_long",
    417: "bad_request",
    503: "too_slow",
}
"""For each status what programs are told."""

FIRST_LINE = re.compile(rb"[A-Z]+ [!-~]+ HTTP/1\.[01]")
HEADER = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~\x80-\xff]*")
LENGTH = re.compile(rb"content-length:[ \t]*([0-9]{1,15})[ \t]*", re.IGNORECASE)
CHUNKED = re.compile(rb"(?i:transfer-encoding):[ \t]*chunked")


class GuardedHttp(Http):
    """Sanic's HTTP, which can also refuse a request whose address cannot be read."""

    __slots__ = ()

    def create_empty_request(self) -> None:
        """Make what stands for a request that is refused before it was read."""
        self.url = None
        super().create_empty_request()


class GuardedProtocol(HttpProtocol):
    """Sanic's protocol, for which a request that only drips in is as late as one that stopped."""

    __slots__ = ()

    def _setup_connection(self) -> None:
        self._http = GuardedHttp(self)
        self._time = time.monotonic()
        self.check_timeouts()

    def data_received(self, data: bytes) -> None:
        """Take bytes; only the first of a request begin the count of its seconds."""
        began = self._time
        # Sanic makes `_http` in a task, which may begin after the first bytes came.
        http = getattr(self, "_http", None)
        is_new = http is None or http.stage is Stage.IDLE
        super().data_received(data)
        if not is_new:
            self._time = began

    def check_timeouts(self) -> None:
        """End a request whose body is late; Sanic sees to all else."""
        http = getattr(self, "_http", None)
        is_unread = self._task and http and http.stage is Stage.HANDLER and http.request_body
        if is_unread and time.monotonic() - self._time > self.request_timeout:
            http.exception = RequestTimeout("Request Timeout")
            self._task.cancel()
        else:
            super().check_timeouts()


def guard(app: Sanic) -> None:
    """Put the limits on an application, and have it tell errors by code and reference alone."""
    app.config.REQUEST_TIMEOUT = TO_ASK
    app.add_signal(_check_head, "http.lifecycle.read_head")
    app.error_handler.add(Exception, _tell)
    _allow_connections()


async def _check_head(head: bytes, **_: Any) -> None:
    """Refuse what another server might read in another way than this one does."""
    first, *lines = head.split(b"\r\n")
    if not FIRST_LINE.fullmatch(first) or not all(HEADER.fullmatch(each) for each in lines):
        raise InvalidUsage("Bad Request")
    try:
        parse_url(first.split(b" ")[1])
    except HttpParserInvalidURLError:
        raise InvalidUsage("Bad Request") from None
    framing = [
        each for each in lines if each.lower().startswith((b"content-length", b"transfer-encoding"))
    ]
    is_clear = all(LENGTH.fullmatch(each) or CHUNKED.fullmatch(each) for each in framing)
    hosts = [each for each in lines if each.lower().startswith(b"host:")]
    if len(framing) > 1 or not is_clear or len(hosts) > 1:
        raise InvalidUsage("Bad Request")


def _tell(request: Request, error: Exception) -> HTTPResponse:
    """The error as JSON; what is not the caller's fault is logged under a reference."""
    status = getattr(error, "status_code", 500)
    told = {"code": CODES.get(status, "refused")}
    if not isinstance(error, SanicException) or status == 500:
        status, reference = 500, secrets.token_hex(4)
        logger.error("A request failed. reference=%s", reference, exc_info=error)
        told = {"code": "failed", "reference": reference}
    headers = {**getattr(error, "headers", {}), "X-Content-Type-Options": "nosniff"}
    return json_response({"error": told}, status=status, headers=headers)


def _allow_connections() -> None:
    """Let this process hold as many connections as the system lets it, not a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

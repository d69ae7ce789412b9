"""Judges what came back: an answer or a typed error, in time, with nothing of anybody else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.hostile.wire import Reply

FAILED = (
    "Traceback (most recent call last)",
    'File "/',
    "site-packages",
    "sqlite3.",
    "psycopg",
    "OperationalError",
    "sanic.exceptions",
    "django.core",
    "Internal Server Error",
)
"""What tells of the inside."""

BROKEN_IN = re.compile(r"alert\('broken-in'\)")
"""In HTML the marks around it would be escaped."""

SLOWEST = 15.0


@dataclass(frozen=True)
class Judge:
    """Knows what may never be told.

    Attributes:
        secrets: of the settings.
        told: what another visitor has said, and their token.
    """

    secrets: tuple[str, ...]
    told: tuple[str, ...]

    def of_text(self, text: str, knows: bool = False) -> list[str]:
        """What is wrong with something that was told.

        Args:
            knows: whether the one it is told to may read what visitors said.
        """
        found = [f"it tells of the inside: {each}" for each in FAILED if each in text]
        hidden = self.secrets if knows else self.secrets + self.told
        return found + [f"it tells what it must not: {each}" for each in hidden if each in text]

    def of_reply(self, reply: Reply, may_close: bool = False, knows: bool = False) -> list[str]:
        """What is wrong with a reply.

        Args:
            may_close: whether the request was so broken that it may be dropped without a word.
        """
        if reply.is_late or (reply.seconds > SLOWEST and not may_close):
            return [f"no reply within {reply.seconds:.0f} s"]
        if not reply.status:
            return [] if may_close else ["closed without a word"]
        text = reply.text + "\n" + "\n".join(f"{k}: {v}" for k, v in reply.headers.items())
        found = self.of_text(text, knows)
        if reply.status >= 500 and not (reply.status == 501 and (reply.code or may_close)):
            found.append(f"status {reply.status}")
        if reply.status >= 400 and not (reply.code or reply.kind == "text/html" or may_close):
            found.append(f"status {reply.status} without a code: {reply.text[:100]!r}")
        if "broken" in reply.headers.get("set-cookie", "") or "x-b" in reply.headers:
            found.append("a header was injected")
        return found + (_of_page(reply) if reply.body and reply.kind == "text/html" else [])


def _of_page(reply: Reply) -> list[str]:
    found = []
    if BROKEN_IN.search(reply.text):
        found.append("mark-up got into the page")
    policy = reply.headers.get("content-security-policy", "")
    if "frame-ancestors 'none'" not in policy or "default-src 'none'" not in policy:
        found.append(f"a page without the content policy, status {reply.status}")
    if reply.headers.get("x-frame-options") != "DENY":
        found.append("a page that may be framed")
    if reply.headers.get("x-content-type-options") != "nosniff":
        found.append("a page whose kind may be guessed")
    return found

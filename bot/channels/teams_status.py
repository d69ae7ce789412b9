"""What the Teams channel last did and what last failed, for its status page; nothing secret."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any, Optional


class Status:
    """The last event, failure and refusal; strangers can cause refusals, but hide no failure."""

    def __init__(self) -> None:
        self._event: Optional[dict[str, str]] = None
        self._failure: Optional[dict[str, str]] = None
        self._refusal: Optional[dict[str, str]] = None

    def note_event(self, kind: str) -> None:
        """Keep that something of a kind arrived."""
        self._event = {"kind": kind[:40], "at": _now()}

    def note_failure(self, what: str, reference: Optional[str] = None) -> None:
        """Keep what failed, with the reference that the log has, if it has one."""
        told = {"what": what, "at": _now()}
        self._failure = {**told, "reference": reference} if reference else told

    def note_refusal(self, code: str) -> None:
        """Keep why a request was refused."""
        self._refusal = {"what": code, "at": _now()}

    def to_data(self) -> dict[str, Any]:
        """All as JSON data."""
        return {
            "last_event": self._event,
            "last_failure": self._failure,
            "last_refusal": self._refusal,
        }


def _now() -> str:
    at = datetime.fromtimestamp(time.time(), timezone.utc).isoformat(timespec="seconds")
    return at.replace("+00:00", "Z")

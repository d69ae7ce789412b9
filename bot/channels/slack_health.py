"""What the status page of the Slack channel tells those who run it: nothing secret."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any, Optional

LOOK_AGAIN_AFTER = 60
"""Seconds for which the last look at Slack is told, so that nobody makes us look all the time."""


class Health:
    """The last things that happened, and whether Slack can be reached."""

    def __init__(self, look: Callable[[], Awaitable[str]]) -> None:
        self._look = look
        self._seen: Optional[str] = None
        self._seen_at = 0.0
        self._looking = asyncio.Lock()
        self._last: dict[str, Any] = {
            "last_event": None,
            "last_refusal": None,
            "last_failure": None,
        }

    def arrived(self) -> None:
        """A verified request has arrived."""
        self._last["last_event"] = _now()

    def refused(self, why: str) -> None:
        """A request was refused before it was read."""
        self._last["last_refusal"] = {"at": _now(), "why": why}

    def failed(self, error: Exception, reference: str) -> None:
        """Something that a person wanted could not be done; the log has the reference."""
        why = getattr(error, "reason", type(error).__name__)
        self._last["last_failure"] = {"at": _now(), "why": why, "reference": reference}

    async def to_data(self) -> dict[str, Any]:
        """The status as plain JSON data."""
        async with self._looking:
            if self._seen is None or time.monotonic() - self._seen_at > LOOK_AGAIN_AFTER:
                self._seen = await self._look()
                self._seen_at = time.monotonic()
        return {"configured": True, "slack": self._seen, **self._last}


def _now() -> str:
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return now.replace("+00:00", "Z")

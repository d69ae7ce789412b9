"""Tells of a refused request in one line: it is nobody's fault here, so no traceback helps."""

from __future__ import annotations

import logging


class RefusalLines(logging.Filter):
    """Takes the traceback from what Django logs of requests that it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; those of refusals without their exception."""
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True

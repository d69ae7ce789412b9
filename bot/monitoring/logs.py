"""Log lines as JSON objects, for programs that gather them."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone

from bot.monitoring.turns import current_reference


class JsonLines(logging.Formatter):
    """One object a line: when, how grave, who says it, what, and of which turn."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line."""
        at = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        line = {
            "at": at,
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        reference = current_reference()
        if reference:
            line["reference"] = reference
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({**line, **getattr(record, "told", {})}, ensure_ascii=False)

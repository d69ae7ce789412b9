"""Sets up Rasa's logs as its own commands do: warnings, unless LOG_LEVEL says otherwise."""

from __future__ import annotations

import logging
import os


def quieten_logs() -> None:
    """Configure Rasa's structured log, which otherwise prints every debug line."""
    from rasa.utils.log_utils import configure_structlog

    level = logging.getLevelName(os.environ.get("LOG_LEVEL", "WARNING"))
    configure_structlog(level if isinstance(level, int) else logging.WARNING)

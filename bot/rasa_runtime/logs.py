"""Sets up logs and warnings: to stderr, and without those that only others can mend."""

from __future__ import annotations

import logging
import os
import sys
import warnings

OURS = r"(bot|actions|__main__)(\.|$)"
"""Modules whose own warnings are always shown."""


def quieten_logs() -> None:
    """Send warnings to stderr; stdout is for answers. LOG_LEVEL may ask for more or less.

    Rasa's own set-up, which would print every debug line to stdout, keeps to a log that is there.
    """
    level = logging.getLevelName(os.environ.get("LOG_LEVEL", "WARNING").upper())
    level = level if isinstance(level, int) else logging.WARNING
    logging.basicConfig(
        format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, level=level
    )
    if os.environ.get("ASSISTANT_LOG", "").strip() == "json":
        _write_json()
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)


def _write_json() -> None:
    """Write objects, and a line for each turn: whoever gathers logs wants both."""
    from bot.monitoring.logs import JsonLines

    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
    logging.getLogger("bot.monitoring.turns").setLevel(logging.INFO)
    logging.captureWarnings(True)


def quieten_warnings() -> None:
    """Hide the warnings about old ways that other people's modules cause, not those of ours.

    Sanic shows every DeprecationWarning once from when it is imported, so it is imported first.
    """
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    import sanic.app  # noqa: F401

    for category in (DeprecationWarning, UserWarning):
        warnings.filterwarnings("ignore", category=category, module=rf"(?!{OURS})")

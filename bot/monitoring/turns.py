"""Watches a turn from the message to the answer: measured, counted, and logged by a reference."""

from __future__ import annotations

import logging
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Optional

from bot.monitoring import metrics

logger = logging.getLogger(__name__)

_current: ContextVar[Optional[str]] = ContextVar("reference", default=None)


@dataclass
class Watched:
    """A turn under way; whoever answers notes how it ended."""

    reference: str
    outcome: str = "unknown"


@contextmanager
def watched(channel: str) -> Iterator[Watched]:
    """Watch a turn; whatever is logged meanwhile carries its reference.

    A refusal is a turn that ended with `refused`; any other exception is an error, and takes the
    reference with it, so that the visitor, the log and the figures speak of the same thing.
    """
    turn = Watched(secrets.token_hex(4))
    token = _current.set(turn.reference)
    began = time.perf_counter()
    try:
        yield turn
    except Exception as error:
        # Not by a `code`: the errors of databases have one, too.
        turn.outcome = "refused" if getattr(error, "is_refusal", False) else "error_channel"
        error.__dict__.setdefault("turn_reference", turn.reference)
        raise
    finally:
        _tell(channel, turn, time.perf_counter() - began)
        _current.reset(token)


def current_reference() -> Optional[str]:
    """The reference of the turn under way, None outside of one."""
    return _current.get()


def failure_reference(channel: str) -> str:
    """Count the exception in hand as an error; the reference of its turn, or a new one."""
    metrics.ERRORS.labels(channel).inc()
    error = sys.exc_info()[1]
    return getattr(error, "turn_reference", None) or current_reference() or secrets.token_hex(4)


def _tell(channel: str, turn: Watched, seconds: float) -> None:
    metrics.TURNS.labels(channel, turn.outcome).inc()
    metrics.SECONDS.labels(channel).observe(seconds)
    told = {"channel": channel, "outcome": turn.outcome, "seconds": round(seconds, 4)}
    logger.info("turn", extra={"told": told})

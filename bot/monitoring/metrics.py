"""The figures for Prometheus. Nothing a person wrote, and nobody's key, is in any of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

TURNS = Counter("assistant_turns", "Turns by channel and how they ended", ["channel", "outcome"])
SECONDS = Histogram(
    "assistant_turn_seconds",
    "Seconds from a message to its answer, the wait for earlier messages included",
    ["channel"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ERRORS = Counter("assistant_errors", "Failures that were logged under a reference", ["channel"])
WAITING = Gauge(
    "assistant_locks_waiting", "Messages that wait for an earlier one", multiprocess_mode="livesum"
)
EVENTS_WAITING = Gauge(
    "assistant_events_waiting", "Events not handed on to the broker", multiprocess_mode="livesum"
)
EVENTS_LOST = Counter("assistant_events_lost", "Events that the broker never got")
MODEL = Gauge("assistant_model", "The model in use", ["model"], multiprocess_mode="livesum")
KEYS_FETCHED = Gauge(
    "assistant_channel_keys_fetched_timestamp_seconds",
    "When the keys with which a channel's messages are verified were last fetched",
    ["channel"],
    multiprocess_mode="livemin",
)
IN_SERVICE = Gauge(
    "assistant_channel_in_service",
    "1 if a channel answers, 0 if it was taken out of service",
    ["channel"],
    multiprocess_mode="livemin",
)


@contextmanager
def waiting_for_a_lock() -> Iterator[None]:
    """Count a message that waits for an earlier one."""
    with WAITING.track_inprogress():
        yield

"""`make train`: trains the model of the present data, even if there is one.

With `--if-new` it trains only if there is none.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.facts import read_facts
from bot.rasa_runtime.training import train
from bot.settings import ROOT
from bot.starting import guarded, report, trained_model

STEPS = ("rasa.engine.training.hooks", "bot.nlu.encoder")
"""The logs that tell how far a training is."""


class _Shown(logging.Handler):
    """Shows each step to the person who waits."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show one."""
        report(f"  {record.getMessage()}")


@contextmanager
def show_progress() -> Iterator[None]:
    """Tell the steps of a training meanwhile: it takes half a minute, and more the first time."""
    shown = _Shown(logging.INFO)
    logs = [logging.getLogger(each) for each in STEPS]
    levels = [each.level for each in logs]
    for log in logs:
        log.addHandler(shown)
        log.setLevel(logging.INFO)
        log.propagate = False
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.removeHandler(shown)
            log.setLevel(level)
            log.propagate = True


def train_now() -> None:
    """Check the facts and train."""
    read_facts()
    began = time.monotonic()
    with show_progress():
        model = train(ROOT)
    report(f"Trained {model.relative_to(ROOT)} in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    guarded(trained_model if "--if-new" in sys.argv else train_now)

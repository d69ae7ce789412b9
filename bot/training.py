"""`make train`: trains the model of the present data, even if there is one."""

from __future__ import annotations

import time

from bot.facts import read_facts
from bot.rasa_runtime.training import train
from bot.settings import ROOT
from bot.starting import guarded, report


def train_now() -> None:
    """Check the facts and train."""
    read_facts()
    began = time.monotonic()
    model = train(ROOT)
    report(f"Trained {model.relative_to(ROOT)} in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    guarded(train_now)

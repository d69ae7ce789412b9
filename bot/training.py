"""`make train`: trains the model of the present data, even if there is one.

With `--if-new` it trains only if there is none.
"""

from __future__ import annotations

import sys
import time

from bot.facts import read_facts
from bot.rasa_runtime.training import train
from bot.settings import ROOT
from bot.starting import guarded, report, trained_model


def train_now() -> None:
    """Check the facts and train."""
    read_facts()
    began = time.monotonic()
    model = train(ROOT)
    report(f"Trained {model.relative_to(ROOT)} in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    guarded(trained_model if "--if-new" in sys.argv else train_now)

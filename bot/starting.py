"""What every command does first: check the facts, have a model, and fail in plain words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bot.errors import AssistantError, StartError
from bot.facts import read_facts
from bot.rasa_runtime.logs import quieten_logs, quieten_warnings
from bot.rasa_runtime.training import current_model
from bot.settings import ROOT


def report(line: str) -> None:
    """Show progress to the person who started the command."""
    print(line, file=sys.stderr, flush=True)


def quieten() -> None:
    """No usage data to Rasa's makers, and none of the warnings that only they could mend."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    quieten_warnings()
    quieten_logs()


def trained_model() -> Path:
    """The model of the present data, trained now if there is none.

    Training is a process of its own, so that its memory is given back before the server starts.

    Raises:
        StartError: training failed; it has said why.
    """
    report("Checking the facts ...")
    read_facts()
    model = current_model(ROOT)
    if not model.is_file():
        report("Training the model, as its data is new (about a minute) ...")
        done = subprocess.run([sys.executable, "-m", "bot.training"], cwd=ROOT, check=False)
        if done.returncode != 0:
            raise StartError("The model could not be trained: see above, mend it and start again")
    return model


def guarded(command: Callable[[], None]) -> None:
    """Run a command; an error of ours is told in plain words, with exit code 1."""
    try:
        quieten()
        command()
    except AssistantError as error:
        report(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        report("Stopped.")

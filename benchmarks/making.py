"""Makes what is compared: installs, trains, times the training, and asks the held-out questions."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import projects
from benchmarks.accuracy import share_right
from benchmarks.running import Contestant, free_port, ours, plain, rasa, run
from bot.rasa_runtime.training import current_model
from bot.settings import ROOT
from bot.starting import report as tell
from bot.starting import trained_model
from tests.evaluate.questions import read_held_out

STOCK = projects.BENCH / "stock-env"
STOCK_PYTHON = STOCK / "bin" / "python"
LOCKS = ROOT / "requirements"

ON_SHARE = "training on a share, s"
ON_ALL = "training on all questions, s"
NEW_EXAMPLE = "after one new example, s"

NLU_ROWS = 2
"""The first rows of epochs, of intents and of responses; the policies' come after them."""

EPOCHS = re.compile(r"\b(\d+)/(\d+) \[(?:(\d+):)?(\d+):(\d+)<")
"""What Rasa shows of a training while it runs: epochs done, of how many, and the time taken."""

Note = Callable[[str, str, float], None]
"""Takes what was measured: of what, of whom, how much."""


def make(name: str, kept: Path, note: Note, options: argparse.Namespace) -> Contestant:
    """Make a contestant, ready to be started; `kept` is a folder for its conversations."""
    tell(f"Making {name} ...")
    if name == "floor":
        folder = projects.write_floor()
        rasa(sys.executable, folder, "train")
        return plain(name, sys.executable, folder)
    if name == "stock":
        return _make_stock(note, options)
    _train_ours(kept, note, options)
    trained_model()
    return ours(ROOT, kept)


def _make_stock(note: Note, options: argparse.Namespace) -> Contestant:
    _install_stock()
    port = free_port()
    folder = projects.BENCH / "stock"
    if options.keep and (folder / "seconds").is_file():
        projects.write_stock_endpoints(folder, port)
    else:
        folder = projects.write_stock(folder, options.share, options.least, options.epochs, port)
        tell(f"Training stock on a share of the questions, {options.epochs} epochs: takes long ...")
        (folder / "seconds").write_text(str(rasa(STOCK_PYTHON, folder, "train")), encoding="utf-8")
    seconds = float((folder / "seconds").read_text(encoding="utf-8"))
    note(ON_SHARE, "stock", seconds)
    note(NEW_EXAMPLE, "stock", seconds - _of_policies(_log(folder), options.epochs))
    if options.whole_epochs:
        _extrapolate_stock(note, options)
    contestant = plain("stock", STOCK_PYTHON, folder, port)
    _score(contestant, note, options)
    return contestant


def _extrapolate_stock(note: Note, options: argparse.Namespace) -> None:
    """Time a few epochs on all questions, and reckon what all epochs would take."""
    few = options.whole_epochs
    tell(f"Training stock on all questions, {few} epochs: takes long ...")
    folder = projects.write_stock(projects.BENCH / "stock-whole", 1.0, 1, few, free_port())
    seconds = rasa(STOCK_PYTHON, folder, "train")
    note(ON_ALL, "stock", extrapolated(seconds, _log(folder), few, options.epochs))


def _log(folder: Path) -> str:
    return (folder / "commands.log").read_text(encoding="utf-8", errors="replace")


def _of_policies(shown: str, epochs: int) -> float:
    """The seconds for which policies learned: of all that learns, Rasa's cache keeps only them.

    With `--finetune` it would take less, but Rasa 3.6.21 cannot: its UnexpecTED policy fails.
    """
    return sum(row[epochs] for row in _rows(shown, epochs)[NLU_ROWS:])


def extrapolated(seconds: float, shown: str, few: int, epochs: int) -> float:
    """The seconds that a training of many epochs would take, from one of a few.

    Args:
        seconds: what the few epochs took, with all the rest.
        shown: what Rasa showed meanwhile, one row of epochs for each component that learns.
        few: how many epochs it had; the first one is longer, so the others count.
    """
    for row in _rows(shown, few):
        first = min(row)
        more = (row[few] - row[first]) / (few - first) if few > first else row[few]
        seconds += (epochs - few) * more
    return seconds


def _rows(shown: str, few: int) -> list[dict[int, float]]:
    """For each row of epochs, the seconds when so many of them were done."""
    rows: list[dict[int, float]] = []
    for done, of, hours, minutes, seconds in EPOCHS.findall(shown):
        if int(of) != few or not int(done):
            continue
        if not rows or int(done) < max(rows[-1]):
            rows.append({})
        taken = 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)
        rows[-1].setdefault(int(done), taken)
    return [row for row in rows if few in row]


def _install_stock() -> None:
    """The environment of stock, made on demand; it has 2.5 GB."""
    if (STOCK / "complete").is_file():
        return
    tell("Installing Rasa with TensorFlow (2.5 GB) ...")
    projects.BENCH.mkdir(exist_ok=True)
    run([sys.executable, "-m", "venv", "--clear", str(STOCK)], projects.BENCH)
    install = [str(STOCK_PYTHON), "-m", "pip", "install", "--no-deps", "--require-hashes", "-r"]
    for lock in ("build.txt", "stock.txt"):
        isolation = ["--no-build-isolation"] if lock == "stock.txt" else []
        run([*install, str(LOCKS / lock), *isolation], projects.BENCH)
    (STOCK / "complete").touch()


def _train_ours(kept: Path, note: Note, options: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "bot.training"]
    folder = projects.write_ours(projects.BENCH / "ours-whole", 1.0, 1)
    tell("Training ours on all questions ...")
    note(ON_ALL, "ours", run(command, folder, PYTHONPATH=str(folder)))
    folder = projects.write_ours(projects.BENCH / "ours", options.share, options.least)
    tell("Training ours on a share of the questions ...")
    note(ON_SHARE, "ours", run(command, folder, PYTHONPATH=str(folder)))
    model = current_model(folder)
    _score(ours(folder, kept), note, options)
    projects.add_example(folder / "data" / "nlu" / "pay.yml")
    note(NEW_EXAMPLE, "ours", run(command, folder, PYTHONPATH=str(folder)))
    model.unlink()


def _score(contestant: Contestant, note: Note, options: argparse.Namespace) -> None:
    if not options.accuracy:
        return
    tell(f"Asking {contestant.name} the held-out questions ...")
    contestant.start("What is radiology?")
    try:
        questions = read_held_out(ROOT)[:: options.every]
        for what, share in share_right(contestant, questions).items():
            name = "held-out right, %" if what == "all" else f"held-out {what}, %"
            note(name, contestant.name, share)
    finally:
        contestant.stop()

"""Measures floor, stock and ours side by side; `--help` tells what may be chosen."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import measures, report
from benchmarks.making import LOCKS, STOCK, make
from benchmarks.running import Contestant
from bot.settings import ROOT
from bot.starting import guarded
from bot.starting import report as tell
from tests.evaluate.questions import read_held_out

RESULTS = ROOT / "results" / "bench"
PLACES = (1, 100, 400, 1000)
WORDS = ("radiology", "radiologist", "radiologists")
"""The keywords of the floor: every question asked for the times has one of them."""

TINY = {
    **{"rounds": 1, "answers": 96, "share": 0.0, "least": 1, "epochs": 2, "whole_epochs": 0},
    **{"longest": 100, "stock_longest": 100, "every": 20},
}
"""What `--tiny` sets: figures that mean nothing, to see in minutes that all of it works."""

Found = dict[str, dict[str, list[float]]]


def bench() -> None:
    """Make what is compared, measure in interleaved rounds, and tell."""
    options = _options()
    began = time.monotonic()
    found: Found = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as kept:

        def note(what: str, of: str, value: float) -> None:
            found[what][of].append(value)

        contestants = [make(name, Path(kept), note, options) for name in options.contestants]
        asked = [each for each in read_held_out(ROOT) if each.is_careers]
        questions = [each.question for each in asked if _has_keyword(each.question)]
        for turn in range(options.rounds):
            for each in contestants:
                tell(f"Round {turn + 1} of {options.rounds}: {each.name} ...")
                _measure(each, questions, turn, found, options)
    _measure_sizes(found, options)
    medians = {
        what: {name: statistics.median(values) for name, values in row.items()}
        for what, row in found.items()
    }
    minutes = (time.monotonic() - began) / 60
    print(report.write(medians, _notes(options, minutes), RESULTS))
    tell(f"Written: {RESULTS.relative_to(ROOT)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--contestants", nargs="+", default=["floor", "stock", "ours"], metavar="NAME")
    add("--rounds", type=int, default=3, help="how often each is started and measured")
    add("--answers", type=int, default=1000, help="answers before memory is read, in each round")
    add("--share", type=float, default=0.05, help="of the questions that both are trained on")
    add("--least", type=int, default=2, help="questions of each block in that share")
    add("--epochs", type=int, default=100, help="of stock's training; rasa init writes 100")
    add("--whole-epochs", type=int, default=2, help="of stock on all questions, to extrapolate")
    add("--longest", type=int, default=1000, help="messages of the long conversation")
    add("--stock-longest", type=int, default=400, help="the same for floor and stock")
    add("--every", type=int, default=1, help="one held-out question of so many is asked")
    add("--accuracy", action=argparse.BooleanOptionalAction, default=True)
    add("--keep", action="store_true", help="keep what stock was trained last time")
    add("--tiny", action="store_true", help="everything once and small: does it work?")
    options = parser.parse_args()
    if options.tiny:
        vars(options).update(TINY)
    return options


def _notes(options: argparse.Namespace, minutes: float) -> list[str]:
    """How it was measured, for whoever reads the figures."""
    few, epochs = options.whole_epochs, options.epochs
    return [
        f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} at the end; medians of "
        f"{options.rounds} rounds, each contestant served alone; {minutes:.0f} minutes in all",
        f"training on a share and held-out questions: both learn from the same questions, "
        f"{options.share:.0%} of each block and at least {options.least}; stock in {epochs} epochs",
        "after one new example: ours is measured; stock is reckoned, all but the policies, which "
        "Rasa's cache keeps (it cannot finetune them)",
        f"training on all questions: stock is extrapolated from {few} epochs to {epochs}, "
        "ours is measured"
        if few
        else "training on all questions: stock was not measured",
        "long conversation: floor and stock in the first round, ours in every one",
    ]


def _measure(
    contestant: Contestant,
    questions: list[str],
    turn: int,
    found: Found,
    options: argparse.Namespace,
) -> None:
    name = contestant.name
    found["start, s"][name].append(contestant.start(questions[0]))
    try:
        for at_once in measures.AT_ONCE:
            most = options.answers // len(measures.AT_ONCE)
            times = measures.answer_times(contestant, questions, at_once, most, f"round{turn}")
            for part in ("p50", "p95", "p99"):
                found[f"{part} at {at_once}, ms"][name].append(times[part])
            found[f"answers a second at {at_once}"][name].append(times["answers_a_second"])
            found[f"processor time at {at_once}, ms"][name].append(times["processor"])
        found["memory, MB"][name].append(contestant.memory())
        if name == "ours" or turn == 0:
            longest = options.longest if name == "ours" else options.stock_longest
            places = [each for each in PLACES if each <= longest]
            grown = measures.growth(contestant, questions, places, f"long{turn}")
            for place, milliseconds in grown.items():
                found[f"message {place}, ms"][name].append(milliseconds)
    finally:
        contestant.stop()


def _measure_sizes(found: Found, options: argparse.Namespace) -> None:
    found["installed, MB"]["ours"].append(
        measures.installed_size(Path(sys.prefix), [LOCKS / "build.txt", LOCKS / "runtime.txt"])
    )
    if "stock" in options.contestants:
        locks = [LOCKS / "build.txt", LOCKS / "stock.txt"]
        found["installed, MB"]["stock"].append(measures.installed_size(STOCK, locks))


def _has_keyword(question: str) -> bool:
    return bool(set(WORDS) & set(question.lower().rstrip("?").split()))


if __name__ == "__main__":
    guarded(bench)

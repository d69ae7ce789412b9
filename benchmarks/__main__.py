"""Measures floor, stock and ours side by side; `--help` tells what may be chosen."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks import measures, projects, report
from benchmarks.accuracy import share_right
from benchmarks.running import Contestant, free_port, ours, plain, rasa, run
from bot.rasa_runtime.training import current_model
from bot.settings import ROOT
from bot.starting import guarded, trained_model
from bot.starting import report as tell
from tests.evaluate.questions import read_held_out

RESULTS = ROOT / "results" / "bench"
STOCK = projects.BENCH / "stock-env"
STOCK_PYTHON = STOCK / "bin" / "python"
LOCKS = ROOT / "requirements"
PLACES = (1, 100, 400, 1000)
WORDS = ("radiology", "radiologist", "radiologists")
"""The keywords of the floor: every question asked for the times has one of them."""

Found = dict[str, dict[str, list[float]]]


def bench() -> None:
    """Make what is compared, measure in interleaved rounds, and tell."""
    options = _options()
    found: Found = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as kept:
        contestants = [_make(name, Path(kept), found, options) for name in options.contestants]
        asked = [each for each in read_held_out(ROOT) if each.is_careers]
        questions = [each.question for each in asked if _has_keyword(each.question)]
        for turn in range(options.rounds):
            for each in contestants:
                tell(f"Round {turn + 1} of {options.rounds}: {each.name} ...")
                _measure(each, questions, turn, found, options)
    _measure_sizes(found, options)
    notes = [
        f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} at the end; medians of "
        f"{options.rounds} rounds, each contestant served alone",
        f"training and held-out questions: {options.share:.0%} of the questions on both sides, at "
        f"least two of each block; {options.epochs} epochs for stock (rasa init: 100)",
    ]
    medians = {
        what: {name: statistics.median(values) for name, values in row.items()}
        for what, row in found.items()
    }
    print(report.write(medians, notes, RESULTS))
    tell(f"Written: {RESULTS.relative_to(ROOT)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--contestants", nargs="+", default=["floor", "stock", "ours"], metavar="NAME")
    add("--rounds", type=int, default=3, help="how often each is started and measured")
    add("--answers", type=int, default=1000, help="answers before memory is read, in each round")
    add("--share", type=float, default=0.1, help="of the questions that both are trained on")
    add("--epochs", type=int, default=100, help="of stock's training")
    add("--longest", type=int, default=1000, help="messages of the long conversation")
    add("--stock-longest", type=int, default=400, help="the same for floor and stock")
    add("--accuracy", action=argparse.BooleanOptionalAction, default=True)
    add("--keep", action="store_true", help="keep what was trained last time")
    return parser.parse_args()


def _make(name: str, kept: Path, found: Found, options: argparse.Namespace) -> Contestant:
    tell(f"Making {name} ...")
    if name == "floor":
        folder = projects.write_floor()
        rasa(sys.executable, folder, "train")
        return plain(name, sys.executable, folder)
    if name == "stock":
        return _make_stock(found, options)
    _train_ours(kept, found, options)
    trained_model()
    return ours(ROOT, kept)


def _make_stock(found: Found, options: argparse.Namespace) -> Contestant:
    _install_stock()
    port = free_port()
    folder = projects.BENCH / "stock"
    if options.keep and (folder / "seconds").is_file():
        shutil.copy(_stock_endpoints(folder, port), folder / "endpoints.yml")
    else:
        folder = projects.write_stock(options.share, options.epochs, port)
        tell(f"Training stock on {options.share:.0%} of the questions: this takes long ...")
        (folder / "seconds").write_text(str(rasa(STOCK_PYTHON, folder, "train")), encoding="utf-8")
    seconds = (folder / "seconds").read_text(encoding="utf-8")
    found["training, s"]["stock"].append(float(seconds))
    contestant = plain("stock", STOCK_PYTHON, folder, port)
    if options.accuracy:
        _score(contestant, found)
    return contestant


def _stock_endpoints(folder: Path, port: int) -> Path:
    text = (projects.HERE / "stock" / "endpoints.yml").read_text(encoding="utf-8")
    path = folder / "endpoints.new"
    path.write_text(text.replace("{actions_port}", str(port)), encoding="utf-8")
    return path


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


def _train_ours(kept: Path, found: Found, options: argparse.Namespace) -> None:
    folder = projects.write_ours(options.share)
    command = [sys.executable, "-m", "bot.training"]
    tell(f"Training ours on {options.share:.0%} of the questions ...")
    found["training, s"]["ours"].append(run(command, folder, PYTHONPATH=str(folder)))
    model = current_model(folder)
    if options.accuracy:
        _score(ours(folder, kept), found)
    projects.add_example(folder / "data" / "nlu" / "pay.yml")
    seconds = run(command, folder, PYTHONPATH=str(folder))
    found["training after one new example, s"]["ours"].append(seconds)
    model.unlink()


def _score(contestant: Contestant, found: Found) -> None:
    contestant.start("What is radiology?")
    try:
        for what, share in share_right(contestant, read_held_out(ROOT)).items():
            name = "held-out right, %" if what == "all" else f"held-out {what}, %"
            found[name][contestant.name].append(share)
    finally:
        contestant.stop()


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
                found[f"{part} at {at_once}"][name].append(times[part])
            found[f"answers a second at {at_once}"][name].append(times["answers_a_second"])
        found["memory, MB"][name].append(contestant.memory())
        longest = options.longest if name == "ours" else options.stock_longest
        places = [each for each in PLACES if each <= longest]
        grown = measures.growth(contestant, questions, places, f"long{turn}")
        for place, milliseconds in grown.items():
            found[f"message {place}"][name].append(milliseconds)
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

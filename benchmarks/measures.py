"""What is measured of an assistant that is being served."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path

from benchmarks.running import Caller, Contestant

TURNS = 8
"""Questions in one conversation, so that what is compared is not how it grows."""

AT_ONCE = (1, 8, 32)
AROUND = 10
"""Messages whose times are taken together for the time of one place in a conversation."""


def answer_times(
    contestant: Contestant, questions: Sequence[str], at_once: int, most: int, name: str
) -> dict[str, float]:
    """Milliseconds of an answer, p50, p95 and p99, and answers a second, so many at once.

    The milliseconds of the processors' time that an answer takes hold on a busy machine, too.
    """
    times: list[float] = []
    each = most // at_once

    def ask(worker: int) -> None:
        with Caller(contestant.port) as caller:
            for place in range(each):
                text = questions[(worker * each + place) % len(questions)]
                began = time.perf_counter()
                caller.ask(text, f"{name}-{at_once}-{worker}-{place // TURNS}")
                times.append(time.perf_counter() - began)

    spent = contestant.processor_time()
    began = time.perf_counter()
    workers = [threading.Thread(target=ask, args=(number,)) for number in range(at_once)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - began
    spent = contestant.processor_time() - spent
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    found = {f"p{part}": 1000 * cuts[part - 1] for part in (50, 95, 99)}
    processor = 1000 * spent / len(times)
    return {**found, "answers_a_second": len(times) / seconds, "processor": processor}


def growth(
    contestant: Contestant, questions: Sequence[str], places: Iterable[int], name: str
) -> dict[int, float]:
    """Milliseconds of messages at some places of one long conversation, each a median.

    At every place the same questions are asked there and, by turns, as the first messages of other
    conversations: what else the machine does meanwhile slows both. Each was asked just before, so
    that neither is the first to need its words. The time of message 1 is that of those asked with
    the last place: at another the machine may be quicker or slower.
    """
    firsts: list[float] = []
    found = {}
    done = 0
    with Caller(contestant.port) as caller:

        def ask(text: str, sender: str) -> float:
            began = time.perf_counter()
            caller.ask(text, sender)
            return 1000 * (time.perf_counter() - began)

        for place in (each for each in places if each > 1):
            for number in range(done, place - AROUND):
                ask(questions[number % len(questions)], name)
            times, firsts = [], []
            for number in range(2 * AROUND):
                ask(questions[number], f"{name}-{place}-{number}-before")
                times.append(ask(questions[number], name))
                firsts.append(ask(questions[number], f"{name}-{place}-{number}"))
            found[place] = statistics.median(times)
            done = place + AROUND
    return {1: statistics.median(firsts), **found}


def installed_size(environment: Path, locks: Iterable[Path]) -> float:
    """Megabytes that the packages of some locks take in an environment."""
    lines = (line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines())
    locked = {_plain(line.partition("==")[0]) for line in lines if "==" in line[:80]}
    (folder,) = environment.glob("lib/python*/site-packages")
    return sum(
        _size(each)
        for each in distributions(path=[str(folder)])
        if _plain(each.metadata["Name"]) in locked
    )


def _size(package: Distribution) -> float:
    places = (Path(str(package.locate_file(file))) for file in package.files or ())
    return sum(place.stat().st_size for place in places if place.is_file()) / 1e6


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")

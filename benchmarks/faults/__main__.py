"""Tries the faults and writes the table of docs/reliability.md; `--help` tells of choices."""

from __future__ import annotations

import argparse
import asyncio
import time
import traceback
from itertools import groupby

from benchmarks.faults.catalogue import FAULTS
from benchmarks.faults.stands import STANDS, Stand
from benchmarks.faults.table import show, write
from benchmarks.faults.tally import Tally
from benchmarks.faults.trial import CONVERSATIONS, Fault, try_fault
from bot.starting import guarded, report, trained_model


def main() -> None:
    """Try the faults that were chosen, each arrangement of servers started once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="a part of a fault's name or stand")
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS)
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    options = parser.parse_args()
    trained_model()
    began = time.monotonic()
    chosen = [each for each in FAULTS if _is_chosen(each, options.only)]
    found: list[tuple[Fault, Tally | str]] = []
    for stand, faults in groupby(chosen, lambda each: each.stand):
        found += _on(stand, list(faults), options.conversations)
    minutes = (time.monotonic() - began) / 60
    print(show(found, options.conversations, minutes))
    if options.write:
        report(f"Written: {write(found, options.conversations, minutes)}")


def _is_chosen(fault: Fault, words: list[str]) -> bool:
    return not words or any(each in (fault.stand, fault.key) for each in words)


def _on(name: str, faults: list[Fault], conversations: int) -> list[tuple[Fault, Tally | str]]:
    report(f"Starting: {name} ...")
    found: list[tuple[Fault, Tally | str]] = []
    try:
        with STANDS[name]() as stand:
            for fault in faults:
                stand.wait_until_whole()
                found.append((fault, _try(fault, stand, conversations)))
    except Exception as error:
        report(f"  {name}: {error!r}")
        found += [(each, f"not tried: {error!r}") for each in faults[len(found) :]]
    return found


def _try(fault: Fault, stand: Stand, conversations: int) -> Tally | str:
    report(f"  {fault.name} ...")
    try:
        tally = asyncio.run(try_fault(fault, stand, conversations))
    except Exception as error:
        report(traceback.format_exc())
        return f"not measured: {error!r}"
    report(f"    {tally}")
    return tally


if __name__ == "__main__":
    guarded(main)

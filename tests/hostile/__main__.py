"""`python -m tests.hostile --each 10000`: fires that much at every way in, and writes the table."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import ROOT
from tests.hostile.attack import attack, inputs
from tests.hostile.report import report
from tests.hostile.servers import Target, running, untouched

PAGE = ROOT / "docs" / "hostile-input.md"


def read_arguments() -> argparse.Namespace:
    """How much, at what, and where the table goes."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--each", type=int, default=10_000, help="inputs for every way in")
    parser.add_argument("--ways", nargs="+", default=[], help="REST web Slack Teams console")
    parser.add_argument("--into", type=Path, default=PAGE, help="the file for the table")
    return parser.parse_args()


def tell(line: str) -> None:
    """Show progress."""
    print(line, file=sys.stderr, flush=True)


async def fire(target: Target, each: int) -> None:
    """Attack the assistant's channels one after another, and the console meanwhile."""
    fired = inputs(each)

    async def one_by_one() -> None:
        for way in target.ways:
            if way.name != "console":
                await attack(way, fired, tell)

    console = (attack(way, fired, tell) for way in target.ways if way.name == "console")
    await asyncio.gather(one_by_one(), *console)


def main() -> int:
    """Attack, write the table, and tell whether everything held."""
    given = read_arguments()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as target:
        if given.ways:
            target.ways = tuple(way for way in target.ways if way.name in given.ways)
        asyncio.run(fire(target, given.each))
        faults = [fault for way in target.ways for fault in way.tally.faults] + untouched(target)
    page = report(target.ways, time.monotonic() - began, faults)
    given.into.write_text(page, encoding="utf-8")
    tell(page.encode("ascii", "backslashreplace").decode())
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

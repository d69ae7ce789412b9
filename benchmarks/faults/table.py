"""The table of the faults, as it stands in docs/reliability.md."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Union

from benchmarks.faults.tally import Tally
from benchmarks.faults.trial import Fault
from bot.settings import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: written by make faults -->", "<!-- end of faults -->"

Found = Sequence[tuple[Fault, Union[Tally, str]]]

COLUMNS = (
    *("fault", "conversations", "accepted", "answered", "answered twice", "lost", "out of order"),
    *("tried again", "slowest answer, s", "recovery, s", "of it the fault, s", "what was seen"),
)
SERVERS = {
    "alone": "One process with SQLite and the console (`make run`)",
    "small_disk": "One process, its conversations on a disk of 8 MB",
    "with_actions": "One process, its actions in an action server",
    "together": "`make run WORKERS=2` with PostgreSQL and Redis, connected to Slack and Teams",
    "apart": "Two assistants that nobody watches, sharing PostgreSQL and Redis",
}


def show(found: Found, conversations: int, minutes: float) -> str:
    """The table as Markdown, with how it was made."""
    rows = [_row(COLUMNS), _row(["---"] + ["---:"] * (len(COLUMNS) - 2) + ["---"])]
    stand = ""
    for fault, tally in found:
        if fault.stand != stand:
            stand = fault.stand
            rows.append(_row([f"**{SERVERS[stand]}**"] + [""] * (len(COLUMNS) - 1)))
        rows.append(_row(_cells(fault, tally)))
    made = (
        f"Made on {date.today():%-d %B %Y} with {conversations} conversations at a time, on "
        f"{os.cpu_count()} cores (load {os.getloadavg()[1]:.1f} at the end), in {minutes:.0f} "
        "minutes."
    )
    return "\n".join([made, "", *rows])


def write(found: Found, conversations: int, minutes: float, page: Path = PAGE) -> str:
    """Put the table into the page, in place of the one before."""
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    shown = show(found, conversations, minutes)
    page.write_text(f"{head}{BEGIN}\n{shown}\n{END}{tail}", encoding="utf-8")
    return str(page.relative_to(ROOT))


def _cells(fault: Fault, tally: Union[Tally, str]) -> list[str]:
    if isinstance(tally, str):
        return [fault.name, *[""] * (len(COLUMNS) - 2), tally]
    recovery = "never" if tally.recovery is None else f"{tally.recovery:.1f}"
    numbers = (
        *(tally.conversations, tally.accepted, tally.answered, tally.twice, tally.lost),
        *(tally.misplaced, tally.sent_again),
    )
    lasted = f"{fault.lasts:.0f}" if tally.recovery and fault.lasts else ""
    shown = [*map(str, numbers), f"{tally.slowest:.1f}", recovery, lasted]
    return [fault.name, *shown, "; ".join(tally.notes)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"

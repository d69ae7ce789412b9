"""`make forget WHAT="--key web:..."`: deletes conversations for good, in the console too."""

from __future__ import annotations

import argparse
import datetime
import getpass
import sys
import time
from typing import TYPE_CHECKING

from bot.console.__main__ import main as console
from bot.rasa_runtime.endpoints import read_endpoints
from bot.settings import ROOT, read_settings
from bot.starting import guarded, report
from bot.storage.deletions import DATE, KEY, PERSON, before, delete, of_key, of_person, scrub
from bot.storage.keeping import DAY, open_store

if TYPE_CHECKING:
    from bot.storage.deletions import Condition


def read_arguments(given: list[str] | None = None) -> argparse.Namespace:
    """What to delete."""
    parser = argparse.ArgumentParser(prog="make forget", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--key", type=_named, help="one conversation, by its key in the console")
    what.add_argument(
        "--person", type=_named, help="all of one person: the last part of their keys"
    )
    what.add_argument("--before", type=_date, help="what was said before a day: 2026-01-31")
    what.add_argument("--days", type=_days, help="what is older than so many days")
    parser.add_argument("--who", default=getpass.getuser(), help="by default the user here")
    return parser.parse_args(given)


def condition(what: argparse.Namespace) -> tuple[Condition, str]:
    """What was asked for, and by which rule."""
    if what.key is not None:
        return of_key(what.key), KEY
    if what.person is not None:
        return of_person(what.person.strip(":")), PERSON
    moment = what.before if what.before is not None else time.time() - what.days * DAY
    return before(moment), DATE


def forget() -> None:
    """Delete, overwrite, tell how much that was, and see to it that the console follows."""
    what = read_arguments()
    settings = read_settings()
    endpoints = read_endpoints(ROOT, settings.database, settings.services)
    engine = open_store(endpoints.tracker_store).engine
    taken, why = condition(what)
    with engine.begin() as connection:
        deleted = delete(connection, taken, why, what.who)
    report(f"Deleted {deleted.events} events of {deleted.conversations} conversations.")
    scrub(engine)
    if console(["sweep"]):
        sys.exit(1)


def _named(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text.strip()


def _days(text: str) -> int:
    """A number of days; 0 means all there is."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is no number of days")
    return int(text)


def _date(text: str) -> float:
    """The beginning of a day of this machine, in seconds since 1970."""
    return datetime.datetime.strptime(text, "%Y-%m-%d").timestamp()


if __name__ == "__main__":
    guarded(forget)

"""`make forget WHAT="--key web:..."`: deletes conversations for good."""

from __future__ import annotations

import argparse
import datetime
import time

from sqlalchemy.engine import Connection

from bot.rasa_runtime.endpoints import read_endpoints
from bot.settings import ROOT, read_settings
from bot.starting import guarded, report
from bot.storage.deletions import (
    DATE,
    Deleted,
    delete_before,
    delete_key,
    delete_person,
    scrub,
)
from bot.storage.keeping import DAY, open_store


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
    return parser.parse_args(given)


def delete(connection: Connection, what: argparse.Namespace) -> Deleted:
    """Delete what was asked for."""
    if what.key is not None:
        return delete_key(connection, what.key)
    if what.person is not None:
        return delete_person(connection, what.person)
    moment = what.before if what.before is not None else time.time() - what.days * DAY
    return delete_before(connection, moment, DATE)


def forget() -> None:
    """Delete, overwrite, and tell how much that was."""
    what = read_arguments()
    settings = read_settings()
    endpoints = read_endpoints(ROOT, settings.database, settings.services)
    engine = open_store(endpoints.tracker_store).engine
    with engine.begin() as connection:
        deleted = delete(connection, what)
    scrub(engine, is_thorough=True)
    report(f"Deleted {deleted.events} events of {deleted.conversations} conversations.")


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

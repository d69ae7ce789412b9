"""Tests of the many ways in which personal data is written, and of what only looks like it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml

from bot.facts import read_facts
from bot.privacy import find_personal, prepare
from bot.settings import ROOT

WAYS = yaml.safe_load((Path(__file__).parent / "ways.yml").read_text(encoding="utf-8"))
KINDS = sorted(WAYS.keys() - {"kept"})
MARKED = re.compile("[«»]")
LENGTH = 10_000
LONGEST = 1.5
"""Seconds of this process for a hostile message of so many characters."""

EVERY = 8
"""Of the training questions one in so many is read: all would take long."""

ALARMS = 0.01

HOSTILE = (
    *(
        "dob ",
        "born on ",
        "born in a ",
        "d o b ",
        "birthday is on the ",
        "i was born ",
        "b. ",
        "b ",
    ),
    *("3/3/1999 ", "3/", "1 1 1999 ", "12 march 1 ", "third of ", "nineteen ", "first ", "march "),
    *("2001 ", "1999-", "i am 26 ", "turned ", "the year of ", "late in the ", "three "),
    *("gmc ", "gmc number is ", "g.m.c. ", "1234567 ", "gmc 1234567 ", "12 34 56 ", "7.", "dr "),
    *("nhs ", "nhs number 1 ", "943 476 ", "account a ", "card ends ", "0o7 ", "07700/", "no0"),
    *("a@", "info@", "an @", "token: ", "password = ", "[", "]", "'99 ", "christmas day "),
)


@pytest.fixture(scope="module", autouse=True)
def ready() -> None:
    prepare()


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_marked_is_masked(kind: str) -> None:
    assert [each for each in WAYS[kind] if _leaks(each)] == []


def test_what_only_looks_personal_is_left_alone() -> None:
    assert [each for each in WAYS["kept"] if find_personal(each)] == []


def test_no_fact_is_masked() -> None:
    said = [text for fact in read_facts().facts for text in (fact.says, *(fact.items or ()))]

    assert [each for each in said if find_personal(each)] == []


def test_training_questions_are_hardly_ever_masked() -> None:
    questions = [
        re.sub(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))", r"\1", line.removeprefix("- "))
        for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in part.get("examples", "").splitlines()
    ][::EVERY]
    masked = [each for each in questions if find_personal(each)]

    assert len(questions) > 1000
    assert len(masked) <= ALARMS * len(questions), masked


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_message_takes_no_time_of_note(piece: str) -> None:
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    began = time.process_time()
    find_personal(text)

    assert time.process_time() - began < LONGEST


def _leaks(marked: str) -> bool:
    """Whether a letter or digit between the marks is not masked."""
    pieces = MARKED.split(marked)
    text, found, at = "".join(pieces), [], 0
    for each in find_personal(text):
        found += range(each.start, each.end)
    for number, piece in enumerate(pieces):
        inside = range(at, at + len(piece)) if number % 2 else ()
        if any(text[place].isalnum() and place not in found for place in inside):
            return True
        at += len(piece)
    return False

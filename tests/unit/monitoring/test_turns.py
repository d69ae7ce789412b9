"""Tests of watching turns: figures, log lines and references that speak of the same thing."""

from __future__ import annotations

import json
import logging

import pytest
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError

from bot.channels.refusals import Refusal
from bot.monitoring.logs import JsonLines
from bot.monitoring.turns import current_reference, failure_reference, watched


def _turns(outcome: str) -> float:
    labels = {"channel": "test", "outcome": outcome}
    return REGISTRY.get_sample_value("assistant_turns_total", labels) or 0.0


def test_a_turn_is_counted_by_how_it_ended_and_logged_once(caplog) -> None:
    before = _turns("answered")
    caplog.set_level(logging.INFO, "bot.monitoring.turns")

    with watched("test") as turn:
        reference = turn.reference
        assert current_reference() == reference
        turn.outcome = "answered"

    assert _turns("answered") == before + 1
    assert current_reference() is None
    (record,) = caplog.records
    assert record.told.keys() == {"channel", "outcome", "seconds"}


def test_a_failure_has_the_reference_of_its_turn_also_when_it_is_told_later() -> None:
    before = _turns("error_channel")

    try:
        with watched("test") as turn:
            reference = turn.reference
            raise ValueError
    except ValueError:
        told = failure_reference("test")

    assert told == reference
    assert _turns("error_channel") == before + 1


def test_a_database_that_fails_is_an_error_and_no_refusal() -> None:
    before = _turns("error_channel")

    with pytest.raises(OperationalError), watched("test"):
        raise OperationalError("SELECT 1", {}, Exception())

    assert _turns("error_channel") == before + 1


def test_a_failure_outside_of_turns_has_one_of_its_own() -> None:
    try:
        raise ValueError
    except ValueError:
        assert len(failure_reference("test")) == 8


def test_a_refusal_is_no_error() -> None:
    before = _turns("refused")

    with pytest.raises(Refusal), watched("test"):
        raise Refusal("empty", 400)

    assert _turns("refused") == before + 1


def test_log_lines_are_objects_with_the_reference_of_the_turn() -> None:
    record = logging.LogRecord("bot.x", logging.ERROR, "x.py", 1, "it is %s", ("so\nso",), None)

    with watched("test") as turn:
        line = JsonLines().format(record)

    told = json.loads(line)
    assert "\n" not in line
    assert told["message"] == "it is so\nso"
    assert (told["level"], told["logger"]) == ("ERROR", "bot.x")
    assert told["reference"] == turn.reference
    assert told["at"].endswith("+00:00")

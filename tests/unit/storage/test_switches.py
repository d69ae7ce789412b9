"""Tests of the switches that take channels out of service."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.storage import switches
from bot.storage.switches import Switches


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database without anything in it."""
    return sa.create_engine(f"sqlite:///{tmp_path / 'kept.db'}", poolclass=sa.pool.NullPool)


def test_a_channel_is_in_service_unless_somebody_switched_it_off(engine: Engine) -> None:
    kept = Switches(engine)

    assert kept.is_on("web")
    kept.switch("web", False, "Ada", "A drill")
    assert not kept.is_on("web")
    assert kept.is_on("slack")
    kept.switch("web", True, "Ada", "It is over")
    assert kept.is_on("web")


def test_another_process_sees_it_when_its_last_look_is_old(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = Switches(engine), Switches(engine)
    assert there.is_on("web")

    here.switch("web", False, "Ada", "A drill")

    assert there.is_on("web")
    monkeypatch.setattr(switches, "FRESH", 0.0)
    assert not there.is_on("web")


def test_who_and_why_are_kept_with_the_time(engine: Engine) -> None:
    Switches(engine).switch("web", False, "Ada", "A drill")
    Switches(engine).switch("web", True, "Grace", "It is over")

    told = [(each.who, each.why, each.is_on) for each in Switches(engine).history()]
    assert told == [("Ada", "A drill", False), ("Grace", "It is over", True)]
    assert all(each.at.endswith("+00:00") for each in Switches(engine).history())


def test_a_database_that_fails_changes_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    kept = Switches(engine)
    kept.switch("web", False, "Ada", "A drill")
    assert not kept.is_on("web")
    monkeypatch.setattr(switches, "FRESH", 0.0)

    (tmp_path / "kept.db").write_bytes(b"no database")

    assert not kept.is_on("web")
    assert kept.is_on("slack")
    assert "could not be read" in caplog.text

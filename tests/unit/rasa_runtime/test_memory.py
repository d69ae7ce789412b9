"""Tests that what is loaded is left out of the search for garbage, and later garbage is not."""

from __future__ import annotations

import ctypes
import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.rasa_runtime.memory import settle


class Thing:
    """Something that refers to itself, so that only a search finds it."""

    def __init__(self) -> None:
        self.self = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_loaded_is_not_searched_any_more() -> None:
    settle()

    assert gc.get_freeze_count() > 10_000


def test_garbage_that_comes_later_is_still_found() -> None:
    settle()
    gone = weakref.ref(Thing())
    gc.collect()

    assert gone() is None


def test_garbage_that_was_there_before_is_taken_out_first() -> None:
    gone = weakref.ref(Thing())
    settle()

    assert gone() is None


def test_a_c_library_that_cannot_give_back_is_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())

    settle()

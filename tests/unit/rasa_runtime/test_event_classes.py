"""Tests that the classes of events are found as Rasa finds them, and that Rasa still searches."""

from __future__ import annotations

import inspect

import pytest
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.utils.common import all_subclasses

from bot.rasa_runtime import event_classes, rules
from bot.rasa_runtime.event_classes import _rasa_resolve


def test_naming_the_policy_puts_the_adjustment_in_place() -> None:
    assert rules.Rules.__module__ == "bot.rasa_runtime.rules"
    assert Event.resolve_by_type is event_classes._resolve


@pytest.mark.parametrize("name", sorted({each.type_name for each in all_subclasses(Event)}))
def test_every_type_has_the_class_that_rasa_finds_now_and_later(name: str) -> None:
    assert {Event.resolve_by_type(name) for _ in range(2)} == {_rasa_resolve(name)}


def test_a_type_that_rasa_does_not_know_is_treated_as_rasa_treats_it() -> None:
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("unheard of", SlotSet) is SlotSet
    assert Event.resolve_by_type("unheard of", UserUttered) is UserUttered
    with pytest.raises(ValueError, match="Unknown event name 'unheard of'"):
        Event.resolve_by_type("unheard of")


def test_rasa_still_searches_all_classes_for_every_event() -> None:
    assert "all_subclasses(Event)" in inspect.getsource(_rasa_resolve)
    assert "Event.resolve_by_type(event_name, default)" in inspect.getsource(Event.from_parameters)

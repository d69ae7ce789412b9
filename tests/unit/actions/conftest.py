"""A turn as Rasa asks for it: the tracker, the domain, and what is sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from bot.settings import ROOT


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """Our own domain.yml."""
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture
def run(domain) -> Callable[..., tuple[list[dict], dict[str, Any]]]:
    """Runs an action; gives the messages it says and the slots it sets."""

    def run_action(action: Turn, message: dict | None, **slots: Any):
        dispatcher = CollectingDispatcher()
        tracker = Tracker("visitor", slots, message, [], False, None, {}, "action_listen")
        events = action.run(dispatcher, tracker, domain)
        assert all(each["event"] == "slot" for each in events)
        return dispatcher.messages, {each["name"]: each["value"] for each in events}

    return run_action

"""Replays dialogues and held-out questions with and without the adjustments to Rasa.

`REPLAY_ALL=1` replays every one of them; otherwise a quarter is enough.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa_sdk.executor import ActionExecutor

from bot.channels.conversations import answer_once
from bot.facts import read_facts
from bot.rasa_runtime import event_classes, graph_order, local_actions, reading_ahead
from bot.rasa_runtime.rules import Rules
from bot.settings import ROOT
from bot.starting import quieten, trained_model
from bot.storage.tracker_store import ConversationStore
from tests.dialogues.dialogue import read_dialogues
from tests.evaluate.questions import read_held_out

SHARE = 1 if os.environ.get("REPLAY_ALL") else 4
"""One dialogue and one held-out question of so many are replayed: Rasa's own way takes long."""

TOGETHER = 8
"""Held-out questions in one conversation."""

AS_RASA_IS = (
    (Event, "resolve_by_type", staticmethod(event_classes._rasa_resolve)),
    (DaskGraphRunner, "run", graph_order._rasa_run),
    (RemoteAction, "run", local_actions._remote_run),
    (MessageProcessor, "parse_message", reading_ahead._rasa_parse),
    (Rules, "_find_action_from_rules", Rules.__base__._find_action_from_rules),
    (Rules, "_get_possible_keys", Rules.__base__._get_possible_keys),
)


class ActionServer:
    """Rasa's action server without the network: JSON in, the action, JSON out."""

    url = "here"

    def __init__(self) -> None:
        self.kwargs: dict[str, Any] = {}
        self._executor = ActionExecutor()
        self._executor.register_package(local_actions.ACTIONS_PACKAGE)

    async def request(self, json: dict[str, Any], **_options: Any) -> dict[str, Any]:
        return _through_json(await self._executor.run(_through_json(json)))


def _through_json(data: Any) -> Any:
    return json.loads(json.dumps(data))


@contextmanager
def without_adjustments() -> Iterator[None]:
    """Rasa as its makers left it, but for listening after the fallback, which changes answers."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, original in AS_RASA_IS:
            patch.setattr(owner, name, original)
        yield


def conversations() -> Iterator[tuple[str, list[str]]]:
    for dialogue in read_dialogues(read_facts())[::SHARE]:
        yield dialogue.dialogue, [turn.person for turn in dialogue.turns]
    questions = [each.question for each in read_held_out(ROOT)][::SHARE]
    for start in range(0, len(questions), TOGETHER):
        yield f"questions from {start}", questions[start : start + TOGETHER]


async def converse(store: TrackerStore, endpoint: Any) -> list[Any]:
    """All that is said, understood and kept in every conversation."""
    agent = Agent.load(str(trained_model()), tracker_store=store, action_endpoint=endpoint)
    held = []
    for name, texts in conversations():
        for place, text in enumerate(texts):
            message = UserMessage(text, sender_id=name, message_id=f"{place}")
            turn, _ = await answer_once(agent, message)
            tracker = await agent.tracker_store.retrieve(name)
            said = [reply.to_data() for reply in turn.replies]
            understood = tracker.latest_message.parse_data
            held.append([name, text, said, understood, tracker.current_slot_values()])
    return _through_json(held)


@pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
def test_every_answer_is_the_same_without_the_adjustments(tmp_path: Path) -> None:
    quieten()
    ours = ConversationStore(db=str(tmp_path / "ours.db"))
    theirs = SQLTrackerStore(db=str(tmp_path / "theirs.db"))

    with_them = asyncio.run(converse(ours, None))
    with without_adjustments():
        without = asyncio.run(converse(theirs, ActionServer()))

    for here, there in zip(with_them, without, strict=True):
        assert here == there


def test_every_adjustment_is_left_out_for_comparison() -> None:
    with without_adjustments():
        for owner, name, original in AS_RASA_IS:
            original = getattr(original, "__func__", original)
            assert getattr(owner, name) is original
            assert original.__module__.startswith("rasa.")

"""Tests of running actions in Rasa's own process, and Rasa's own way where an endpoint is named."""

from __future__ import annotations

import inspect

import pytest
from rasa.core.actions import action as rasa_action
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_runtime import local_actions, rules
from bot.settings import ROOT

# Rasa warns about every domain with slots of its own.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed:UserWarning")
PARAMETERS = ["self", "output_channel", "nlg", "tracker", "domain"]


class FakeEndpoint:
    """An action server that answers every request in the same way."""

    url = "http://localhost/webhook"

    def __init__(self) -> None:
        self.kwargs: dict = {}
        self.requests: list[dict] = []

    async def request(self, json: dict, **options) -> dict:
        """Keep the request, and answer."""
        self.requests.append(json)
        return {
            "events": [{"event": "slot", "timestamp": None, "name": "outcome", "value": "far"}],
            "responses": [{"text": "From afar."}],
        }


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def run(domain: Domain):
    """Runs an action after a greeting; gives what it says and the slots it sets."""

    async def run_action(name: str, endpoint=None):
        parse = {"intent": {"name": "greet", "confidence": 1.0}, "entities": []}
        said = UserUttered("hello", parse["intent"], parse_data=parse)
        tracker = DialogueStateTracker.from_events(
            "visitor", [ActionExecuted("action_listen"), said], domain.slots
        )
        output = CollectingOutputChannel()
        nlg = NaturalLanguageGenerator.create(None, domain)
        events = await RemoteAction(name, endpoint).run(output, nlg, tracker, domain)
        said = [each.message() for each in events if isinstance(each, BotUttered)]
        return said, [each for each in events if isinstance(each, SlotSet)]

    return run_action


async def test_without_an_endpoint_an_action_runs_here(run, domain: Domain) -> None:
    (message,), slots = await run("action_make_small_talk")

    assert message["text"].startswith(domain.responses["utter_greet"][0]["text"])
    assert message["answer"]["outcome"] == "conversed"
    assert message["buttons"]
    assert SlotSet("outcome", "conversed") in slots


async def test_with_an_endpoint_rasa_asks_there(run) -> None:
    endpoint = FakeEndpoint()

    (message,), slots = await run("action_make_small_talk", endpoint)

    assert (message["text"], slots) == ("From afar.", [SlotSet("outcome", "far")])
    (request,) = endpoint.requests
    assert request["next_action"] == "action_make_small_talk"
    assert request["tracker"]["latest_message"]["text"] == "hello"


async def test_every_action_of_the_domain_is_found_here(domain: Domain) -> None:
    executor = local_actions._local_executor()

    named = {each for each in domain.user_actions if not each.startswith("utter_")}
    assert set(executor.actions) == named


async def test_actions_that_cannot_be_registered_are_tried_again_next_time(
    run, monkeypatch
) -> None:
    def fail(self, package):
        raise RuntimeError("planted")

    monkeypatch.setattr(local_actions, "_executor", None)
    with monkeypatch.context() as patch:
        patch.setattr(local_actions.ActionExecutor, "register_package", fail)
        with pytest.raises(RuntimeError, match="planted"):
            await run("action_make_small_talk")

    assert await run("action_make_small_talk")


def test_naming_the_policy_puts_the_adjustment_in_place() -> None:
    assert rules.Rules.__module__ == "bot.rasa_runtime.rules"
    assert RemoteAction.run is local_actions._run


async def test_rasa_still_refuses_to_run_an_action_without_an_endpoint(run, monkeypatch) -> None:
    monkeypatch.setattr(RemoteAction, "run", local_actions._remote_run)

    with pytest.raises(rasa_action.RasaException, match="because no endpoint is configured"):
        await run("action_make_small_talk")


def test_rasa_still_runs_actions_through_the_methods_that_are_replaced_and_used() -> None:
    assert list(inspect.signature(local_actions._remote_run).parameters) == PARAMETERS
    assert list(inspect.signature(local_actions._run).parameters) == PARAMETERS
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(
        RemoteAction._validate_action_result
    )

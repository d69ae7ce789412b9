"""Tests of the rule policy: it listens after the fallback, which Rasa's own would repeat."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_runtime.rules import Rules

FALLBACK = "action_answer"
DOMAIN = Domain.from_dict({"intents": ["greet"], "actions": [FALLBACK, "action_greet"]})
LISTEN = ActionExecuted("action_listen")


def said(intent: str | None) -> UserUttered:
    return UserUttered("hello", {"name": intent, "confidence": 1.0})


def taught(policy: type[RulePolicy], folder: Path) -> RulePolicy:
    """A policy that knows one rule: greet, then action_greet."""
    made = policy.create(
        {
            **policy.get_default_config(),
            "core_fallback_threshold": 0.1,
            "core_fallback_action_name": FALLBACK,
            "enable_fallback_prediction": True,
        },
        LocalModelStorage(folder),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
    )
    rule = TrackerWithCachedStates.from_events(
        "rule",
        [
            ActionExecuted("..."),
            LISTEN,
            said("greet"),
            ActionExecuted("action_greet"),
            LISTEN,
        ],
        domain=DOMAIN,
        slots=DOMAIN.slots,
        is_rule_tracker=True,
    )
    made.train([rule], DOMAIN)
    return made


@pytest.fixture
def next_action(tmp_path: Path):
    """What a policy chooses after some events."""

    def choose(policy: type[RulePolicy], *events) -> str:
        tracker = DialogueStateTracker.from_events("visitor", [LISTEN, *events], DOMAIN.slots)
        prediction = taught(policy, tmp_path).predict_action_probabilities(tracker, DOMAIN)
        best = prediction.probabilities.index(prediction.max_confidence)
        return DOMAIN.action_names_or_texts[best]

    return choose


@pytest.mark.parametrize(
    ("events", "action"),
    [
        ([said("greet")], "action_greet"),
        ([said("greet"), ActionExecuted("action_greet")], "action_listen"),
        ([said(None)], FALLBACK),
        ([said(None), ActionExecuted(FALLBACK)], "action_listen"),
        ([said(None), ActionExecuted(FALLBACK), LISTEN, said("greet")], "action_greet"),
    ],
)
def test_rules_come_first_then_the_fallback_once(next_action, events, action: str) -> None:
    assert next_action(Rules, *events) == action


def test_rasa_would_still_choose_the_fallback_again_and_again(next_action) -> None:
    assert next_action(RulePolicy, said(None), ActionExecuted(FALLBACK)) == FALLBACK


def test_the_policy_is_registered_as_the_one_that_it_extends() -> None:
    ours, theirs = (DefaultV1Recipe._registered_components[n] for n in ("Rules", "RulePolicy"))

    assert (ours.types, ours.is_trainable) == (theirs.types, theirs.is_trainable)

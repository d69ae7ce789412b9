"""Tests of the rule policy: it listens after the fallback, which Rasa's own would repeat."""

from __future__ import annotations

import inspect
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

from bot.rasa_runtime import rules
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


@pytest.fixture
def loaded(tmp_path: Path) -> Rules:
    """The policy as it is once it was trained, written and read."""
    taught(Rules, tmp_path)
    return Rules.load(
        {
            **Rules.get_default_config(),
            "core_fallback_threshold": 0.1,
            "core_fallback_action_name": FALLBACK,
            "enable_fallback_prediction": True,
        },
        LocalModelStorage(tmp_path),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
    )


HAPPENED = [
    *([], [said("greet")], [said(None)], [said("other")], [ActionExecuted(FALLBACK)]),
    [said("greet"), ActionExecuted("action_greet")],
    [said("greet"), ActionExecuted("action_greet"), LISTEN],
    [said("greet"), ActionExecuted("action_greet"), LISTEN, said("greet")],
    [said(None), ActionExecuted(FALLBACK), LISTEN, said("greet")],
    [said("greet"), ActionExecuted(FALLBACK), LISTEN, said(None)],
]


def test_a_loaded_policy_chooses_as_rasa_does_the_first_time_and_from_memory(
    loaded: Rules, tmp_path: Path
) -> None:
    theirs = taught(RulePolicy, tmp_path)
    for events in HAPPENED * 2:
        tracker = DialogueStateTracker.from_events("visitor", [LISTEN, *events], DOMAIN.slots)
        expected = RulePolicy.predict_action_probabilities(theirs, tracker, DOMAIN)
        found = RulePolicy.predict_action_probabilities(loaded, tracker, DOMAIN)
        assert found.probabilities == expected.probabilities
        assert found.is_end_to_end_prediction == expected.is_end_to_end_prediction
        assert found.events == expected.events
    assert loaded._known_keys


def test_rules_are_compared_once_for_what_happened_before(loaded: Rules, monkeypatch) -> None:
    compared = []
    compare = RulePolicy._is_rule_applicable

    def count(self, *given):
        compared.append(given)
        return compare(self, *given)

    monkeypatch.setattr(RulePolicy, "_is_rule_applicable", count)
    tracker = DialogueStateTracker.from_events("visitor", [LISTEN, said("greet")], DOMAIN.slots)
    loaded.predict_action_probabilities(tracker, DOMAIN)
    first = len(compared)
    loaded.predict_action_probabilities(tracker, DOMAIN)

    assert 0 < first == len(compared)


def test_what_is_remembered_has_an_end(loaded: Rules, monkeypatch) -> None:
    monkeypatch.setattr(rules, "MOST_REMEMBERED", 3)
    for name in ("greet", "a", "b", "c", "d", "e"):
        tracker = DialogueStateTracker.from_events("visitor", [LISTEN, said(name)], DOMAIN.slots)
        loaded.predict_action_probabilities(tracker, DOMAIN)
        assert len(loaded._known_keys) <= 3


def test_in_training_where_rules_still_change_nothing_is_remembered(tmp_path: Path) -> None:
    policy = taught(Rules, tmp_path)
    tracker = DialogueStateTracker.from_events("visitor", [LISTEN, said("greet")], DOMAIN.slots)

    policy.predict_action_probabilities(tracker, DOMAIN)

    assert policy._known_keys is None


def test_rasa_still_looks_for_the_rules_that_fit_in_the_methods_that_are_extended() -> None:
    source = inspect.getsource(RulePolicy._find_action_from_rules)

    assert "self._get_possible_keys(self.lookup[RULES], states)" in source
    assert inspect.getsource(RulePolicy._predict).count("self._find_action_from_rules(") == 2
    assert "turn_index >= len(reversed_rule_states)" in inspect.getsource(
        RulePolicy._is_rule_applicable
    )


def test_the_policy_is_registered_as_the_one_that_it_extends() -> None:
    ours, theirs = (DefaultV1Recipe._registered_components[n] for n in ("Rules", "RulePolicy"))

    assert (ours.types, ours.is_trainable) == (theirs.types, theirs.is_trainable)

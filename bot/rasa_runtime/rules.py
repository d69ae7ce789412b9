"""The rule policy: Rasa's own, loaded together with the adjustments, so that they always hold."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, Optional

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT

from bot.rasa_runtime.adjustments import adjust_rasa

MOST_REMEMBERED = 10_000

adjust_rasa()


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class Rules(RulePolicy):
    """Rasa's rule policy; naming it in config.yml brings the adjustments to every Rasa command.

    Adjustment: after the fallback action it listens. Rasa 3.6.21 would choose the fallback again,
    ten times over, since its own fallback takes the message back and ours answers it.

    Adjustment: which rules fit is found once for each thing that can happen. Rasa compares every
    rule with the conversation, three times a message, once of them by the text of the message,
    which no rule of ours names: 6 % of an answer.
    """

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """What Rasa predicts, or to listen when the fallback has answered."""
        predicted = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        has_fallen_back = tracker.latest_action_name == self._fallback_action_name
        if has_fallen_back and predicted.max_confidence < 1:
            return self._prediction(self._prediction_result(ACTION_LISTEN_NAME, tracker, domain))
        return predicted

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> Rules:
        """Load a trained policy; its rules change no more, so what fits may be remembered."""
        policy = super().load(*args, **kwargs)
        policy._known_keys = {}
        return policy

    _known_keys: Optional[dict[str, set[str]]] = None

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[Optional[str], Optional[str], bool]:
        is_known = self._known_keys is not None
        if use_text_for_last_user_input and is_known and self._all_name_intents:
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        known = self._known_keys
        if known is None or lookup is not self.lookup.get(RULES):
            return super()._get_possible_keys(lookup, states)
        # Rasa looks back state by state; a rule that is shorter fits whatever was before.
        newest = states[-self._longest :]
        happened = json.dumps(newest, sort_keys=True)
        if happened not in known:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[happened] = super()._get_possible_keys(lookup, newest)
        return known[happened]

    @cached_property
    def _all_rules(self) -> list[list[State]]:
        return [self._rule_key_to_state(key) for key in self.lookup[RULES]]

    @cached_property
    def _longest(self) -> int:
        return max((len(states) for states in self._all_rules), default=1)

    @cached_property
    def _all_name_intents(self) -> bool:
        """Whether every rule ends with a message of some intent, so that no text alone fits it."""
        newest = [states[-1] for states in self._all_rules]
        return all(INTENT in each.get(USER, {}) and PREVIOUS_ACTION in each for each in newest)

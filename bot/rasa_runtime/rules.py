"""The rule policy: Rasa's own, loaded together with the adjustments, so that they always hold."""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_runtime.local_actions import run_actions_here
from bot.rasa_runtime.masked_messages import mask_messages

run_actions_here()
mask_messages()


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class Rules(RulePolicy):
    """Rasa's rule policy; naming it in config.yml brings the adjustments to every Rasa command.

    Adjustment: after the fallback action it listens. Rasa 3.6.21 would choose the fallback again,
    ten times over, since its own fallback takes the message back and ours answers it.
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

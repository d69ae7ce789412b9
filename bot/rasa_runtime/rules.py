"""The rule policy: Rasa's own, loaded together with the adjustments, so that they always hold."""

from __future__ import annotations

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from bot.rasa_runtime.local_actions import run_actions_here

run_actions_here()


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class Rules(RulePolicy):
    """Rasa's rule policy; naming it in config.yml brings the adjustments to every Rasa command."""

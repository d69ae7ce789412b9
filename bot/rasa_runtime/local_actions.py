"""Adjustment: without an action endpoint, actions run in Rasa's own process.

Rasa 3.6.21 posts the tracker and the domain to an action server, in a new HTTP session each time,
and checks the reply with a validator that it builds anew: three quarters of a turn. With
`action_endpoint` in endpoints.yml Rasa's own way is kept.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import ActionExecutor

ACTIONS_PACKAGE = "actions"

_remote_run = RemoteAction.run
_executor: Optional[ActionExecutor] = None


def run_actions_here() -> None:
    """Make Rasa run custom actions in this process wherever no endpoint is configured."""
    RemoteAction.run = _run  # type: ignore[method-assign]


def prepare_actions() -> None:
    """Import the actions now and not with the first message."""
    _local_executor()


def _local_executor() -> ActionExecutor:
    global _executor
    if _executor is None:
        executor = ActionExecutor()
        executor.register_package(ACTIONS_PACKAGE)
        _executor = executor
    return _executor


async def _run(
    self: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    if self.action_endpoint:
        return await _remote_run(self, output_channel, nlg, tracker, domain)
    result: dict[str, Any] = await _local_executor().run(self._action_call_format(tracker, domain))
    said = await self._utter_responses(result["responses"], output_channel, nlg, tracker)
    return [*said, *(deserialise_events(result["events"]))]

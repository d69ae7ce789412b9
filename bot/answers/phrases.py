"""The fixed sentences of domain.yml, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.errors import AssistantError


class Phrases:
    """Fixed sentences; `phrases.say("no_fact")` is the text of the response `utter_no_fact`."""

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]]) -> None:
        self._responses = responses

    def say(self, name: str, **values: str) -> str:
        """The sentence called `name`, with its `{placeholders}` filled.

        Raises:
            AssistantError: domain.yml has no such response, or it asks for another value.
        """
        try:
            return str(self._responses[f"utter_{name}"][0]["text"]).strip().format(**values)
        except KeyError as error:
            raise AssistantError(
                f"domain.yml: responses: utter_{name} lacks {error}: add or correct it"
            ) from error

    def has(self, name: str) -> bool:
        """Whether domain.yml has the response `utter_<name>`."""
        return f"utter_{name}" in self._responses

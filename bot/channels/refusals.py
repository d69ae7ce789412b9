"""Why a request is refused, and the reading of a request's body."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.answers import Phrases
from bot.visible_text import visible

LONGEST_TEXT = 1000
"""Characters of a message."""

LONGEST_BODY = 20_000
"""Bytes of a request."""


@dataclass(frozen=True)
class Refusal(Exception):
    """Why a request is refused: a code for programs, and the name of a sentence for people.

    Attributes:
        code: also the name of the sentence, `utter_<code>` in domain.yml.
        values: what the sentence has placeholders for.
    """

    code: str
    status: int
    values: dict[str, str] = field(default_factory=dict)
    is_refusal: ClassVar[bool] = True

    def to_response(self, phrases: Phrases) -> HTTPResponse:
        """The refusal as JSON."""
        error = {"code": self.code, "message": phrases.say(self.code, **self.values)}
        return json_response({"error": error}, status=self.status)


def too_long(longest: int = LONGEST_TEXT) -> Refusal:
    """The refusal of what is longer than `longest` characters."""
    return Refusal("too_long", 413, {"longest": str(longest)})


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        Refusal: it is too long, not JSON, or not an object.
    """
    if len(body) > LONGEST_BODY:
        raise too_long()
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refusal("not_json", 400) from None
    if not isinstance(content, dict):
        raise Refusal("wrong_type", 400)
    return content


def cut(text: str) -> str:
    """What is kept of a text until it is read: its visible part, as far as that tells its fate.

    What is too long stays so; hidden characters go first, for they could hide personal data.
    """
    return visible(text[: 4 * LONGEST_TEXT])[: 2 * LONGEST_TEXT]


def read_text(value: Any, longest: int = LONGEST_TEXT) -> str:
    """The visible text that a person wrote.

    Raises:
        Refusal: it is no text, too long, or nothing is left to read.
    """
    if not isinstance(value, str):
        raise Refusal("wrong_type", 400)
    if len(value) > longest:
        raise too_long(longest)
    text = visible(value)
    if not text.strip():
        raise Refusal("empty", 400)
    return text

"""Why a request to the Teams channel is refused, told to the service that sent it."""

from __future__ import annotations

from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.errors import AssistantError


class Refused(AssistantError):
    """A request that is not answered; no person sees it, so it has a code and no sentence."""

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status
        super().__init__(f"teams: a request was refused: {code}")

    def to_response(self) -> HTTPResponse:
        """The refusal as JSON."""
        headers = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "10"}}
        return json_response(
            {"error": {"code": self.code}}, status=self.status, headers=headers.get(self.status)
        )

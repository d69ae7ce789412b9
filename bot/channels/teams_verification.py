"""Verifies that a request comes from Microsoft's Bot Connector, and is meant for this bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.channels.teams_keys import SigningKeys
from bot.channels.teams_refusals import Refused

CHANNEL = "msteams"
ALGORITHMS = ("RS256", "RS384", "RS512")
"""Never taken from the token: its sender would choose how it is checked."""

TOLERANCE = 5 * 60
"""Seconds by which clocks may differ, as Microsoft's own libraries allow."""

REQUIRED = ("exp", "iss", "aud")


@dataclass(frozen=True)
class Caller:
    """What a verified token says of the one who calls.

    Attributes:
        issuer: who signed it; its name is also the scope of the token for answering.
    """

    issuer: str
    service_url: str
    endorsements: tuple[str, ...]


class Verifier:
    """Verifies the tokens of requests for one app."""

    def __init__(self, app_id: str, keys: SigningKeys) -> None:
        self._app_id = app_id
        self._keys = keys

    async def verify(self, authorization: str) -> Caller:
        """Who calls, by the `Authorization` header.

        Raises:
            Refused: there is no token, it is not valid here, or keys cannot be had.
        """
        token = _bearer(authorization)
        key = await self._keys.find(_key_id(token))
        try:
            claims = jwt.decode(
                token,
                key=key.key,
                algorithms=list(ALGORITHMS),
                audience=self._app_id,
                issuer=key.issuer,
                leeway=TOLERANCE,
                options={"require": list(REQUIRED)},
            )
        except jwt.ExpiredSignatureError:
            raise Refused("token_expired", 401) from None
        except jwt.InvalidAudienceError:
            raise Refused("token_of_another_bot", 401) from None
        except jwt.PyJWTError:
            raise Refused("token_invalid", 401) from None
        service_url = claims.get("serviceurl") or claims.get("serviceUrl")
        if not isinstance(service_url, str):
            raise Refused("token_without_service_url", 403)
        return Caller(key.issuer, service_url, key.endorsements)


def check_origin(content: dict[str, Any], caller: Caller, allowed: tuple[str, ...]) -> None:
    """Make sure that an activity is Teams' own, and that answers go where they may.

    Args:
        content: the activity.
        allowed: addresses below which services may lie.

    Raises:
        Refused: it is of another channel, or its service URL is not the token's or not allowed.
    """
    if content.get("channelId") != CHANNEL or CHANNEL not in caller.endorsements:
        raise Refused("channel_not_endorsed", 403)
    service_url = content.get("serviceUrl")
    if not isinstance(service_url, str) or _bare(service_url) != _bare(caller.service_url):
        raise Refused("service_url_not_of_token", 403)
    if not is_allowed(service_url, allowed):
        raise Refused("service_url_not_allowed", 403)


def is_allowed(service_url: str, allowed: tuple[str, ...]) -> bool:
    """Whether an address lies at or below one of the allowed ones."""
    try:
        parts = urlsplit(service_url)
        place = _place(service_url)
    except ValueError:
        return False
    if parts.username is not None or parts.query or parts.fragment or ".." in parts.path:
        return False
    if not service_url.isascii() or "\\" in service_url or not service_url.isprintable():
        return False
    path = parts.path.lower().rstrip("/") + "/"
    return any(
        place == _place(each) and path.startswith(urlsplit(each).path.lower().rstrip("/") + "/")
        for each in allowed
    )


def _place(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    default = {"https": 443, "http": 80}.get(parts.scheme, 0)
    return parts.scheme, parts.hostname or "", parts.port or default


def _bare(url: str) -> str:
    return url.rstrip("/")


def _bearer(authorization: str) -> str:
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refused("token_missing", 401)
    return token.strip()


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, UnicodeError):
        raise Refused("token_invalid", 401) from None
    key_id = header.get("kid")
    if header.get("alg") not in ALGORITHMS or not isinstance(key_id, str):
        raise Refused("token_invalid", 401)
    return key_id

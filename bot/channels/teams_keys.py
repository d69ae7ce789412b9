"""The public keys with which Microsoft signs what it sends: fetched on demand, and kept."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Optional

import jwt
from jwt import PyJWK

from bot.channels.teams_refusals import Refused
from bot.errors import AssistantError
from bot.monitoring import metrics
from bot.settings import is_safe_address

logger = logging.getLogger(__name__)

FRESH = 24 * 3600
"""Seconds for which fetched keys are used without looking again, as Microsoft advises."""

PAUSE = 60
"""Seconds between two attempts to renew keys that are still usable."""

MOST_FETCHES = 10
"""Within a minute: tokens with made-up key ids must not make us call Microsoft without end."""

SMALLEST_KEY = 2048
"""Bits of an RSA key."""

GetJson = Callable[[str], Awaitable[Any]]
"""Gets the JSON at an address, or raises an AssistantError."""


class KeysError(AssistantError):
    """The keys cannot be fetched, or what was fetched holds none."""


@dataclass(frozen=True)
class SigningKey:
    """A public key, the issuer it belongs to, and the channels it may speak for."""

    key: Any
    issuer: str
    endorsements: tuple[str, ...]


class SigningKeys:
    """The keys by their ids.

    Args:
        openid_url: the document that names the issuer and where the keys are.
        get_json: fetches a document.
        clock: the time in seconds.
    """

    def __init__(
        self, openid_url: str, get_json: GetJson, clock: Callable[[], float] = time.time
    ) -> None:
        self._openid_url = openid_url
        self._get_json = get_json
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: Optional[float] = None
        self._tried_at: deque[float] = deque(maxlen=MOST_FETCHES)
        self._fetching = asyncio.Lock()
        self.problem: Optional[str] = None

    @property
    def age(self) -> Optional[int]:
        """Seconds since the keys were fetched; None if they never were."""
        return None if self._fetched_at is None else int(self._clock() - self._fetched_at)

    async def find(self, key_id: str) -> SigningKey:
        """The key with an id; keys are fetched if there are none, it is new, or they are old.

        Raises:
            Refused: there is no such key, or there are no keys at all.
        """
        if self._is_due(key_id):
            async with self._fetching:
                if self._is_due(key_id):
                    await self._fetch()
        if not self._keys:
            raise Refused("keys_unavailable", 503)
        if key_id not in self._keys:
            raise Refused("unknown_key", 401)
        return self._keys[key_id]

    async def look(self) -> None:
        """Fetch the keys if there are none, so that the status can say whether that works."""
        if self._fetched_at is None:
            async with self._fetching:
                if self._fetched_at is None and self._may_try():
                    await self._fetch()

    def _is_due(self, key_id: str) -> bool:
        if key_id not in self._keys:
            return self._may_try()
        is_old = self._clock() - (self._fetched_at or 0) > FRESH
        return is_old and self._clock() - self._tried_at[-1] > PAUSE

    def _may_try(self) -> bool:
        tries = self._tried_at
        return len(tries) < MOST_FETCHES or self._clock() - tries[0] > PAUSE

    async def _fetch(self) -> None:
        """Fetch the keys; the ones at hand stay in use if that fails."""
        self._tried_at.append(self._clock())
        try:
            document = await self._get_json(self._openid_url)
            issuer, keys_url = _read_openid(document)
            keys = read_keys(await self._get_json(keys_url), issuer)
        except AssistantError as error:
            self.problem = str(error)
            logger.warning("teams: the signing keys could not be fetched: %s", error)
            return
        self._keys, self._fetched_at, self.problem = keys, self._clock(), None
        metrics.KEYS_FETCHED.labels("teams").set(self._fetched_at)


def _read_openid(document: Any) -> tuple[str, str]:
    fields = document if isinstance(document, dict) else {}
    issuer, keys_url = fields.get("issuer"), fields.get("jwks_uri")
    if not isinstance(issuer, str) or not isinstance(keys_url, str):
        raise KeysError("TEAMS_OPENID_URL: the document there names no issuer or no keys")
    if not is_safe_address(keys_url):
        raise KeysError("TEAMS_OPENID_URL: the document there names keys at an unsafe address")
    return issuer, keys_url


def read_keys(document: Any, issuer: str) -> dict[str, SigningKey]:
    """The usable keys of a key document (RFC 7517), by their ids.

    Raises:
        KeysError: there is none.
    """
    listed = document.get("keys") if isinstance(document, dict) else None
    keys = {}
    for each in listed if isinstance(listed, list) else ():
        key = _read_key(each, issuer)
        if key is not None:
            keys[each["kid"]] = key
    if not keys:
        raise KeysError("TEAMS_OPENID_URL: the key document that it names holds no usable key")
    return keys


def _read_key(fields: Any, issuer: str) -> Optional[SigningKey]:
    if not isinstance(fields, dict) or not isinstance(fields.get("kid"), str):
        return None
    if fields.get("kty") != "RSA" or fields.get("use", "sig") != "sig":
        return None
    # Only the public part: a symmetric or a private key has no business there.
    public = {name: fields.get(name) for name in ("kty", "n", "e")}
    try:
        key = PyJWK(public, algorithm="RS256").key
    except (jwt.PyJWTError, TypeError, ValueError):
        return None
    if key.key_size < SMALLEST_KEY:
        return None
    endorsed = fields.get("endorsements")
    names = endorsed if isinstance(endorsed, list) else []
    return SigningKey(key, issuer, tuple(each for each in names if isinstance(each, str)))

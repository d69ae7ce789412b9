"""Tests of verifying who calls the Teams channel, with tokens really signed."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator

import jwt
import pytest

from bot.channels.teams_keys import FRESH, MOST_FETCHES, KeysError, SigningKeys, read_keys
from bot.channels.teams_refusals import Refused
from bot.channels.teams_verification import Caller, Verifier
from tests.scenarios.microsoft import APP_ID, APP_PASSWORD, ISSUER, Microsoft, new_key, published

NOW = 1_800_000_000.0
MINUTE = 60


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


class Documents:
    """Serves the documents of the fake Microsoft without a network, or fails."""

    def __init__(self, microsoft: Microsoft) -> None:
        self._microsoft = microsoft
        self.is_down = False
        self.fetched: list[str] = []

    async def __call__(self, url: str) -> dict:
        self.fetched.append(url)
        if self.is_down:
            raise KeysError("planted: it is down")
        return self._microsoft.document(url.removeprefix(self._microsoft.address))


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    services = Microsoft()
    yield services
    services.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def documents(microsoft: Microsoft) -> Documents:
    return Documents(microsoft)


@pytest.fixture
def keys(microsoft: Microsoft, documents: Documents, clock: Clock) -> SigningKeys:
    return SigningKeys(f"{microsoft.address}/openid", documents, clock)


@pytest.fixture
def verifier(keys: SigningKeys) -> Verifier:
    return Verifier(APP_ID, keys)


async def refusal(verifier: Verifier, authorization: str) -> tuple[str, int]:
    with pytest.raises(Refused) as refused:
        await verifier.verify(authorization)
    return refused.value.code, refused.value.status


async def test_nothing_is_fetched_before_it_is_needed(keys, documents) -> None:
    """B1."""
    assert (documents.fetched, keys.age, keys.problem) == ([], None, None)


async def test_a_token_that_is_signed_for_this_bot_is_accepted(microsoft, verifier) -> None:
    caller = await verifier.verify(f"Bearer {microsoft.sign()}")

    assert caller == Caller(ISSUER, microsoft.service_url, ("msteams", "webchat"))


async def test_a_key_that_is_new_is_fetched_at_once(microsoft, verifier, documents) -> None:
    """B3."""
    await verifier.verify(f"Bearer {microsoft.sign()}")
    microsoft.add_key("rotated")

    await verifier.verify(f"Bearer {microsoft.sign('rotated')}")

    assert len(documents.fetched) == 4


async def test_a_made_up_key_id_is_refused_and_cannot_make_us_fetch_without_end(
    microsoft, verifier, documents, clock
) -> None:
    """B3."""
    token = microsoft.sign(headers={"kid": "made-up"})

    refusals = {await refusal(verifier, f"Bearer {token}") for _ in range(50)}

    assert refusals == {("unknown_key", 401)}
    assert len(documents.fetched) == 2 * MOST_FETCHES
    clock.now += 2 * MINUTE
    await refusal(verifier, f"Bearer {token}")
    assert len(documents.fetched) == 2 * MOST_FETCHES + 2


async def test_old_keys_are_renewed_and_stay_in_use_when_that_fails(
    microsoft, verifier, keys, documents, clock
) -> None:
    """B4."""
    token = microsoft.sign(exp=NOW * 2)
    await verifier.verify(f"Bearer {token}")
    clock.now += FRESH + 1
    documents.is_down = True

    await verifier.verify(f"Bearer {token}")
    await verifier.verify(f"Bearer {token}")

    assert len(documents.fetched) == 3
    assert keys.problem == "planted: it is down"
    documents.is_down = False
    clock.now += 2 * MINUTE
    await verifier.verify(f"Bearer {token}")
    assert (keys.age, keys.problem) == (0, None)


async def test_without_any_keys_the_caller_is_asked_to_come_again(
    microsoft, verifier, documents
) -> None:
    """B1, B4."""
    documents.is_down = True

    assert await refusal(verifier, f"Bearer {microsoft.sign()}") == ("keys_unavailable", 503)

    documents.is_down = False
    await verifier.verify(f"Bearer {microsoft.sign()}")


@pytest.mark.parametrize("issuer", ["https://sts.example/another", "", None, ["https://x"], 5])
async def test_a_token_of_another_issuer_is_refused(microsoft, verifier, issuer) -> None:
    """B5."""
    token = jwt.api_jws.encode(
        json.dumps(
            {
                "aud": APP_ID,
                "exp": time.time() + 60,
                "serviceurl": "https://x",
                **({} if issuer is None else {"iss": issuer}),
            }
        ).encode(),
        microsoft.keys["first"],
        "RS256",
        {"kid": "first"},
    )

    assert await refusal(verifier, f"Bearer {token}") == ("token_invalid", 401)


async def test_a_token_for_another_bot_is_refused(microsoft, verifier) -> None:
    token = microsoft.sign(aud="another-bot")

    assert await refusal(verifier, f"Bearer {token}") == ("token_of_another_bot", 401)


@pytest.mark.parametrize("claim", ["exp", "aud", "iss"])
async def test_a_token_must_say_when_it_ends_for_whom_it_is_and_who_made_it(
    microsoft, verifier, claim: str
) -> None:
    """B7."""
    token = microsoft.sign(**{claim: None})

    assert (await refusal(verifier, f"Bearer {token}"))[1] == 401


async def test_clocks_may_differ_by_almost_five_minutes(microsoft, verifier) -> None:
    """B8."""
    now = time.time()

    await verifier.verify(f"Bearer {microsoft.sign(exp=now - 4.8 * MINUTE)}")
    await verifier.verify(f"Bearer {microsoft.sign(nbf=now + 4.8 * MINUTE)}")


async def test_clocks_may_not_differ_by_more_than_five_minutes(microsoft, verifier) -> None:
    """B8."""
    now = time.time()
    ended = microsoft.sign(exp=now - 5.2 * MINUTE)
    ahead = microsoft.sign(nbf=now + 5.2 * MINUTE)

    assert await refusal(verifier, f"Bearer {ended}") == ("token_expired", 401)
    assert await refusal(verifier, f"Bearer {ahead}") == ("token_invalid", 401)


def _unsigned(header: dict, claims: dict) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(each).encode()) for each in (header, claims))
    return ".".join(each.decode().rstrip("=") for each in parts) + "."


async def test_only_the_algorithms_of_microsoft_are_tried(microsoft, verifier) -> None:
    """B9."""
    claims = jwt.decode(microsoft.sign(), options={"verify_signature": False})
    with_secret = jwt.encode(claims, APP_PASSWORD * 3, "HS256", headers={"kid": "first"})
    tokens = [
        with_secret,
        _unsigned({"alg": "none", "kid": "first"}, claims),
        _unsigned({"alg": ["RS256"], "kid": "first"}, claims),
        jwt.encode(claims, microsoft.keys["first"], "PS256", headers={"kid": "first"}),
    ]

    for token in tokens:
        assert await refusal(verifier, f"Bearer {token}") == ("token_invalid", 401)


async def test_a_token_without_a_key_id_is_refused(microsoft, verifier, documents) -> None:
    """B9."""
    claims = {"aud": APP_ID, "iss": ISSUER, "exp": time.time() + 60}
    token = jwt.encode(claims, microsoft.keys["first"], "RS256")

    assert await refusal(verifier, f"Bearer {token}") == ("token_invalid", 401)
    assert await refusal(verifier, f"Bearer {_unsigned({'alg': 'RS256', 'kid': 7}, claims)}") == (
        "token_invalid",
        401,
    )
    assert documents.fetched == []


async def test_a_token_signed_by_another_key_under_a_known_id_is_refused(
    microsoft, verifier
) -> None:
    microsoft.add_key("other")
    token = microsoft.sign("other", headers={"kid": "first"})

    assert await refusal(verifier, f"Bearer {token}") == ("token_invalid", 401)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b", "Bearer é.ü.ß", "Bearer ...."]
)
async def test_what_is_no_token_is_refused(verifier, header: str) -> None:
    assert (await refusal(verifier, header))[1] == 401


async def test_a_token_without_a_service_url_is_refused(microsoft, verifier) -> None:
    """B6."""
    token = microsoft.sign(serviceurl=None)

    assert await refusal(verifier, f"Bearer {token}") == ("token_without_service_url", 403)


def test_keys_that_are_weak_or_not_for_signing_are_left_out(microsoft) -> None:
    (short,) = published({"weak": new_key(1024)}, {})["keys"]
    (good, *_) = microsoft.document("/keys")["keys"]
    unusable = [
        short,
        {**good, "kid": "enc", "use": "enc"},
        {**good, "kid": 5},
        {"kid": "oct", "kty": "oct", "k": "c2VjcmV0"},
        {"kid": "broken", "kty": "RSA", "n": 5, "e": None},
        "key",
    ]

    assert list(read_keys({"keys": [*unusable, good]}, ISSUER)) == [good["kid"]]
    for document in ({"keys": unusable}, {"keys": 5}, {}, [], None):
        with pytest.raises(KeysError):
            read_keys(document, ISSUER)


@pytest.mark.parametrize(
    "document",
    [{}, {"issuer": 5, "jwks_uri": "https://x"}, {"issuer": "x", "jwks_uri": "http://x.org/k"}],
)
async def test_a_key_address_that_is_missing_or_not_safe_is_not_used(document) -> None:
    async def get_json(url: str) -> dict:
        assert url == "https://login.example/openid"
        return document

    keys = SigningKeys("https://login.example/openid", get_json)
    await keys.look()

    assert keys.age is None
    assert "TEAMS_OPENID_URL" in keys.problem


@pytest.mark.parametrize("token", ["\udcff.a.b", "a.\udcff.b", "W1tb" * 2000 + ".a.b", "ünd.a.b"])
async def test_a_token_that_is_no_text_is_refused_and_is_no_failure(verifier, token) -> None:
    """B9; Sanic hands on bytes that are no UTF-8 as surrogates."""
    assert await refusal(verifier, f"Bearer {token}") == ("token_invalid", 401)

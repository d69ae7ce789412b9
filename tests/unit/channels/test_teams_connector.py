"""Tests of posting to the Bot Connector, and of the token for it, against a local server."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.channels.teams_connector import LONGEST_WAIT, PAUSES, Connector, Place, PostError
from bot.channels.teams_http import CallError, Http
from bot.channels.teams_token import MARGIN, AppToken, TokenError
from bot.settings import TeamsSettings, read_settings
from tests.scenarios.microsoft import APP_ID, APP_PASSWORD, ISSUER, TENANT, Fault, Microsoft

ACTIVITY = {"type": "message", "text": "An answer."}
LIMIT = 0.4


class Clock:
    """A clock that is set by hand, and put forward by waiting."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def microsoft() -> Iterator[Microsoft]:
    services = Microsoft()
    yield services
    services.stop()


@pytest.fixture
def settings(microsoft: Microsoft) -> TeamsSettings:
    return read_settings(microsoft.settings).teams


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    calls = Http(LIMIT)
    yield calls
    await calls.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def token(settings: TeamsSettings, http: Http, clock: Clock) -> AppToken:
    return AppToken(settings, http, clock)


@pytest.fixture
def connector(http: Http, token: AppToken, clock: Clock) -> Connector:
    return Connector(http, token, clock.sleep)


@pytest.fixture
def place(microsoft: Microsoft) -> Place:
    return Place(microsoft.service_url, ISSUER, "19:c@thread.tacv2;messageid=1/2", "id/3")


async def test_an_answer_is_posted_as_a_reply_with_the_bots_token(
    microsoft, connector, place
) -> None:
    await connector.post(place, ACTIVITY)

    (asked,) = microsoft.called("token")
    (post,) = microsoft.called("post")
    assert asked.path == f"/{TENANT}/oauth2/v2.0/token"
    assert asked.form == {
        "grant_type": "client_credentials",
        "client_id": APP_ID,
        "client_secret": APP_PASSWORD,
        "scope": f"{ISSUER}/.default",
    }
    assert post.path == (
        "/emea/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D1%2F2/activities/id%2F3"
    )
    assert post.headers["authorization"] == "Bearer granted-1"
    assert post.content == ACTIVITY


async def test_without_a_tenant_the_token_is_one_of_a_multi_tenant_app(
    microsoft, http, clock
) -> None:
    """B2, B24."""
    settings = read_settings({**microsoft.settings, "TEAMS_TENANT_ID": ""}).teams

    await AppToken(settings, http, clock).get("https://api.cloud.example")

    (asked,) = microsoft.called("token")
    assert asked.path == "/botframework.com/oauth2/v2.0/token"
    assert asked.form["scope"] == "https://api.cloud.example/.default"


async def test_a_token_is_kept_and_renewed_before_it_ends(microsoft, token, clock) -> None:
    """B12."""
    first = [await token.get(ISSUER) for _ in range(3)]
    clock.now += 3600 - MARGIN - 1
    still = await token.get(ISSUER)
    clock.now += 1
    renewed = await token.get(ISSUER)

    assert {*first, still} == {"granted-1"}
    assert renewed == "granted-2"


async def test_many_at_once_ask_for_one_token(microsoft, token) -> None:
    got = await asyncio.gather(*(token.get(ISSUER) for _ in range(20)))

    assert set(got) == {"granted-1"}
    assert len(microsoft.called("token")) == 1


async def test_two_apps_have_two_tokens(microsoft, settings, http, clock) -> None:
    """B12."""
    apps = [AppToken(settings, http, clock) for _ in range(2)]

    assert [await each.get(ISSUER) for each in apps] == ["granted-1", "granted-2"]


async def test_a_token_that_cannot_be_renewed_is_used_to_its_end(microsoft, token, clock) -> None:
    await token.get(ISSUER)
    microsoft.fail("token", Fault(503, times=9))
    clock.now += 3600 - 10

    assert await token.get(ISSUER) == "granted-1"
    clock.now += 10
    with pytest.raises(TokenError, match="status 503"):
        await token.get(ISSUER)


@pytest.mark.parametrize("lifetime", [None, "soon", -5, [], "3600"])
async def test_a_strange_lifetime_breaks_nothing(microsoft, token, lifetime) -> None:
    microsoft.lifetime = lifetime

    assert (await token.get(ISSUER)).startswith("granted-")


async def test_a_refused_token_request_posts_nothing_and_tells_no_secret(
    microsoft, connector, place, caplog
) -> None:
    """B13."""
    microsoft.fail("token", Fault(401, times=9))

    with caplog.at_level(logging.DEBUG), pytest.raises(PostError) as error:
        await connector.post(place, ACTIVITY)

    assert "planted_fault" in str(error.value)
    assert "TEAMS_APP_PASSWORD" in str(error.value)
    assert APP_PASSWORD not in str(error.value) + caplog.text
    assert len(microsoft.called("token")) == 1
    assert microsoft.called("post") == []


async def test_a_token_service_that_is_down_for_a_while_only_delays(
    microsoft, connector, place, clock
) -> None:
    """B13."""
    microsoft.fail("token", Fault(500, times=2))

    await connector.post(place, ACTIVITY)

    assert len(microsoft.called("accepted")) == 1
    assert clock.waited == list(PAUSES[:2])


async def test_a_slow_token_service_stalls_nobody_else(microsoft, connector, place) -> None:
    """B11."""
    microsoft.fail("token", Fault(200, seconds=LIMIT * 2, times=1))
    posting = asyncio.ensure_future(connector.post(place, ACTIVITY))
    began, ticks = time.monotonic(), 0
    while not posting.done():
        await asyncio.sleep(0.01)
        ticks += 1

    await posting
    assert time.monotonic() - began >= LIMIT
    assert ticks > 10
    assert len(microsoft.called("accepted")) == 1


async def test_it_waits_as_long_as_the_connector_asks_for(
    microsoft, connector, place, clock
) -> None:
    faults = (Fault(429, {"Retry-After": "7"}), Fault(429, {"Retry-After": "9999"}), Fault(500))
    microsoft.fail("post", *faults)

    await connector.post(place, ACTIVITY)

    assert clock.waited == [7, LONGEST_WAIT, PAUSES[2]]
    assert len(microsoft.called("accepted")) == 1


async def test_a_connector_that_stays_down_is_given_up_with_the_status(
    microsoft, connector, place, clock
) -> None:
    microsoft.fail("post", Fault(502, times=99))

    with pytest.raises(PostError, match="status 502"):
        await connector.post(place, ACTIVITY)

    assert clock.waited == list(PAUSES)


async def test_a_token_that_the_connector_refuses_is_replaced(microsoft, connector, place) -> None:
    """B13."""
    microsoft.fail("post", Fault(401))

    await connector.post(place, ACTIVITY)

    tokens = [each.headers["authorization"] for each in microsoft.called("post")]
    assert tokens == ["Bearer granted-1", "Bearer granted-2"]


@pytest.mark.parametrize("status", [302, 400, 403, 404, 413])
async def test_what_trying_again_does_not_mend_is_given_up_at_once(
    microsoft, connector, place, clock, status
) -> None:
    microsoft.fail("post", Fault(status, {"Location": f"{microsoft.address}/elsewhere"}, times=9))

    with pytest.raises(PostError, match=f"status {status}") as error:
        await connector.post(place, ACTIVITY)

    assert error.value.is_refused

    assert clock.waited == []
    assert len(microsoft.called("post")) == 1


async def test_a_post_that_may_have_arrived_is_not_posted_again(
    microsoft, connector, place
) -> None:
    microsoft.fail("post", Fault(200, seconds=LIMIT * 2))

    with pytest.raises(PostError, match="Perhaps not posted") as error:
        await connector.post(place, ACTIVITY)

    assert not error.value.is_refused

    assert len(microsoft.called("post")) == 1


async def test_a_server_that_is_not_there_is_tried_again(
    microsoft, connector, place, clock
) -> None:
    nowhere = place._replace(service_url="http://127.0.0.1:1/secret-tenant/")

    with pytest.raises(PostError, match=r"127\.0\.0\.1 cannot be reached") as error:
        await connector.post(nowhere, ACTIVITY)

    assert clock.waited == list(PAUSES)
    assert "secret-tenant" not in str(error.value)


async def test_a_document_that_cannot_be_had_is_an_error(microsoft, http) -> None:
    microsoft.fail("keys", Fault(500))

    with pytest.raises(CallError, match="status 500"):
        await http.get_json(f"{microsoft.address}/openid")


async def test_no_post_goes_over_a_connection_that_may_have_been_closed(
    microsoft, connector, place
) -> None:
    await connector.post(place, ACTIVITY)
    await connector.post(place, ACTIVITY)

    first, second = microsoft.called("post")
    assert first.came_from != second.came_from

"""Scenarios of posting to Teams: every message is answered once, whatever fails on the way."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from bot.settings import ROOT
from tests.scenarios.colleague import QUESTION, Colleague, status_of
from tests.scenarios.microsoft import APP_PASSWORD, TENANT, Fault, Microsoft
from tests.scenarios.served import Served


@pytest.fixture(scope="module")
def abroad() -> Iterator[Microsoft]:
    """Microsoft's services, whose tokens are good for one call."""
    services = Microsoft()
    services.lifetime = 0
    yield services
    services.stop()


@pytest.fixture(scope="module")
def customers(abroad: Microsoft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The assistant as a multi-tenant app."""
    settings = {**abroad.settings, "TEAMS_TENANT_ID": ""}
    served = Served(ROOT, tmp_path_factory.mktemp("customers"), settings=settings)
    try:
        yield served.wait_until_it_answers()
    finally:
        served.stop()


@pytest.fixture
def bea(customers: Served, abroad: Microsoft) -> Colleague:
    """A person of a tenant that uses the multi-tenant app."""
    abroad.fail("token")
    return Colleague(customers.address, abroad, tenant="a-customer")


class Stop(NamedTuple):
    """Two people before a stop: one got an answer, the other's could not be posted."""

    answered: Colleague
    unposted: Colleague
    activities: list[dict]


@pytest.fixture(scope="module")
def stop(customers: Served, abroad: Microsoft) -> Stop:
    """A stop and a new start."""
    abroad.fail("token")
    people = [Colleague(customers.address, abroad) for _ in range(2)]
    abroad.fail("post", Fault(403, times=99, matching=people[1].chat))
    activities = [each.activity(text=QUESTION) for each in people]
    for person, activity in zip(people, activities, strict=True):
        person.send(activity)
    people[0].settle()
    assert [len(each.posts) for each in people] == [1, 0]
    assert status_of(customers)["last_failure"]["what"] == "post"
    customers.interrupt()
    customers.stop()
    abroad.fail("post")
    customers.start_again()
    return Stop(*people, activities)


def test_the_token_is_asked_for_where_single_tenant_apps_get_theirs(ada, microsoft) -> None:
    """B2, B12, B24."""
    ada.ask(QUESTION)
    asked = len(microsoft.called("token"))
    for _ in range(2):
        ada.ask(QUESTION)

    paths = {each.path for each in microsoft.called("token")}
    assert paths == {f"/{TENANT}/oauth2/v2.0/token"}
    assert len(microsoft.called("token")) == asked, "one is good for many answers"
    posts = microsoft.called("post", ada.chat)
    assert {each.headers["authorization"] for each in posts} == {f"Bearer granted-{asked}"}


def test_a_multi_tenant_app_gets_its_token_from_the_common_tenant(bea, abroad) -> None:
    """B2."""
    bea.ask(QUESTION)

    paths = {each.path for each in abroad.called("token")}
    assert paths == {"/botframework.com/oauth2/v2.0/token"}


def test_a_request_is_acknowledged_before_it_is_answered(ada: Colleague, microsoft) -> None:
    """B21."""
    held = threading.Event()
    microsoft.fail("post", Fault(200, held=held, matching=ada.chat))

    reply = ada.send(ada.activity(text=QUESTION))

    assert (reply.status_code, reply.content) == (200, b"")
    assert ada.posts == []
    held.set()
    ada.wait()


def test_a_token_service_that_is_down_and_slow_only_delays(bea, abroad) -> None:
    """B11, B13."""
    abroad.fail("token", Fault(503), Fault(200, seconds=1))

    bea.ask(QUESTION)

    bea.settle()
    assert len(bea.posts) == 1


def test_a_token_service_that_refuses_is_asked_once_and_nothing_is_posted(bea, abroad) -> None:
    """B13."""
    known = len(abroad.called("token"))
    abroad.fail("token", Fault(401, times=99))

    bea.send(bea.activity(text=QUESTION))
    bea.settle()

    assert len(abroad.called("token")) == known + 1
    assert bea.posts == []
    assert all(each.headers.get("authorization") for each in abroad.called("post"))


def test_a_refused_token_is_told_in_the_status_and_in_the_log_without_secrets(
    bea, abroad, customers
) -> None:
    """B13, B14."""
    abroad.fail("token", Fault(401, times=99))

    bea.send(bea.activity(text="my private words"))
    bea.settle()

    failure = status_of(customers)["last_failure"]
    assert failure["what"] == "post"
    assert f"reference={failure['reference']}" in customers.errors
    assert "TEAMS_APP_PASSWORD" in customers.errors
    for secret in (APP_PASSWORD, "my private words", "Bearer"):
        assert secret not in customers.errors


def test_a_connector_that_is_busy_or_broken_for_a_while_only_delays(ada, microsoft) -> None:
    microsoft.fail(
        "post",
        Fault(429, {"Retry-After": "2"}, matching=ada.chat),
        Fault(500, matching=ada.chat),
    )

    ada.ask(QUESTION)

    ada.settle()
    assert len(ada.posts) == 1
    first, second, _ = microsoft.called("post", ada.chat)
    assert second.at - first.at >= 2


def test_four_deliveries_at_once_and_later_ones_are_one_answer(ada: Colleague) -> None:
    """B20."""
    activity = ada.activity(text=QUESTION)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(ada.send, [activity] * 4))
    ada.wait()
    replies.append(ada.send(activity))

    assert [each.status_code for each in replies] == [200] * 5
    ada.settle()
    assert len(ada.posts) == 1


def test_a_redelivery_after_a_restart_is_not_answered_again(stop: Stop) -> None:
    """B20."""
    person = stop.answered

    assert person.send(stop.activities[0]).status_code == 200
    person.ask("Why?")

    person.settle()
    assert len(person.posts) == 2


def test_an_answer_that_was_not_posted_before_a_restart_is_posted_with_the_redelivery(
    stop: Stop,
) -> None:
    """B20."""
    stop.unposted.send(stop.activities[1])

    stop.unposted.wait()
    stop.unposted.settle()
    assert len(stop.unposted.posts) == 1


def test_many_people_at_once_get_each_their_own_answer(colleague, microsoft) -> None:
    people = [colleague(person=f"29:person-{each}") for each in range(20)]
    deliveries = [
        (each, each.activity(text=text)) for each in people for text in (QUESTION, "Why?")
    ]
    deliveries += random.Random(4).sample(deliveries, 20)
    random.Random(5).shuffle(deliveries)

    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda each: each[0].send(each[1]), deliveries))

    assert {each.status_code for each in replies} == {200}
    for each in people:
        microsoft.wait_for_posts(each.chat, 2)
    people[0].settle()
    for each in people:
        sent = {one["id"] for who, one in deliveries if who is each}
        assert sorted(post["replyToId"] for post in each.posts) == sorted(sent)

"""Scenarios of posting to Teams: every message is answered once, whatever fails on the way."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

from tests.scenarios.colleague import QUESTION, QUIET, Colleague, status_of
from tests.scenarios.microsoft import APP_PASSWORD, TENANT, Fault, Microsoft, wait_until


def test_the_token_is_asked_for_where_single_tenant_apps_get_theirs(ada, microsoft) -> None:
    """B2, B12, B24."""
    for _ in range(3):
        ada.ask(QUESTION)

    paths = {each.path for each in microsoft.called("token")}
    assert paths == {f"/{TENANT}/oauth2/v2.0/token"}
    assert len(microsoft.called("token")) == 1
    posts = microsoft.called("post", ada.chat)
    assert {each.headers["authorization"] for each in posts} == {"Bearer granted-1"}


def test_a_multi_tenant_app_gets_its_token_from_the_common_tenant(connected, microsoft) -> None:
    """B2."""
    others = Microsoft()
    try:
        served = connected({**others.settings, "TEAMS_TENANT_ID": ""})
        Colleague(served.address, others, tenant="a-customer").ask(QUESTION)
        assert [each.path for each in others.called("token")] == [
            "/botframework.com/oauth2/v2.0/token"
        ]
    finally:
        others.stop()


def test_a_request_is_acknowledged_before_it_is_answered(ada: Colleague, microsoft) -> None:
    """B21."""
    microsoft.fail("post", Fault(200, seconds=3, matching=ada.chat))
    began = time.monotonic()

    reply = ada.send(ada.activity(text=QUESTION))

    assert (reply.status_code, reply.content) == (200, b"")
    assert time.monotonic() - began < 2
    ada.wait()


def test_a_token_service_that_is_down_slow_or_refusing_is_survived(connected) -> None:
    """B11, B13."""
    others = Microsoft()
    try:
        served = connected(others.settings)
        person = Colleague(served.address, others)
        others.fail("token", Fault(503), Fault(200, seconds=2))
        person.ask(QUESTION)

        refused = Colleague(connected(others.settings).address, others)
        others.fail("token", Fault(401, times=99))
        refused.send(refused.activity(text=QUESTION))
        wait_until(lambda: len(others.called("token")) == 3)
        time.sleep(QUIET)

        assert refused.posts == []
        assert all(each.headers.get("authorization") for each in others.called("post"))
    finally:
        others.stop()


def test_a_refused_token_is_told_in_the_status_and_in_the_log_without_secrets(connected) -> None:
    """B13, B14."""
    others = Microsoft()
    others.fail("token", Fault(401, times=99))
    try:
        served = connected(others.settings)
        person = Colleague(served.address, others)
        person.send(person.activity(text="my private words"))
        wait_until(lambda: status_of(served)["last_failure"] is not None)

        failure = status_of(served)["last_failure"]
        assert failure["what"] == "post"
        assert f"reference={failure['reference']}" in served.errors
        assert "TEAMS_APP_PASSWORD" in served.errors
        for secret in (APP_PASSWORD, "my private words", "Bearer"):
            assert secret not in served.errors
    finally:
        others.stop()


def test_a_connector_that_is_busy_or_broken_for_a_while_only_delays(ada, microsoft) -> None:
    microsoft.fail(
        "post",
        Fault(429, {"Retry-After": "2"}, matching=ada.chat),
        Fault(500, matching=ada.chat),
    )

    ada.ask(QUESTION)

    time.sleep(QUIET)
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
    time.sleep(QUIET)
    assert len(ada.posts) == 1


def test_a_redelivery_after_a_restart_is_not_answered_again(connected, microsoft) -> None:
    """B20."""
    before = connected(microsoft.settings)
    person = Colleague(before.address, microsoft)
    activity = person.activity(text=QUESTION)
    person.send(activity)
    person.wait()
    time.sleep(QUIET)
    before.interrupt()

    after = connected(microsoft.settings)
    again = Colleague(after.address, microsoft, person.chat)
    assert again.send(activity).status_code == 200
    again.ask("Why?")

    assert len(person.posts) == 2


def test_an_answer_that_was_not_posted_before_a_restart_is_posted_with_the_redelivery(
    connected, microsoft
) -> None:
    """B20."""
    before = connected(microsoft.settings)
    person = Colleague(before.address, microsoft)
    activity = person.activity(text=QUESTION)
    microsoft.fail("post", Fault(403, times=99, matching=person.chat))
    person.send(activity)
    wait_until(lambda: status_of(before)["last_failure"] is not None)
    before.interrupt()
    microsoft.fail("post")

    after = connected(microsoft.settings)
    again = Colleague(after.address, microsoft, person.chat)
    again.send(activity)

    again.wait()
    time.sleep(QUIET)
    assert len(person.posts) == 1


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
    time.sleep(QUIET)
    for each in people:
        sent = {one["id"] for who, one in deliveries if who is each}
        assert sorted(post["replyToId"] for post in each.posts) == sorted(sent)

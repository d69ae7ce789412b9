"""Scenarios of Slack and Teams when they are off, and when neither can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from bot.settings import ROOT
from tests.scenarios.colleague import QUESTION, Colleague, status_of
from tests.scenarios.served import TO_START, TO_TRAIN, Served
from tests.scenarios.slack_workspace import Workspace, mention, settings_for, slack_api
from tests.scenarios.visitor import Visitor

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def cut_off(microsoft, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The assistant with both channels configured, and no network to reach them by."""
    with slack_api() as api:
        settings = {**microsoft.settings, **settings_for(api)}
    settings |= {"TEAMS_LOGIN_URL": NOWHERE, "TEAMS_OPENID_URL": f"{NOWHERE}/openid"}
    served = Served(ROOT, tmp_path_factory.mktemp("cut_off"), settings=settings)
    try:
        yield served.wait_until_it_answers(TO_TRAIN + TO_START)
    finally:
        served.stop()


def test_without_a_network_the_widget_is_served_and_answers(cut_off: Served) -> None:
    page = cut_off.get("/webhooks/web/")

    turn = Visitor(cut_off.address).open().say(QUESTION)

    assert page.status_code == 200
    assert "<script" in page.text
    assert turn["replies"][0]["answer"]["outcome"] == "answered"
    assert cut_off.ask(QUESTION, "visitor")["answer"]["outcome"] == "answered"


def test_without_a_network_the_status_of_slack_tells_it(cut_off: Served) -> None:
    slack = Workspace(cut_off.address, None)
    try:
        assert slack.status()["slack"] == "unreachable"

        slack.deliver(mention(QUESTION))
        slack.settle()

        failure = slack.status()["last_failure"]
    finally:
        slack.close()
    assert failure["why"] == "unreachable"
    assert re.search(f"reference={failure['reference']}", cut_off.errors)


def test_without_a_network_the_status_of_teams_tells_it(cut_off: Served, microsoft) -> None:
    """B1."""
    reply = Colleague(cut_off.address, microsoft).send({"type": "message"})

    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "keys_unavailable")
    status = status_of(cut_off)
    assert status["configured"] is True
    assert status["keys"] == {"age": None, "problem": "127.0.0.1 cannot be reached"}
    assert status["last_failure"]["what"] == "keys_unavailable"


@pytest.mark.parametrize("channel", ["slack", "teams"])
def test_without_settings_there_is_only_the_status(server: Served, channel: str) -> None:
    assert server.get(f"/webhooks/{channel}/").json() == {"configured": False}
    assert server.get(f"/webhooks/{channel}/webhook").status_code == 404
    posted = httpx.post(f"{server.address}/webhooks/{channel}/webhook", json={})
    assert posted.status_code == 404

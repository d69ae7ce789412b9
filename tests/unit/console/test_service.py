"""The switches: the command's own, with a reason, and a log of who and why."""

from __future__ import annotations

import sys
from unittest import mock

import pytest
from django.db import connections

from bot import switch as command
from bot.console.conversations.store import conversations_engine
from bot.console.people.models import Entry
from bot.console.service.views import NAMES
from bot.storage.switches import CHANNELS, Switches


def by_command(*words: str) -> None:
    """What `python -m bot.switch` does, on the database of these tests."""
    switches = Switches(conversations_engine())
    with (
        mock.patch.object(sys, "argv", ["switch", *words]),
        mock.patch.object(command, "open_switches", return_value=switches),
    ):
        command.switch()


def page_of(client) -> str:
    """The page as text without blanks between tags."""
    return " ".join(client.get("/service/").content.decode().split())


def test_a_channel_is_taken_out_of_service_and_back_with_who_and_why(administrator) -> None:
    assert page_of(administrator).count('good">in service</span>') == len(CHANNELS)

    administrator.post("/service/web/", {"act": "off", "why": "It tells nonsense"})
    assistant = Switches(conversations_engine())
    assert (assistant.is_on("web"), assistant.is_on("slack")) == (False, True)
    page = page_of(administrator)
    assert page.count('bad">out of service</span>') == 1
    assert "by administrator: It tells nonsense" in page

    administrator.post("/service/web/", {"act": "on", "why": "It was mended"})
    assert Switches(conversations_engine()).is_on("web")
    told = [(each.channel, each.is_on, each.who, each.why) for each in assistant.history()]
    assert told == [
        ("web", False, "administrator", "It tells nonsense"),
        ("web", True, "administrator", "It was mended"),
    ]


def test_command_and_page_have_one_log(administrator, capsys) -> None:
    by_command("off", "teams", "--why", "A drill", "--who", "ada")
    page = page_of(administrator)
    assert "by ada: A drill" in page
    assert 'Back into service<span class="hidden">: Microsoft Teams' in page

    administrator.post("/service/teams/", {"act": "on", "why": "The drill is over"})
    capsys.readouterr()
    by_command("show")

    told = capsys.readouterr().err
    assert "teams off  by ada: A drill" in told
    assert "teams on  by administrator: The drill is over" in told


@pytest.mark.parametrize(
    "given",
    [{"act": "off"}, {"act": "off", "why": "  "}, {"act": "explode", "why": "x"}, {"why": "x"}],
)
def test_nothing_is_switched_without_a_reason(administrator, given: dict) -> None:
    response = administrator.post("/service/web/", given, follow=True)

    assert "was not switched: give a reason" in response.content.decode()
    assert Switches(conversations_engine()).history() == []


def test_there_is_no_other_channel(administrator) -> None:
    response = administrator.post("/service/pigeon/", {"act": "off", "why": "It flew"})

    assert response.status_code == 404
    assert set(NAMES) == set(CHANNELS)


def test_the_page_tells_what_visitors_read(administrator) -> None:
    assert "Visitors are told: “I am out of service" in page_of(administrator)


def test_switching_is_in_the_log_of_the_console_as_well(administrator) -> None:
    administrator.post("/service/slack/", {"act": "off", "why": "Because"})

    assert ("took out of service", "slack") in Entry.objects.values_list("did", "what")


@pytest.mark.parametrize("address", ["/service/", "/deletions/"])
def test_a_page_says_so_when_the_assistants_database_is_away(administrator, address: str) -> None:
    place = {**connections["conversations"].settings_dict, "NAME": "file:/nowhere.db?mode=rw"}
    place["ENGINE"] = "django.db.backends.sqlite3"
    conversations_engine.cache_clear()
    with mock.patch.object(connections["conversations"], "settings_dict", place):
        page = administrator.get(address)
        switched = administrator.post("/service/web/", {"act": "off", "why": "x"}, follow=True)
        asked = administrator.post("/deletions/ask/", {"rule": "key", "key": "a"}, follow=True)
        deleted = administrator.post("/deletions/delete/", {"rule": "key", "key": "a"}, follow=True)
    conversations_engine.cache_clear()

    for each in (page, switched, asked, deleted):
        assert each.status_code == 200
        assert "The conversations cannot be reached" in each.content.decode()

"""People: accounts and roles, and every look and change written down."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model

from bot.console.conversations.models import Conversation
from bot.console.people.accounts import AccountError, make_account
from bot.console.people.models import Entry
from tests.unit.console.talk import PASSWORD, index


@pytest.fixture
def conversation(talk) -> Conversation:
    talk.turn("xylophone question", sender="ann")
    index()
    return Conversation.objects.get()


def test_who_looked_and_who_changed_is_written_down_without_what_was_said(
    conversation, client_of, administrator
) -> None:
    client_of("reader", "rhys").get(f"/conversations/{conversation.key}/?q=secret")
    client_of("reader", "roy").post(f"/conversations/{conversation.key}/delete/")
    administrator.post(f"/conversations/{conversation.key}/delete/")

    lines = [(each.name, each.did, each.what) for each in Entry.objects.order_by("id")]
    assert ("rhys", "looked at", f"conversation {conversation.key}") in lines
    assert ("roy", "was refused", f"delete {conversation.key}") in lines
    assert ("administrator", "deleted", f"conversation {conversation.key}") in lines
    assert "xylophone" not in str(lines)
    assert "secret" not in str(lines)


def test_nobody_changes_their_own_role(administrator) -> None:
    me = get_user_model().objects.get(username="administrator")

    administrator.post(f"/people/{me.id}/role/", {"role": "reader"})

    assert me.groups.get().name == "administrator"


def test_the_command_makes_an_account_that_can_log_in(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))

    assert make_account(["--name", "rosa", "--role", "reader"]) == 0

    user = get_user_model().objects.get(username="rosa")
    assert user.check_password(PASSWORD)
    assert user.groups.get().name == "reader"
    assert capsys.readouterr().out == "rosa can now log in, as reader.\n"


@pytest.mark.parametrize(
    "password", ["", "short", "password1234", "123456789012", "rosa rosa rosa"]
)
def test_the_command_refuses_a_weak_password(monkeypatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    with pytest.raises(AccountError):
        make_account(["--name", "rosa rosa rosa", "--role", "trainer"])

    assert not get_user_model().objects.exists()

"""People's data: deleted everywhere, and every look and change written down."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from bot.console.conversations.events import Event
from bot.console.conversations.models import Conversation, Turn
from bot.console.conversations.search import find_turns
from bot.console.gaps.models import Gap
from bot.console.insights.models import DayCount
from bot.console.people.accounts import AccountError, make_account
from bot.console.people.models import Entry
from bot.console.reviews.models import Review
from tests.unit.console.talk import PASSWORD, index, turn_of


@pytest.fixture
def conversation(talk, administrator) -> Conversation:
    talk.turn("xylophone question", sender="ann", outcome="answered_nearest")
    talk.turn("What is CT?", sender="ben", outcome="answered_nearest")
    index()
    turn = turn_of("xylophone question")
    administrator.post(f"/turns/{turn.id}/review/", {"verdict": "wrong", "remark": "xylophone"})
    gap = Gap.objects.create(
        label="xylophone question", size=2, last_at=turn.at, vector=np.zeros(384).tobytes()
    )
    Turn.objects.update(gap=gap)
    return turn.conversation


def test_a_deleted_conversation_is_gone_everywhere(conversation, administrator) -> None:
    address = f"/conversations/{conversation.key}/delete/"
    assert "Delete this conversation?" in administrator.get(address).content.decode()

    administrator.post(address)

    assert not Event.objects.filter(sender_id="ann").exists()
    assert not Turn.objects.filter(question__contains="xylophone").exists()
    assert not Review.objects.exists()
    assert find_turns("xylophone") == []
    assert Gap.objects.get().label == "What is CT?"
    assert administrator.get(f"/conversations/{conversation.key}/").status_code == 404
    assert DayCount.objects.get(kind="begun").count == 1
    assert Event.objects.filter(sender_id="ben").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of a file")
def test_no_deleted_word_stays_in_the_search_index(conversation, administrator) -> None:
    administrator.post(f"/conversations/{conversation.key}/delete/")

    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM conversations_turn_text_data")
        assert not [row for row in cursor.fetchall() if b"xyloph" in bytes(row[0])]


def test_all_of_one_person_is_deleted_once_the_number_is_confirmed(talk, administrator) -> None:
    for sender in ("slack:U1:a", "slack:U1:b", "slack:U2:a"):
        talk.turn("What is CT?", sender=sender)
    index()

    administrator.post("/people/delete/", {"sender": "slack:U1:", "count": "3"})
    assert Conversation.objects.count() == 3
    administrator.post("/people/delete/", {"sender": "", "count": "3"})
    assert Conversation.objects.count() == 3
    administrator.post("/people/delete/", {"sender": "slack:U1:", "count": "2"})

    assert [each.sender for each in Conversation.objects.all()] == ["slack:U2:a"]


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

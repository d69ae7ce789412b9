"""Every address and method, for nobody and for each role."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from bot.console.changes.models import Change
from bot.console.conversations.models import Conversation, Turn
from bot.console.gaps.models import Gap
from bot.console.replays.models import Difference, Replay
from tests.unit.console.talk import index

ROLES = (None, "reader", "trainer", "administrator")
LOOK, REVIEW, ADMINISTER = ROLES[1:], ROLES[2:], ROLES[3:]
ALL = ROLES

# name of the address: (may get it, may post to it)
MAY = {
    "home": (LOOK, ()),
    "log_in": (ALL, ALL),
    "log_out": ((), ALL),
    "help": (LOOK, ()),
    "queue": (LOOK, ()),
    "begin": ((), REVIEW),
    "turn": (LOOK, ()),
    "review": ((), REVIEW),
    "withdraw": ((), REVIEW),
    "conversations": (LOOK, ()),
    "save_filter": ((), LOOK),
    "export_csv": (LOOK, ()),
    "export_json": (LOOK, ()),
    "conversation": (LOOK, ()),
    "make_dialogue": ((), REVIEW),
    "delete": (ADMINISTER, ADMINISTER),
    "gaps": (LOOK, ()),
    "gap": (LOOK, ()),
    "draft_fact": ((), REVIEW),
    "add_examples": ((), REVIEW),
    "close_gap": ((), REVIEW),
    "changes": (LOOK, ()),
    "decide": ((), REVIEW),
    "patch": ((), REVIEW),
    "done": ((), REVIEW),
    "facts": (LOOK, ()),
    "fact": (LOOK, ()),
    "dashboard": (LOOK, ()),
    "chart": (LOOK, ()),
    "replays": (LOOK, ()),
    "replay": (LOOK, ()),
    "judge": ((), REVIEW),
    "people": (ADMINISTER, ()),
    "change_role": ((), ADMINISTER),
    "deletions": (ADMINISTER, ()),
    "ask_deletion": ((), ADMINISTER),
    "delete_much": ((), ADMINISTER),
    "service": (ADMINISTER, ()),
    "switch": ((), ADMINISTER),
}
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def addresses(talk, account) -> dict[str, str]:
    """Each address by name, with things that are there."""
    talk.turn("What is CT?", outcome="answered_nearest")
    index()
    turn, conversation = Turn.objects.get(), Conversation.objects.get()
    somebody = account("somebody", "reader")
    gap = Gap.objects.create(label="What is CT?", vector=b"", last_at=turn.at)
    change = Change.objects.create(kind="example", content={}, proposed_by=somebody)
    replay = Replay.objects.create(old_model="a", new_model="b")
    old = {"outcome": "", "text": "", "facts": []}
    difference = Difference.objects.create(
        replay=replay, turn=turn, old=old, new=old, judgement="open"
    )
    numbers = {
        **{"turn": turn.id, "review": turn.id, "withdraw": turn.id, "gap": gap.id},
        **{"draft_fact": gap.id, "add_examples": gap.id, "close_gap": gap.id},
        **{"decide": change.id, "replay": replay.id, "judge": difference.id},
        "change_role": somebody.id,
    }
    found = {}
    for pattern in get_resolver().url_patterns:
        route = str(pattern.pattern)
        route = route.replace("<int:number>", str(numbers.get(pattern.name, "")))
        route = route.replace("<slug:key>", conversation.key).replace("<slug:channel>", "web")
        name = "ct_what" if pattern.name == "fact" else "outcomes"
        found[pattern.name] = "/" + route.replace("<slug:name>", name)
    return found


def test_the_table_names_every_address(addresses) -> None:
    assert set(addresses) == set(MAY)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MAY)
def test_who_may_do_what(addresses, client_of, role: str | None, name: str) -> None:
    may_get, may_post = MAY[name]
    client = client_of(role)
    for method in METHODS:
        if name == "log_out":
            client = client_of(role, f"{role}-{method}")
        response = getattr(client, method)(addresses[name])
        may = {"get": may_get, "post": may_post}.get(method, ())
        status = response.status_code
        if role in may:
            assert status in (200, 302, 422), (method, status)
            is_sent_away = "/log-in/" in response.get("Location", "")
            assert not is_sent_away or name == "log_out", method
        elif role is None and name not in ("log_in", "log_out"):
            assert status == 302, (method, status)
            assert response["Location"].startswith("/log-in/")
        else:
            assert status in (403, 405), (method, status)


@pytest.mark.parametrize("name", [name for name, (_, may) in MAY.items() if may])
def test_every_form_needs_the_token_of_its_page(addresses, account, name: str) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.force_login(account("ada", "administrator"), "django.contrib.auth.backends.ModelBackend")

    assert client.post(addresses[name]).status_code == 403


def test_a_barred_account_is_logged_out_at_once(client_of) -> None:
    from django.contrib.auth import get_user_model

    rosa, ada = client_of("trainer", "rosa"), client_of("administrator", "ada")
    number = get_user_model().objects.get(username="rosa").id
    assert rosa.get("/queue/").status_code == 200

    ada.post(f"/people/{number}/role/", {"role": "barred"})

    assert rosa.get("/queue/").status_code == 302

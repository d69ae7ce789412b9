"""Deletion: by rule, in everything that the console made of what was said, and in the files."""

from __future__ import annotations

import re
import sys
import time
from datetime import datetime, timezone
from unittest import mock

import numpy as np
import pytest
from django.db import connection, transaction
from django.test import Client

from bot.console.changes.models import Change
from bot.console.conversations.events import Event
from bot.console.conversations.models import Conversation, Fault, Progress, SavedFilter, Turn
from bot.console.conversations.search import find_turns
from bot.console.conversations.store import conversations_engine
from bot.console.deletions.carrying_out import log
from bot.console.deletions.overwriting import overwrite_if_due
from bot.console.deletions.sweeping import sweep, sweep_all
from bot.console.gaps.models import Gap
from bot.console.insights.models import DayCount
from bot.console.people.models import Entry
from bot.console.replays.models import Difference, Replay
from bot.console.reviews.models import Review, Tag
from bot.storage.deletions import (
    AGE,
    THE_ASSISTANT,
    THE_VISITOR,
    VISITOR,
    before,
    delete,
    make_tables,
    of_key,
    scrub,
)
from tests.unit.console.talk import Talk, index, turn_of

CANARY = "quokkaxylophone"
QUESTION = f"where does the {CANARY} live"
DAY = 24 * 3600
FACT = {
    **{"says": "Some live there.", "asks": "Where do they live?", "id": "where_they_live"},
    **{"aspect": "settings", "subjects": ["ct"], "source_id": "a", "title": "b"},
    **{"publisher": "c", "address": "https://example.org"},
}


def said(talk: Talk, sender: str, at: float) -> None:
    """A session in which the canary is told in the message, the reply and the remark."""
    talk.event(sender, "session_started", at, {})
    for number, text in enumerate((QUESTION, f"and {CANARY} again, why", f"{CANARY} once more")):
        outcome = "answered_nearest"
        reply = f"Of {CANARY} nothing is known."
        message = talk.turn(text, sender=sender, at=at + number, outcome=outcome, reply=reply)
        talk.feedback(sender, message, False, f"no {CANARY} in it", at + number)


def made_of(client: Client, turn: Turn) -> None:
    """All that trainers can make of a turn, each with the canary in it."""
    conversation = turn.conversation
    given = {"verdict": "wrong", "intent": "no_fact", "example": "on", "tags": f"old, {CANARY}"}
    client.post(f"/turns/{turn.id}/review/", {**given, "remark": f"{CANARY}!"})
    turns = list(conversation.turns.values_list("id", flat=True))
    client.post(f"/conversations/{conversation.key}/test/", {"title": CANARY, "turns": turns})
    gap = Gap.objects.create(label=QUESTION, size=3, last_at=turn.at, vector=b"\1" * 4 * 384)
    conversation.turns.update(gap=gap)
    client.post(f"/gaps/{gap.id}/fact/", {**FACT, "turns": turns})
    client.post(f"/gaps/{gap.id}/examples/", {"fact": "ct_what", "turns": turns})
    client.post("/conversations/saved/", {"name": "mine", "query": f"q={CANARY}"})
    told = {"outcome": "answered", "text": f"{CANARY}", "facts": []}
    replay = Replay.objects.create(old_model="a", new_model="b", asked=1)
    Difference.objects.create(replay=replay, turn=turn, old=told, new=told, judgement="open")
    Fault.objects.create(event=10**9, conversation=conversation, what="not JSON")
    assert sorted(Change.objects.values_list("kind", flat=True)) == [
        *("dialogue", "example", "example", "example", "example", "fact")
    ]
    assert SavedFilter.objects.count() == 1


def is_nothing_left() -> bool:
    """Whether nothing in the console comes from a conversation any more."""
    models = (Turn, Review, Gap, Difference, Fault, SavedFilter)
    changes = [each for each in Change.objects.all() if CANARY in str(each.content)]
    tags = Tag.objects.filter(name__contains=CANARY)
    return not (changes or tags or find_turns(CANARY) or any(m.objects.exists() for m in models))


def as_visitor() -> None:
    """The visitor deletes in the widget."""
    _at_the_assistant(of_key("web:ann"), VISITOR, THE_VISITOR)


def as_time_passes() -> None:
    """The assistant deletes what is older than 90 days."""
    _at_the_assistant(before(time.time() - 90 * DAY), AGE, THE_ASSISTANT)


def _at_the_assistant(condition, why: str, who: str) -> None:
    engine = conversations_engine()
    make_tables(engine)
    with engine.begin() as database:
        delete(database, condition, why, who)
    scrub(engine)
    sweep()
    transaction.on_commit(overwrite_if_due)


def by_rule(client: Client, rule: str, value: str) -> None:
    """An administrator fills in the form and confirms."""
    name = {"key": "key", "person": "person", "date": "day"}[rule]
    page = client.post("/deletions/ask/", {"rule": rule, name: value}).content.decode()
    count = re.search(r'name="count" value="(\d+)"', page)[1]
    client.post("/deletions/delete/", {"rule": rule, name: value, "count": count})


def on_its_page(client: Client) -> None:
    """An administrator deletes the conversation that is open."""
    key = Conversation.objects.get(sender="web:ann").key
    client.post(f"/conversations/{key}/delete/")


def by_command(words: str) -> None:
    """Somebody types `make forget` on the machine."""
    from bot import forget

    endpoints = mock.Mock(tracker_store=None)
    store = mock.Mock(engine=conversations_engine())
    with (
        mock.patch.object(sys, "argv", ["forget", *words.split()]),
        mock.patch.object(forget, "read_endpoints", return_value=endpoints),
        mock.patch.object(forget, "open_store", return_value=store),
    ):
        make_tables(store.engine)
        forget.forget()


LONG_AGO = datetime.fromtimestamp(time.time() - 99 * DAY, timezone.utc).date().isoformat()
WAYS = {
    "the visitor, in the widget": lambda _client: as_visitor(),
    "the keeping time": lambda _client: as_time_passes(),
    "the page, by key": lambda client: by_rule(client, "key", "web:ann"),
    "the page, by person": lambda client: by_rule(client, "person", "ann"),
    "the page, by date": lambda client: by_rule(client, "date", LONG_AGO),
    "the page of the conversation": on_its_page,
    "the command, by key": lambda _client: by_command("--key web:ann"),
    "the command, by person": lambda _client: by_command("--person ann"),
    "the command, by date": lambda _client: by_command(f"--before {LONG_AGO}"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_deleted_is_gone_from_every_file(for_good, talk, administrator, way: str) -> None:
    talk.turn("What is CT?", sender="web:ben")
    said(talk, "web:ann", time.time() - 100 * DAY)
    index()
    made_of(administrator, turn_of(QUESTION))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # It does so by itself, some time or other.
            cursor.execute("ANALYZE")
    assert len(for_good.hold(CANARY)) >= 2, "the canary is in both databases"

    WAYS[way](administrator)

    assert for_good.hold(CANARY) == []
    assert Turn.objects.get().question == "What is CT?"
    assert Event.objects.values_list("sender_id", flat=True).distinct().get() == "web:ben"
    assert "web:ann" not in str(log(10))


@pytest.mark.parametrize("way", [*WAYS][1:3])
def test_nothing_is_left_when_all_was_deleted(talk, administrator, way: str) -> None:
    said(talk, "web:ann", time.time() - 100 * DAY)
    index()
    made_of(administrator, turn_of(QUESTION))

    WAYS[way](administrator)

    assert is_nothing_left()
    assert not DayCount.objects.exists()


def test_old_sessions_go_from_a_conversation_still_in_use(for_good, talk, administrator) -> None:
    old, new = time.time() - 100 * DAY, time.time() - 5 * DAY
    said(talk, "web:ann", old)
    index()
    made_of(administrator, turn_of(QUESTION))
    talk.event("web:ann", "session_started", new, {})
    talk.turn("What is CT?", sender="web:ann", at=new + 1)
    index()

    as_time_passes()

    assert for_good.hold(CANARY) == []
    conversation = Conversation.objects.get()
    assert [each.question for each in conversation.turns.all()] == ["What is CT?"]
    assert conversation.turn_count == 1
    assert conversation.first_day == conversation.turns.get().day
    assert set(DayCount.objects.values_list("day", flat=True)) == {conversation.first_day}
    assert not Review.objects.exists()


def test_what_others_asked_in_the_same_words_stays(talk, administrator) -> None:
    same = "do radiologists get lockers"
    for sender in ("web:ann", "web:ben"):
        talk.turn(same, sender=sender, outcome="answered_nearest")
    index()
    turn = Turn.objects.order_by("id").first()
    gap = Gap.objects.create(label=same, size=2, last_at=turn.at, vector=b"\1")
    Turn.objects.update(gap=gap)
    administrator.post(f"/gaps/{gap.id}/fact/", {**FACT, "turns": [turn.id]})
    administrator.post(f"/gaps/{gap.id}/examples/", {"fact": "ct_what", "turns": [turn.id]})

    by_rule(administrator, "key", "web:ann")

    gap.refresh_from_db()
    fact, example = Change.objects.order_by("id")
    assert (gap.label, gap.size, bytes(gap.vector)) == (same, 1, b"\1")
    assert fact.content["questions"] == [same]
    assert example.turn.conversation.sender == "web:ben"


def test_a_group_is_called_and_found_by_a_question_that_is_left(talk, administrator) -> None:
    for sender, text in (("web:ann", QUESTION), ("web:ben", "What is CT?")):
        talk.turn(text, sender=sender, outcome="answered_nearest")
    index()
    vector = np.ones(384, dtype=np.float32).tobytes()
    gap = Gap.objects.create(label=QUESTION, size=2, last_at=Turn.objects.first().at, vector=vector)
    Turn.objects.update(gap=gap)

    by_rule(administrator, "key", "web:ann")

    gap.refresh_from_db()
    assert (gap.label, gap.size, bytes(gap.vector)) == ("What is CT?", 1, b"")


def test_nothing_is_deleted_but_what_was_confirmed(talk, administrator) -> None:
    for sender in ("slack:T1:C1:1:U1", "slack:T1:D1:direct:U1", "slack:T1:C1:1:U2"):
        talk.turn("What is CT?", sender=sender)
    index()

    for given in (
        {"rule": "person", "person": "U1", "count": "3"},
        {"rule": "person", "person": "", "count": "2"},
        {"rule": "person", "person": "U1"},
        {"rule": "nobody", "person": "U1", "count": "2"},
        {"rule": "date", "day": "2999-01-01", "count": "3"},
        {"person": "U1", "count": "2"},
    ):
        administrator.post("/deletions/delete/", given)
    assert Conversation.objects.count() == 3
    administrator.post("/deletions/delete/", {"rule": "person", "person": "U1", "count": "2"})

    assert Conversation.objects.get().sender == "slack:T1:C1:1:U2"


def test_the_page_tells_how_much_it_is_before_it_asks(talk, administrator) -> None:
    talk.turn("What is CT?", sender="slack:T1:C1:1:U1")
    talk.turn("What is MRI?", sender="slack:T1:D1:direct:U1")

    page = administrator.post("/deletions/ask/", {"rule": "person", "person": "U1"})
    nothing = administrator.post("/deletions/ask/", {"rule": "key", "key": "web:x"}, follow=True)

    assert "<strong>2 conversations</strong>" in page.content.decode()
    assert "Nothing is kept that this would delete." in nothing.content.decode()
    assert Event.objects.exists()


def test_the_log_tells_who_when_how_many_and_by_what_rule_and_nothing_else(
    talk, administrator
) -> None:
    said(talk, "web:ann", time.time() - 50)
    talk.turn("What is CT?", sender="web:ben")
    index()
    as_visitor()
    by_rule(administrator, "key", "web:ben")

    mine, theirs = log(10)
    page = administrator.get("/deletions/").content.decode()

    assert (mine.who, mine.why, mine.conversations, mine.events) == ("administrator", "key", 1, 3)
    assert (theirs.who, theirs.why, theirs.events) == (THE_VISITOR, VISITOR, 13)
    assert "administrator</th><td>One conversation</td>" in page
    assert "a visitor</th><td>A visitor’s own</td>" in page
    lines = str(list(Entry.objects.values_list("did", "what"))) + str(log(10))
    assert "('deleted', 'One conversation: 3 events of 1 conversations')" in lines
    assert "web:" not in lines
    assert CANARY not in lines


def test_an_empty_database_is_followed_only_if_somebody_deleted_there(talk) -> None:
    talk.turn("What is CT?", sender="web:ann")
    index()
    Event.objects.all().delete()
    assert (sweep(), sweep_all(), Conversation.objects.count()) == (0, 0, 1)

    talk.turn("What is CT?", sender="web:ann")
    as_visitor()

    assert not Conversation.objects.exists()


def test_the_files_are_written_anew_once_an_hour_and_not_for_nothing(for_good, talk) -> None:
    assert not overwrite_if_due()
    for sender in ("web:ann", "web:ben", "web:cat"):
        talk.turn("What is CT?", sender=sender)
    index()
    talk.forget("web:ann")
    assert sweep() == 1
    assert overwrite_if_due()
    assert not overwrite_if_due()

    talk.forget("web:ben")
    assert sweep() == 1
    assert not overwrite_if_due()
    Progress.objects.update(overwritten_at=datetime(2020, 1, 1, tzinfo=timezone.utc))
    assert overwrite_if_due()

"""The index: fed from new events alone, mended when turns grow, swept of what was forgotten."""

from __future__ import annotations

import time
from urllib.parse import quote

from bot.console import following
from bot.console.conversations.indexing import index_new_events, key_of
from bot.console.conversations.models import Conversation, Fault, Look, Progress, Turn
from bot.console.conversations.store import conversations_engine
from bot.console.deletions.sweeping import sweep
from bot.storage.deletions import KEY, LOG, make_tables
from tests.unit.console.talk import index, turn_of


def test_a_turn_is_indexed_with_all_it_is_found_by(talk) -> None:
    message = talk.turn("What is CT?", subjects=("ct", "mri"), facts=("ct_what", "mri_how"))
    talk.feedback("ann", message, False, "too short")

    index()

    turn = turn_of("What is CT?")
    assert (turn.outcome, turn.intent, turn.confidence) == ("answered", "ask_definition", 0.97)
    assert (turn.channel, turn.helpful, turn.remark) == ("web", False, "too short")
    assert round(turn.seconds, 2) == 0.25
    assert [each.subject for each in turn.subjects.order_by("id")] == ["ct", "mri"]
    assert [each.fact for each in turn.facts.order_by("place")] == ["ct_what", "mri_how"]
    assert turn.conversation.key == key_of("ann")
    assert turn.conversation.turn_count == 1


def test_only_new_events_are_read_and_nothing_is_indexed_twice(talk) -> None:
    talk.turn("What is CT?", at=time.time() - 500)
    assert index() == 3
    talk.turn("What is MRI?", at=time.time() - 400)

    assert index() == 3

    assert index() == 0
    assert Turn.objects.count() == 2
    assert Conversation.objects.get().turn_count == 2


def test_a_turn_that_is_still_being_answered_is_completed_later(talk) -> None:
    now = time.time()
    talk.turn("What is CT?", at=now - 1, reply="")
    index_new_events()
    assert turn_of("What is CT?").reply == ""

    reply = {"text": "CT is a scan.", "metadata": {"answer": {"outcome": "answered"}}}
    talk.event("ann", "bot", now - 0.5, reply)
    index_new_events()

    turn = turn_of("What is CT?")
    assert (turn.reply, turn.outcome) == ("CT is a scan.", "answered")
    assert Progress.objects.get().event == 0 or Turn.objects.count() == 1


def test_feedback_on_an_old_turn_reaches_it_and_puts_it_into_the_queue(talk) -> None:
    message = talk.turn("What is CT?", message="m-1")
    talk.turn("What is MRI?", message="m-2")
    index()

    talk.feedback("ann", message, False, "wrong scan")
    index()

    turn = turn_of("What is CT?")
    assert (turn.helpful, turn.remark, turn.look) == (False, "wrong scan", Look.UNHELPFUL)
    assert turn.waits


def test_a_conversation_that_the_assistant_forgot_is_swept_out(talk) -> None:
    talk.turn("What is CT?", sender="ann")
    talk.turn("What is MRI?", sender="ben")
    index()
    talk.forget("ann")

    assert sweep() == 1

    assert [each.sender for each in Conversation.objects.all()] == ["ben"]


def test_a_deletion_of_the_newest_does_not_index_all_anew(talk) -> None:
    talk.turn("What is CT?", sender="ann", at=time.time() - 3600)
    talk.turn("What is MRI?", sender="ben", at=time.time() - 1800)
    index()
    talk.forget("ben")
    make_tables(conversations_engine())
    with conversations_engine().begin() as connection:
        connection.execute(LOG.insert().values(at=time.time(), conversations=1, events=1, why=KEY))

    index_new_events()

    assert Progress.objects.get().event > 0


def test_deletions_are_followed_although_somebody_always_writes(talk, monkeypatch) -> None:
    # PostgreSQL writes no table anew within the transaction of a test.
    monkeypatch.setattr(following, "overwrite_if_due", lambda: None)
    talk.turn("What is CT?", sender="ann")
    talk.turn("What is MRI?", sender="ben")
    index()
    talk.forget("ann")
    talk.turn("What is ultrasound?", sender="ben")

    assert not following.step()

    assert [each.sender for each in Conversation.objects.all()] == ["ben"]
    assert turn_of("What is ultrasound?")


def test_a_problem_is_over_with_the_next_look_even_if_nobody_has_written(talk, monkeypatch) -> None:
    # PostgreSQL writes no table anew within the transaction of a test.
    monkeypatch.setattr(following, "overwrite_if_due", lambda: None)
    index()
    Progress.objects.update_or_create(id=1, defaults={"problem": "no connection"})

    following.step()

    assert Progress.objects.get().problem == ""


def test_what_the_assistant_has_yet_to_make_is_waited_for(tmp_path) -> None:
    path = tmp_path / "two words.db"
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"file:{quote(str(path))}?mode=rw"}

    assert not following.has_begun(place)
    path.touch()
    assert following.has_begun(place)
    assert following.has_begun({"ENGINE": "django.db.backends.postgresql", "NAME": "assistant"})


def test_an_empty_database_of_the_assistant_sweeps_nothing_out(talk) -> None:
    talk.turn("What is CT?")
    index()
    talk.forget("ann")

    assert sweep() == 0

    assert Conversation.objects.count() == 1


def test_events_that_cannot_be_read_are_reported_and_the_rest_is_shown(talk) -> None:
    talk.turn("What is CT?")
    talk.event("ann", "quantum_leap", time.time() - 300, "{}")
    talk.event("ann", "bot", time.time() - 300, "{broken")
    talk.event("ann", "user", time.time() - 300, "[1, 2]")
    talk.turn("What is MRI?")

    index()

    assert {each.what for each in Fault.objects.all()} == {
        *("unknown: quantum_leap", "not JSON", "not an object")
    }
    assert [each.question for each in Turn.objects.order_by("first_event")] == [
        *("What is CT?", "", "What is MRI?")
    ]


def test_events_of_other_shapes_do_not_stop_the_index(talk) -> None:
    for data in (
        {"text": None, "parse_data": None, "input_channel": 7},
        {"text": "odd", "parse_data": {"intent": "ask", "parts": "none", "entities": {}}},
        {"text": "null\0byte and \ud800 half", "parse_data": {"intent": {"confidence": True}}},
    ):
        talk.event("ann", "user", time.time() - 300, data)
        talk.event("ann", "bot", time.time() - 299, {"text": 5, "data": [], "metadata": "x"})

    index()

    assert Turn.objects.count() == 3
    assert Turn.objects.filter(question__startswith="nullbyte").exists()


def test_a_replaced_database_is_indexed_from_its_beginning(talk) -> None:
    talk.turn("What is CT?")
    index()
    Progress.objects.update(event=10**9)

    talk.turn("What is MRI?")
    index()

    assert Turn.objects.filter(question="What is MRI?").exists()

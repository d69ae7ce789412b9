"""The queue: what needs a look, in which order, and who has what open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bot.console.conversations.models import Look, Turn
from bot.console.conversations.triage import ONE_IN
from bot.console.reviews import queue
from tests.unit.console.talk import index, turn_of


@pytest.mark.parametrize(
    ("fields", "look"),
    [
        ({"outcome": "error_action"}, Look.ERROR),
        ({"reply": ""}, Look.ERROR),
        ({"outcome": "unanswered_no_fact"}, Look.UNANSWERED),
        ({"outcome": "unanswered_unclear"}, Look.UNANSWERED),
        ({"outcome": "answered_partly"}, Look.PARTLY),
        ({"outcome": "answered_nearest"}, Look.PARTLY),
        ({"confidence": 0.31}, Look.UNSURE),
        ({"outcome": "conversed"}, ""),
    ],
)
def test_each_reason_to_look_is_found(talk, fields: dict, look: str) -> None:
    talk.turn("What is CT?", message="never-sampled-1", **fields)

    index()

    turn = turn_of("What is CT?")
    assert (turn.look, turn.waits) == (look, bool(look))


def test_one_in_twenty_confident_answers_is_sampled(talk) -> None:
    for number in range(400):
        talk.turn(f"question {number}", message=f"m-{number}", sender=f"s-{number % 7}")

    index()

    sampled = Turn.objects.filter(look=Look.SAMPLE).count()
    assert 400 / ONE_IN / 2 < sampled < 400 / ONE_IN * 2


def test_the_most_pressing_come_first_and_of_those_the_newest(talk, account) -> None:
    for text, outcome in (
        ("partly", "answered_partly"),
        ("older", "unanswered_no_fact"),
        ("newer", "unanswered_no_fact"),
        ("error", "error_action"),
    ):
        talk.turn(text, outcome=outcome)
    index()

    assert [each.question for each in queue.waiting()] == ["error", "newer", "older", "partly"]
    user, newer = account("rosa", "trainer"), turn_of("newer")
    assert queue.after(newer, user).question == "older"
    assert queue.before(newer, user).question == "error"
    assert queue.after(turn_of("partly"), user).question == "error"


def test_what_somebody_has_open_nobody_else_is_given(talk, client_of) -> None:
    talk.turn("first", outcome="error_action")
    talk.turn("second", outcome="answered_partly")
    index()
    rosa, sam = client_of("trainer", "rosa"), client_of("trainer", "sam")

    opened = [each.post("/queue/begin/", follow=True) for each in (rosa, sam)]

    assert [each.context["shown"].turn.question for each in opened] == ["first", "second"]
    third = client_of("trainer", "tom").post("/queue/begin/")
    assert third.url == "/queue/"


def test_a_claim_ends_after_half_an_hour(talk, client_of) -> None:
    talk.turn("first", outcome="error_action")
    index()
    client_of("trainer", "rosa").post("/queue/begin/", follow=True)
    Turn.objects.update(claimed_at=timezone.now() - timedelta(minutes=31))

    response = client_of("trainer", "sam").post("/queue/begin/")

    assert response.url == f"/turns/{turn_of('first').id}/"


def test_a_reader_who_looks_claims_nothing(talk, client_of) -> None:
    talk.turn("first", outcome="error_action")
    index()

    client_of("reader").get(f"/turns/{turn_of('first').id}/")

    assert turn_of("first").claimed_by is None

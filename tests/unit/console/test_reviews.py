"""Reviews: kept beside each other, corrected from lists, and proposed as training questions."""

from __future__ import annotations

import pytest

from bot.console.changes.models import Change
from bot.console.reviews.models import Review
from tests.unit.console.talk import index, turn_of


@pytest.fixture
def turn(talk):
    talk.turn("What does CT show?", outcome="answered_nearest")
    index()
    return turn_of("What does CT show?")


def test_a_review_is_kept_and_the_turn_leaves_the_queue(trainer, turn) -> None:
    response = trainer.post(
        f"/turns/{turn.id}/review/",
        {
            "verdict": "wrong",
            "tags": "Scans, scans ,  radiation dose",
            "remark": "No.",
            "is_flagged": "on",
        },
    )

    review = Review.objects.get()
    turn.refresh_from_db()
    assert response.url == "/queue/"
    assert (review.verdict, review.remark, review.is_flagged) == ("wrong", "No.", True)
    assert sorted(each.name for each in review.tags.all()) == ["radiation dose", "scans"]
    assert (turn.waits, turn.state) == (False, "reviewed")


def test_a_second_judgement_stands_beside_the_first_and_disagreement_is_shown(
    client_of, turn
) -> None:
    address = f"/turns/{turn.id}/review/"
    client_of("trainer", "rosa").post(address, {"verdict": "right"})
    sam = client_of("trainer", "sam")
    sam.post(address, {"verdict": "unsafe"})

    page = sam.get(f"/conversations/{turn.conversation.key}/").content.decode()

    assert "Trainers disagree" in page
    assert Review.objects.count() == 2
    sam.post(address, {"verdict": "right"})
    turn.refresh_from_db()
    assert turn.state == "reviewed"
    sam.post(f"/turns/{turn.id}/withdraw/")
    assert Review.objects.get().trainer.username == "rosa"


def test_a_correction_is_proposed_as_a_training_question(trainer, turn) -> None:
    given = {"verdict": "wrong", "intent": "ask_techniques", "subjects": ["ct"]}
    trainer.post(f"/turns/{turn.id}/review/", {**given, "fact": "ct_what", "example": "on"})

    change = Change.objects.get()
    assert change.content == {
        **{"text": "What does CT show?", "intent": "ask_techniques", "fact": "ct_what"}
    }
    assert (change.stage, change.kind) == ("proposed", "example")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose one of these first"),
        ({"verdict": "splendid"}, "Choose one of these first"),
        ({"verdict": "wrong", "fact": "fact_of_fancy"}, "There is no fact"),
        ({"verdict": "wrong", "intent": "ask_pay", "example": "on"}, "needs the fact"),
        ({"verdict": "wrong", "intent": "greet"}, "Select a valid choice"),
        ({"verdict": "wrong", "subjects": ["unicorns"]}, "Select a valid choice"),
    ],
)
def test_what_is_not_valid_is_refused_with_the_reason(
    trainer, turn, given: dict, says: str
) -> None:
    response = trainer.post(f"/turns/{turn.id}/review/", given)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Review.objects.exists()


def test_a_judged_turn_does_not_come_back_when_it_is_indexed_again(talk, trainer, turn) -> None:
    trainer.post(f"/turns/{turn.id}/review/", {"verdict": "right"})
    talk.turn("And MRI?", outcome="answered")

    index()

    turn.refresh_from_db()
    assert (turn.waits, turn.state) == (False, "reviewed")

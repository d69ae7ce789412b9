"""The gap board: questions grouped by meaning, and what can be drafted from a group."""

from __future__ import annotations

import numpy as np
import pytest

from bot.console.changes.models import Change
from bot.console.conversations.models import Conversation, Turn
from bot.console.deletions.letting_go import let_go
from bot.console.gaps import grouping
from bot.console.gaps.models import Gap
from bot.nlu.encoder import DIMENSIONS
from tests.unit.console.talk import index

WORDS = ("car", "canteen", "uniform")


class FakeEncoder:
    """Sentences with the same of a few words mean the same."""

    def encode(self, texts: list[str]) -> np.ndarray:
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, text in enumerate(texts):
            named = [n for n, word in enumerate(WORDS) if word in text]
            found[place, named[0] if named else hash(text) % 300 + 10] = 1
        return found


@pytest.fixture(autouse=True)
def _encoder(monkeypatch) -> None:
    grouping._common.cache_clear()
    monkeypatch.setattr(grouping, "shared_encoder", FakeEncoder)


@pytest.fixture
def board(talk) -> list[Gap]:
    for number, text in enumerate(
        ("a car?", "which car", "the canteen", "car please", "a canteen")
    ):
        talk.turn(
            text,
            sender=f"s{number}",
            outcome="unanswered_no_fact",
            channel="web" if number else "slack",
        )
    talk.turn("a car, answered", outcome="answered")
    index()
    while grouping.group_new_gaps():
        pass
    return list(Gap.objects.order_by("-size"))


def test_questions_that_mean_the_same_are_one_group(board) -> None:
    assert [(each.label, each.size) for each in board] == [("a car?", 3), ("the canteen", 2)]
    assert Turn.objects.get(question="a car, answered").gap is None


def test_what_is_deleted_while_it_is_grouped_does_not_come_back(talk, monkeypatch) -> None:
    class Deleting(FakeEncoder):
        def encode(self, texts: list[str]) -> np.ndarray:
            let_go(list(Conversation.objects.values_list("id", flat=True)), {})
            return super().encode(texts)

    talk.turn("a secret car", outcome="unanswered_no_fact")
    index()
    monkeypatch.setattr(grouping, "shared_encoder", Deleting)

    assert grouping.group_new_gaps() == 0

    assert not Gap.objects.exists()


def test_a_later_question_joins_the_group_that_is_there(board, talk) -> None:
    talk.turn("whose car", sender="late", outcome="answered_nearest")
    index()
    grouping.group_new_gaps()

    assert Gap.objects.get(id=board[0].id).size == 4


def test_the_board_counts_channels(board, trainer) -> None:
    page = trainer.get("/gaps/").content.decode()

    assert "web 2" in page
    assert "slack 1" in page


def test_a_fact_is_drafted_with_its_questions_and_closes_the_group_when_approved(
    board, trainer
) -> None:
    turns = Turn.objects.filter(gap=board[0])
    given = {
        **{"says": "No car comes with the post.", "asks": "Is a car part of the post?"},
        **{"id": "company_car", "aspect": "benefits", "subjects": ["radiologist"]},
        **{"source_id": "cars", "title": "Cars", "publisher": "Trust"},
        **{"address": "http://localhost/cars", "turns": [each.id for each in turns]},
    }

    trainer.post(f"/gaps/{board[0].id}/fact/", given)

    change = Change.objects.get()
    assert change.content["fact"]["source"] == change.content["source"]["id"] == "cars"
    assert set(change.content["questions"]) == {"a car?", "which car", "car please"}
    page = trainer.post(f"/changes/{change.id}/", {"approve": "1"}, follow=True).content.decode()
    assert "Not approved" not in page
    assert Gap.objects.get(id=board[0].id).is_closed


def test_a_fact_without_a_source_is_refused(board, trainer) -> None:
    response = trainer.post(f"/gaps/{board[0].id}/fact/", {"says": "No car."})

    assert response.status_code == 422
    assert "A fact needs a source" in response.content.decode()
    assert not Change.objects.exists()


def test_questions_are_proposed_for_a_fact_that_is_there(board, trainer) -> None:
    turns = [each.id for each in Turn.objects.filter(gap=board[1])]
    address = f"/gaps/{board[1].id}/examples/"

    assert trainer.post(address, {"fact": "nonsense", "turns": turns}).status_code == 422
    assert trainer.post(address, {"fact": "ct_what"}).status_code == 422
    trainer.post(address, {"fact": "ct_what", "turns": turns})

    assert {each.content["text"] for each in Change.objects.all()} == {"the canteen", "a canteen"}
    assert {each.content["intent"] for each in Change.objects.all()} == {"ask_definition"}


def test_a_group_is_put_away_and_brought_back(board, trainer) -> None:
    address = f"/gaps/{board[0].id}/close/"

    trainer.post(address)
    assert "a car?" not in trainer.get("/gaps/").content.decode()
    assert "a car?" in trainer.get("/gaps/?closed=1").content.decode()
    trainer.post(address, {"reopen": "1"})
    assert "a car?" in trainer.get("/gaps/").content.decode()

"""The filter of the list: each condition alone, together, by words, and page by page."""

from __future__ import annotations

import time

import pytest

from bot.console.conversations import filters
from bot.console.conversations.filters import ConversationFilter
from tests.unit.console.talk import index

DAY = 86_400


@pytest.fixture
def conversations(talk) -> None:
    talk.turn("What is CT?", sender="ann", at=time.time() - 3 * DAY, confidence=0.99)
    message = talk.turn(
        "How much is a registrar paid?",
        sender="ben",
        channel="slack",
        intent="ask_pay",
        outcome="answered_partly",
        subjects=("registrar",),
        confidence=0.7,
        at=time.time() - 2 * DAY,
    )
    talk.feedback("ben", message, False)
    talk.turn("Wages?", sender="cat", outcome="unanswered_no_fact", confidence=0.2, facts=())
    index()


def found(**asked: str) -> list[str]:
    """Who said what is found."""
    asked_filter = ConversationFilter(asked, ["web", "slack"], ["tariff"])
    return sorted(each.sender for each in asked_filter.page().rows)


@pytest.mark.usefixtures("conversations")
@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({}, ["ann", "ben", "cat"]),
        ({"channel": "slack"}, ["ben"]),
        ({"outcome": "answered"}, ["ann"]),
        ({"aspect": "ask_pay"}, ["ben"]),
        ({"subject": "ct"}, ["ann", "cat"]),
        ({"confidence": "low"}, ["cat"]),
        ({"confidence": "middle"}, ["ben"]),
        ({"feedback": "no"}, ["ben"]),
        ({"feedback": "yes"}, []),
        ({"state": "open"}, ["ann", "ben", "cat"]),
        ({"state": "flagged"}, []),
        ({"tag": "tariff"}, []),
        ({"q": "registrars"}, ["ben"]),
        ({"q": "scan"}, ["ann", "ben", "cat"]),
        ({"q": '"registrar paid"'}, ["ben"]),
        ({"q": "scan", "confidence": "low"}, ["cat"]),
        ({"channel": "slack", "outcome": "answered_partly", "feedback": "no"}, ["ben"]),
        ({"outcome": "no such outcome"}, ["ann", "ben", "cat"]),
    ],
)
def test_each_condition_finds_what_it_should(asked: dict, who: list[str]) -> None:
    assert found(**asked) == who


@pytest.mark.usefixtures("conversations")
@pytest.mark.parametrize("few", [0, 2_000])
def test_few_and_many_matches_are_found_alike(monkeypatch, few: int) -> None:
    monkeypatch.setattr(filters, "FEW", few)

    assert found(subject="ct") == ["ann", "cat"]
    assert found(q="scan", feedback="no") == ["ben"]


@pytest.mark.usefixtures("conversations")
def test_dates_are_of_the_last_activity() -> None:
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * DAY))

    assert found(since=day) == ["ben", "cat"]
    assert found(until=day) == ["ann", "ben"]


@pytest.mark.usefixtures("conversations")
@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1 --", "NEAR(", "*", "^", "a AND", "col:", "(", "\0", "%", "ct*", "-"]
)
def test_no_words_break_the_search(trainer, words: str) -> None:
    assert trainer.get("/conversations/", {"q": words}).status_code == 200


def test_pages_go_forth_and_back_without_a_gap_or_a_repeat(talk, trainer) -> None:
    for number in range(60):
        talk.turn(f"question {number}", sender=f"visitor {number}", at=1_700_000_000 + number // 2)
    index()

    first = trainer.get("/conversations/").context["page"]
    second = trainer.get("/conversations/", {"older": first.older}).context["page"]
    third = trainer.get("/conversations/", {"older": second.older}).context["page"]
    back = trainer.get("/conversations/", {"newer": third.newer}).context["page"]

    senders = [each.sender for page in (first, second, third) for each in page.rows]
    assert len(senders) == len(set(senders)) == 60
    assert [len(page.rows) for page in (first, second, third)] == [25, 25, 10]
    assert (first.newer, third.older) == ("", "")
    assert back.rows == second.rows


@pytest.mark.parametrize("place", ["x", "1e400-1", "-", "5", "nan-3", "9999999999999-1"])
def test_a_made_up_place_shows_the_list(trainer, place: str) -> None:
    assert trainer.get("/conversations/", {"older": place}).status_code == 200


def test_a_filter_is_saved_under_a_name_of_ones_own_and_dropped(trainer, client_of) -> None:
    trainer.post("/conversations/saved/", {"name": "CT, unsure", "query": "subject=ct"})

    page = trainer.get("/conversations/").content.decode()
    assert 'href="?subject=ct"' in page
    assert "CT, unsure" not in client_of("trainer", "sam").get("/conversations/").content.decode()
    saved = trainer.get("/conversations/").context["saved"][0]
    trainer.post("/conversations/saved/", {"drop": saved.id, "query": ""})
    assert "CT, unsure" not in trainer.get("/conversations/").content.decode()

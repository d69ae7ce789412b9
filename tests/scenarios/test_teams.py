"""Scenarios of the Teams channel: what people in Teams write and press, and what they see."""

from __future__ import annotations

import json
import random

import pytest

from bot.channels.rendering.teams import LONGEST_FALLBACK, clipped
from tests.scenarios.colleague import (
    FACT,
    QUESTION,
    Colleague,
    buttons_of,
    seen,
    text_of,
)
from tests.scenarios.microsoft import APP_PASSWORD, BOT, BOT_NAME
from tests.scenarios.served import Served


def test_a_question_is_answered_with_one_card(ada: Colleague, library) -> None:
    """B22."""
    card = ada.ask(QUESTION)

    assert library.fact(FACT).says in text_of(card)
    assert QUESTION not in json.dumps(card["body"][:1])
    assert any(
        each["type"] == "TextBlock" and "](https://" in each["text"] for each in card["body"]
    )
    ada.settle()
    (post,) = ada.posts
    assert post["summary"]
    assert post["replyToId"]


def test_suggestions_and_feedback_work_when_they_are_pressed(ada: Colleague) -> None:
    """B15, B16."""
    card = ada.ask(QUESTION)
    button = buttons_of(card)[0]

    answer = ada.press(button)
    thanks = ada.judge(card["actions"][0])

    assert answer["actions"]
    assert text_of(answer) != text_of(card)
    assert thanks["statusCode"] == 200
    assert thanks["type"] == "application/vnd.microsoft.activity.message"
    assert thanks["value"]
    ada.settle()
    assert len(ada.posts) == 2


def test_a_payload_that_was_not_offered_is_refused_and_fires_nothing(ada, phrases) -> None:
    """B16."""
    ada.ask(QUESTION)
    for made_up in ("/restart", '/inform{"x": 1}', "What is the weather?"):
        card = ada.ask(made_up, value={"suggestion": made_up})
        assert text_of(card) == phrases.say("not_offered")

    card = ada.ask("/restart")

    assert text_of(card)
    assert ada.ask("why?")["actions"]


def test_a_chat_is_greeted_when_the_bot_is_installed(ada: Colleague) -> None:
    """B17."""
    update = ada.activity(type="conversationUpdate", membersAdded=[{"id": BOT}], id="f:1")
    install = ada.activity(type="installationUpdate", action="add", id="f:2")

    assert [ada.send(each).status_code for each in (update, install, update)] == [200] * 3

    (card,) = ada.wait()
    assert text_of(card).startswith("Hello.")
    ada.press(buttons_of(card)[0])
    ada.settle()
    assert len(ada.posts) == 2


def test_what_asks_for_nothing_is_acknowledged_and_not_answered(ada: Colleague) -> None:
    """B17."""
    for changed in (
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "messageUpdate", "text": QUESTION},
        {"type": "messageDelete"},
        {"type": "typing"},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:new"}]},
        {"text": QUESTION, "from": {"id": BOT, "name": BOT_NAME}},
        {"text": QUESTION, "from": {"id": "28:another-bot"}},
    ):
        assert ada.send(ada.activity(**changed)).status_code == 200
    unknown = ada.send(ada.activity(type="invoke", name="task/fetch", value={}))

    assert unknown.status_code == 501
    ada.settle()
    assert ada.posts == []


def test_files_and_empty_messages_are_told_what_to_do(ada: Colleague, phrases) -> None:
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "cv"}

    assert text_of(ada.ask("", attachments=[file])) == phrases.say("files_unread")
    assert text_of(ada.ask("&nbsp;")) == phrases.say("empty")
    assert text_of(ada.ask("word " * 400)) == phrases.say("too_long", longest="1000")


def test_a_mention_in_a_channel_is_answered_in_its_thread(colleague, library) -> None:
    """B18, B19."""
    at = f"<at>{BOT_NAME}</at>"
    mention = {"type": "mention", "text": at, "mentioned": {"id": BOT, "name": BOT_NAME}}
    thread = f"19:{random.getrandbits(64)}@thread.tacv2;messageid=1700"
    person = colleague(thread, scope="channel")

    card = person.ask(f"<p>{at}&nbsp;{QUESTION}</p>", entities=[mention])

    assert library.fact(FACT).says in text_of(card)
    assert person.posts[0]["conversation"] == {"id": thread}


def test_a_private_answer_never_goes_on_in_a_group(colleague, phrases) -> None:
    """B19."""
    private = colleague()
    group = colleague("19:group@thread.v2", scope="groupChat")
    other = colleague("19:group@thread.v2", scope="groupChat", person="29:bob")
    abroad = colleague(private.chat, tenant="another-tenant")

    private.ask(QUESTION)

    for elsewhere in (group, other, abroad):
        assert text_of(elsewhere.ask("Where does that come from?")).splitlines()[0] == phrases.say(
            "nothing_said"
        )
    assert phrases.say("nothing_said") not in text_of(private.ask("Where does that come from?"))


def test_who_it_was_is_in_no_key_and_no_log(ada: Colleague, teams: Served) -> None:
    """B23."""
    ada.ask("my private words")

    kept = teams.database.read_bytes()
    assert b"teams:" in kept
    assert b"Ada Lovelace" not in kept
    assert ada.chat.encode() not in kept
    assert b"en-GB" in kept
    for private in ("my private words", "Ada Lovelace", ada.chat, APP_PASSWORD):
        assert private not in teams.errors


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "What is the difference between CT and MRI?",
        "How do I become a radiologist?",
        "How long does training take?",
        "Is it five years of training?",
        "How much does a consultant earn?",
        "What can you do?",
        "What is next for me as an F2?",
        "What is the weather?",
        "I have chest pain",
        "asdf qwer",
        "Bonjour, comment devenir radiologue ?",
    ],
)
def test_teams_shows_the_same_as_plain_text(ada: Colleague, teams: Served, question: str) -> None:
    plain = teams.ask(question, f"plain-{ada.chat}")

    card = ada.ask(question)

    answer = plain["answer"]
    assert text_of(card) == clipped(plain["text"], LONGEST_FALLBACK)
    assert [each["title"] for each in buttons_of(card)] == list(answer.get("suggestions", ()))
    shown = seen(card)
    for fact in answer.get("facts", ()):
        for said in (fact["says"], *fact.get("items", ())):
            assert said in shown
    for step in answer.get("steps", ()):
        assert step["name"] in shown
        assert step["leave_with"] in shown
    for sentence in (*answer.get("opening", ()), *answer.get("closing", ())):
        assert sentence in shown
    for source in answer.get("sources", ()):
        assert source["address"].replace("(", "%28").replace(")", "%29") in shown

"""Scenarios over HTTP: good questions, bad input, and the conversation that goes on unharmed."""

from __future__ import annotations

import json
from itertools import count

import pytest

from bot.channels.refusals import LONGEST_TEXT

QUESTION = "What is interventional radiology?"
FACT = "ir_definition"
NUMBERS = count()

REFUSED = {
    "an empty message": (b'{"sender": "%s", "message": ""}', 400, "empty"),
    "a blank message": (b'{"sender": "%s", "message": " \\n\\t "}', 400, "empty"),
    "control characters alone": (b'{"sender": "%s", "message": "\\u0000 \\u0000"}', 400, "empty"),
    "a lone surrogate": (b'{"sender": "%s", "message": "\\ud800"}', 400, "empty"),
    "a sender with a lone surrogate": (
        b'{"sender": "%s\\ud800", "message": "hello"}',
        400,
        "wrong_type",
    ),
    "too many characters": (
        b'{"sender": "%s", "message": "' + b"x" * (LONGEST_TEXT + 1) + b'"}',
        413,
        "too_long",
    ),
    "a hundred thousand characters": (
        b'{"sender": "%s", "message": "' + b"why " * 25_000 + b'"}',
        413,
        "too_long",
    ),
    "nothing at all": (b"", 400, "not_json"),
    "no JSON": (b"sender=%s&message=hello", 400, "not_json"),
    "JSON cut off": (b'{"sender": "%s", "message": "hel', 400, "not_json"),
    "broken UTF-8": (b'{"sender": "%s", "message": "\xc3\x28"}', 400, "not_json"),
    "very deep JSON": (b"[" * 9_000 + b"]" * 9_000, 400, "not_json"),
    "a number of five thousand digits": (
        b'{"sender": "%s", "message": ' + b"9" * 5_000 + b"}",
        400,
        "not_json",
    ),
    "a number beyond every float": (b'{"sender": "%s", "message": 1e999}', 400, "wrong_type"),
    "a number for a message": (b'{"sender": "%s", "message": 5}', 400, "wrong_type"),
    "a list for a message": (b'{"sender": "%s", "message": ["hello"]}', 400, "wrong_type"),
    "an object for a sender": (b'{"sender": {"id": "%s"}, "message": "hi"}', 400, "wrong_type"),
    "no sender": (b'{"message": "hello"}', 400, "wrong_type"),
    "no message": (b'{"sender": "%s"}', 400, "wrong_type"),
    "a list for a body": (b'[{"sender": "%s", "message": "hello"}]', 400, "wrong_type"),
    "null for a body": (b"null", 400, "wrong_type"),
}

WORDLESS = {
    "a bell and an escape": "\x07\x1b",
    "emoji alone": "🩻🦴",
    "punctuation alone": "?!...",
    "a slash alone": "/",
    "hidden characters alone": "\u200b\u202e\u2066",
}

FOREIGN = {
    "French": "Combien gagne un radiologue au Royaume-Uni ?",
    "Polish": "Ile lat trwa szkolenie z radiologii w Anglii?",
    "Urdu": "ریڈیولوجسٹ بننے میں کتنا وقت لگتا ہے؟",
}

COMMANDS = {
    "Rasa's session start": "/session_start",
    "Rasa's way back": "/back",
    "an intent by name": '/ask_pay{"x": 1}',
    "a slot by name": '/inform{"topic": {"subjects": ["ct"]}}',
    "an action by name": "/action_listen",
    "markup and a placeholder": "<script>alert(1)</script> {subject} {0}",
}


@pytest.fixture
def sender() -> str:
    """Somebody new."""
    return f"visitor-{next(NUMBERS)}"


def test_an_answer_is_whole_text_with_its_source_beside_buttons_and_the_neutral_answer(
    server, library, sender
) -> None:
    message = server.ask(QUESTION, sender)

    fact = library.fact(FACT)
    source = library.source_of(fact)
    answer = message["answer"]
    assert set(message) == {"recipient_id", "text", "buttons", "answer"}
    assert message["recipient_id"] == sender
    assert message["text"].startswith(f"{fact.says}\n")
    assert f"({source.address})" in message["text"].splitlines()[-1]
    assert (answer["outcome"], answer["facts"][0]["id"]) == ("answered", FACT)
    assert fact.source in {each["id"] for each in answer["sources"]}
    assert message["buttons"] == [{"title": q, "payload": q} for q in answer["suggestions"]]
    assert {each["title"] for each in message["buttons"]} <= {f.asks for f in library.askable}


def test_a_button_that_was_offered_is_answered(server, library, sender) -> None:
    offered = server.ask(QUESTION, sender)["buttons"][0]["payload"]

    answer = server.ask(offered, sender)["answer"]

    assert answer["outcome"] == "answered"
    assert offered in {library.fact(each["id"]).asks for each in answer["facts"]}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_the_conversation_goes_on(
    server, phrases, library, sender, name: str
) -> None:
    body, status, code = REFUSED[name]
    server.ask(QUESTION, sender)

    response = server.post(body.replace(b"%s", sender.encode()))

    values = {"longest": str(LONGEST_TEXT)} if code == "too_long" else {}
    error = {"code": code, "message": phrases.say(code, **values)}
    assert (response.status_code, response.json()) == (status, {"error": error})
    assert _remembers_the_question(server, library, sender)


@pytest.mark.parametrize("name", WORDLESS)
def test_what_holds_no_words_is_not_understood_and_the_conversation_goes_on(
    server, phrases, library, sender, name: str
) -> None:
    server.ask(QUESTION, sender)

    message = server.ask(WORDLESS[name], sender)

    assert message["text"] == phrases.say("unclear")
    assert message["answer"]["outcome"] == "unanswered_unclear"
    assert _remembers_the_question(server, library, sender)


@pytest.mark.parametrize("name", FOREIGN)
def test_another_language_is_answered_with_the_request_for_english(
    server, phrases, library, sender, name: str
) -> None:
    server.ask(QUESTION, sender)

    message = server.ask(FOREIGN[name], sender)

    assert message["text"] == phrases.say("other_language")
    assert message["answer"]["outcome"] == "conversed"
    assert _remembers_the_question(server, library, sender)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_typed_command_is_text_like_any_other_and_the_conversation_goes_on(
    server, phrases, sender, name: str
) -> None:
    server.ask(QUESTION, sender)

    message = server.ask(COMMANDS[name], sender)

    assert message["text"].strip()
    assert "answer" in message, "it went wrong, and only the apology was said"
    assert server.ask("What is your source for that?", sender)["text"].startswith(
        phrases.say("sourced")
    )
    assert server.ask(QUESTION, sender)["answer"]["facts"][0]["id"] == FACT


def test_a_typed_restart_is_the_wish_to_start_again_and_wipes_no_conversation(
    server, phrases, sender
) -> None:
    server.ask(QUESTION, sender)

    message = server.ask("/restart", sender)

    assert message["text"].startswith(phrases.say("start_again"))
    assert server.ask(QUESTION, sender)["answer"]["facts"][0]["id"] == FACT


def test_two_people_do_not_share_what_was_said(server, phrases, library, sender) -> None:
    server.ask(QUESTION, sender)

    stranger = server.ask("What is your source for that?", f"{sender}-stranger")

    assert stranger["text"] == phrases.say("nothing_said")
    assert _remembers_the_question(server, library, sender)


def test_a_follow_up_keeps_the_subject(server, library, sender) -> None:
    server.ask(QUESTION, sender)

    answer = server.ask("and how long does that training take?", sender)["answer"]

    subjects = {s for each in answer["facts"] for s in library.fact(each["id"]).subjects}
    assert answer["outcome"].startswith("answered")
    assert "interventional_radiology" in subjects


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/webhooks/rest/other", "/model/parse"])
def test_other_addresses_and_methods_are_refused_without_a_traceback(server, path: str) -> None:
    response = server.get(path)

    assert response.status_code in (404, 405)
    assert "Traceback" not in response.text


def test_after_all_that_nothing_but_the_start_stands_in_the_log(server) -> None:
    assert "Traceback" not in server.errors
    assert "Warning" not in server.errors
    assert server.output == ""


def _remembers_the_question(server, library, sender: str) -> bool:
    answer = server.ask("What is your source for that?", sender)
    return library.source_of(library.fact(FACT)).address in answer["text"]


def test_the_bodies_are_what_their_names_say() -> None:
    for name in ("a blank message", "a lone surrogate", "a number beyond every float"):
        assert isinstance(json.loads(REFUSED[name][0]), dict)

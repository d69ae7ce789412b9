"""Tests of reading what Slack sends: what is for the assistant, where, and from whom."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.refusals import Refusal
from bot.channels.rendering.slack import Offer
from bot.channels.slack_reading import Asked, Challenge, Clicked, Opened, Place, read_body
from tests.scenarios.slack_workspace import ASSISTANT, click, event, mention, message

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
THREAD = {"channel": "C1", "channel_type": "channel", "ts": "2.0", "thread_ts": "1.0"}

NOT_ASKED = {
    "a channel's message that calls nobody": message("hi", channel="C1", channel_type="channel"),
    "a message in a thread that calls another": message("<@U2> what do you say?", **THREAD),
    "an edit": message("hi", subtype="message_changed", message={"text": "hi"}),
    "a deletion": message("hi", subtype="message_deleted"),
    "somebody who joins": message("<@UADA> has joined", subtype="channel_join"),
    "a new topic": message("topic", subtype="channel_topic"),
    "another program": message("hi", subtype="bot_message", bot_id="B1"),
    "another program with a person's name": mention("hi", bot_id="B1"),
    "the assistant itself": message("hi", user=ASSISTANT),
    "Slackbot": message("hi", user="USLACKBOT"),
    "a hidden message": message("hi", hidden=True),
    "a reaction": event(type="reaction_added", user="UADA", event_ts="1.0"),
    "nobody": message("hi", user=None),
    "a person whose id is none": message("hi", user="U1:C2:U3"),
    "no time": message("hi", ts=None),
    "no event": {"type": "event_callback", "team_id": "T1"},
    "a wrong event": {"type": "event_callback", "team_id": "T1", "event": ["message"]},
    "another kind of delivery": {"type": "app_rate_limited"},
}


def read(content, kind: str = JSON):
    return read_body(json.dumps(content).encode(), kind)


def read_form(**fields: str):
    return read_body(urlencode(fields).encode(), FORM)


def test_a_direct_message_belongs_to_its_person_and_channel() -> None:
    asked = read(message("What is CT?", ts="5.0"))

    assert asked == Asked(Place("T1", "D1", "direct", "UADA"), "5.0", "What is CT?")
    assert asked.place.key == "slack:T1:D1:direct:UADA"


def test_a_mention_is_answered_in_a_thread_of_its_own() -> None:
    asked = read(mention("What is CT?", ts="5.0"))

    assert asked == Asked(Place("T1", "C1", "5.0", "UADA"), "5.0", "What is CT?")


def test_a_mention_in_a_thread_stays_there() -> None:
    assert read(mention("What is CT?", **THREAD)).place.thread == "1.0"


def test_the_two_events_of_a_mention_are_one_message() -> None:
    called = mention("What is CT?", ts="5.0")
    seen = message(called["event"]["text"], channel="C1", channel_type="channel", ts="5.0")

    assert read(called) == read(seen)


def test_a_message_in_a_thread_may_be_meant() -> None:
    asked = read(message("and how long?", **THREAD))

    assert (asked.place.thread, asked.is_addressed) == ("1.0", False)


def test_workspace_channel_thread_and_person_keep_conversations_apart() -> None:
    asked = [
        message("hi"),
        {**message("hi"), "team_id": "T2"},
        message("hi", channel="D2"),
        message("hi", user="UBEA"),
        message("hi", thread_ts="1.0"),
        mention("hi", channel="C1", ts="1.0"),
        mention("hi", channel="C1", ts="2.0"),
    ]

    keys = {read(each).place.key for each in asked}
    keys.add(read_form(command="/r", team_id="T1", channel_id="C1", user_id="UADA").place.key)

    assert len(keys) == len(asked) + 1


@pytest.mark.parametrize("name", NOT_ASKED)
def test_what_is_not_asked_of_the_assistant_is_left_alone(name: str) -> None:
    assert read(NOT_ASKED[name]) is None


def test_a_message_with_a_file_is_known_as_such() -> None:
    asked = read(message("", subtype="file_share", files=[{"id": "F1"}]))

    assert (asked.text, asked.has_files) == ("", True)


def test_a_reply_also_sent_to_the_channel_is_a_reply() -> None:
    assert read(message("why?", subtype="thread_broadcast", **THREAD)).text == "why?"


def test_a_command_is_answered_to_its_person_alone() -> None:
    asked = read_form(
        command="/radiology",
        text="what is &lt;CT&gt;?",
        team_id="T1",
        channel_id="C1",
        user_id="UADA",
        trigger_id="7",
        response_url="https://hooks.slack.com/x",
    )

    place = Place("T1", "C1", "command", "UADA", "https://hooks.slack.com/x")
    assert asked == Asked(place, "command-7", "what is <CT>?")
    assert asked.place.is_private
    assert "hooks" not in repr(asked)


def test_opening_the_page_is_read_for_either_tab() -> None:
    for tab in ("home", "messages"):
        opened = event(type="app_home_opened", user="UADA", channel="D1", tab=tab, event_ts="1.0")
        assert read(opened) == Opened(Place("T1", "D1", "direct", "UADA"))


def test_a_click_belongs_to_the_conversation_of_its_button_and_to_who_clicked() -> None:
    offer = Offer("slack:T1:C1:5.0:UADA", "5.0", "What is CT?")
    button = {"action_id": "suggestion_1", "value": offer.to_value()}

    clicked = read_form(payload=json.dumps(click(button, "https://x", user="UBEA")))

    assert isinstance(clicked, Clicked)
    assert (clicked.action, clicked.offer) == ("suggestion", offer)
    assert clicked.place.key == "slack:T1:C1:5.0:UBEA"


FOREIGN = {
    "a radio button": {"type": "radio_buttons", "action_id": "suggestion_0"},
    "checkboxes": {"type": "checkboxes", "action_id": "x", "selected_options": []},
    "an icon button": {"type": "icon_button", "action_id": "delete"},
    "a value that is text": {"action_id": "suggestion_0", "value": "/restart"},
    "a value of another shape": {"action_id": "suggestion_0", "value": '["a", "b"]'},
    "a value with numbers": {"action_id": "suggestion_0", "value": "[1, 2, 3]"},
    "another channel's": {
        "action_id": "suggestion_0",
        "value": Offer("slack:T1:C2:5.0:UADA").to_value(),
    },
    "a web conversation's": {"action_id": "suggestion_0", "value": Offer("web:C1").to_value()},
    "no thread's": {"action_id": "helpful", "value": Offer("slack:T1:C1:x:UADA").to_value()},
    "an unknown button": {"action_id": "burn", "value": Offer("slack:T1:C1:5.0:UADA").to_value()},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_click_that_we_did_not_offer_is_left_alone(name: str) -> None:
    assert read_form(payload=json.dumps(click(FOREIGN[name], "https://x"))) is None


@pytest.mark.parametrize("kind", ["view_submission", "shortcut", "message_action", "view_closed"])
def test_modals_and_shortcuts_are_left_alone(kind: str) -> None:
    assert read_form(payload=json.dumps({"type": kind, "user": {"id": "UADA"}})) is None


def test_the_trial_of_the_address_is_given_back() -> None:
    assert read({"type": "url_verification", "challenge": "abc"}) == Challenge("abc")


def test_the_trial_of_the_certificate_is_left_alone() -> None:
    assert read_form(ssl_check="1", token="x") is None


@pytest.mark.parametrize("kind", [JSON, "application/json; charset=utf-8", "Application/JSON", ""])
def test_the_content_type_may_say_more(kind: str) -> None:
    assert read(message("What is CT?"), kind).text == "What is CT?"
    form = "application/x-www-form-urlencoded; charset=utf-8"
    assert read_body(b"ssl_check=1", form) is None


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 5000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal):
        read_body(body, JSON)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
NAMES = ("user", "text", "ts", "thread_ts", "channel", "subtype", "files", "bot_id", "channel_type")


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), ANY), ANY, ANY)
def test_any_event_is_read_or_left_alone(parts, authorizations, team) -> None:
    for given_event in (message("hi"), mention("hi")):
        given_event["event"].update(parts)
        content = {**given_event, "authorizations": authorizations, "team_id": team}
        assert read(content) is None or isinstance(read(content), Asked)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(("user", "channel", "actions", "response_url")), ANY))
def test_any_interaction_is_left_alone(parts) -> None:
    assert read_form(payload=json.dumps({**click({}, ""), **parts})) is None

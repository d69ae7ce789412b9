"""Tests of signposts, small talk, the list of topics, and sources."""

from __future__ import annotations

import pytest

from bot.answers import Answer, Outcome, Topic
from bot.answers.answer import Cited, Told
from bot.answers.signposting import signpost
from bot.answers.small_talk import SPOKEN, list_topics, make_small_talk
from bot.answers.sourcing import name_sources
from bot.facts import ASPECTS

OF_CT = Topic(("ct",), "definition", ("ct_what",), ("ct_what",), ("Why CT?",))
HANDBOOK = Cited("handbook", "Handbook", "College", "http://localhost/handbook")
WEBSITE = Cited("website", "Website", "Trust", "http://localhost/website", "England")
CALL_999 = Told("call_999", "Call 999.", source="handbook")


@pytest.mark.parametrize(
    ("intent", "outcome", "facts", "sources"),
    [
        ("emergency", Outcome.SIGNPOSTED_EMERGENCY, (CALL_999,), (HANDBOOK,)),
        (
            "distress",
            Outcome.SIGNPOSTED_DISTRESS,
            (Told("call_friends", "Call a friend.", is_overdue=True, source="website"),),
            (WEBSITE,),
        ),
        (
            "medical",
            Outcome.DECLINED_MEDICAL,
            (Told("ask_gp", "Ask a GP.", source="handbook"), CALL_999),
            (HANDBOOK,),
        ),
    ],
)
def test_help_is_named_and_nothing_else_is_said_or_offered(
    desk, intent, outcome, facts, sources
) -> None:
    assert signpost(intent, desk) == Answer(outcome, (f"<{intent}>",), facts, sources=sources)


@pytest.mark.parametrize("intent", sorted(set(SPOKEN) - {"start_again"}))
def test_small_talk_says_its_sentences_and_keeps_the_topic(desk, intent: str) -> None:
    answer = make_small_talk(intent, OF_CT, desk)

    assert answer.outcome is Outcome.CONVERSED
    assert answer.opening == tuple(f"<{each}>" for each in SPOKEN[intent])
    assert answer.topic == OF_CT
    assert answer.facts == ()


def test_starting_again_forgets_the_topic(desk) -> None:
    assert make_small_talk("start_again", OF_CT, desk).topic == Topic()


def test_small_talk_of_an_unknown_kind_is_not_understood(desk) -> None:
    answer = make_small_talk("sing", OF_CT, desk)

    assert (answer.outcome, answer.opening) == (Outcome.UNANSWERED_UNCLEAR, ("<unclear>",))


def test_the_list_of_topics_is_counted_from_the_facts(desk) -> None:
    answer = list_topics(OF_CT, desk)

    told = ["definition", "techniques", "benefits", "duration", "difference"]
    expected = [f"<help_topic <aspect_{each}>>" for each in ASPECTS if each in told]
    assert answer.opening == ("<help 8 2>", *expected)
    assert answer.topic == OF_CT


def test_the_sources_of_what_was_just_said_are_named_with_the_day_they_were_read(desk) -> None:
    topic = Topic(("ct",), "definition", ("ct_what", "ct_good", "ct_shows"))

    answer = name_sources(topic, desk, asks_certainty=False)

    assert answer == Answer(
        Outcome.ANSWERED,
        (
            "<sourced>",
            "<source_detail College Handbook http://localhost/handbook 1 January 2026>",
            "<source_detail Trust Website http://localhost/website 3 February 2026>",
        ),
        topic=topic,
    )


@pytest.mark.parametrize(("fact", "warns"), [("ct_what", False), ("training_six", True)])
def test_are_you_sure_warns_of_what_changes_every_year(desk, fact: str, warns: bool) -> None:
    answer = name_sources(Topic(("x",), "x", (fact,)), desk, asks_certainty=True)

    assert answer.opening[0] == "<certain>"
    assert ("<certain_dated>" in answer.opening) is warns


@pytest.mark.parametrize("topic", [Topic(), Topic(("ct",), "definition", ("gone",))])
def test_with_nothing_said_there_is_no_source_to_name(desk, topic) -> None:
    answer = name_sources(topic, desk, asks_certainty=False)

    assert answer == Answer(Outcome.CONVERSED, ("<nothing_said>",), topic=topic)

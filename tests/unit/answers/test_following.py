"""Tests of follow-ups: more, why, ordinals, yes please, and back to the topic."""

from __future__ import annotations

import pytest

from bot.answers import Outcome, Topic
from bot.answers.following import accept, ordinal, pick_item, resume, tell_more, tell_why
from tests.unit.answers.asked import asked

OF_CT = Topic(("ct",), "definition", ("ct_what",), ("ct_what",), ("Why CT?", "What is MRI?"))
ITEMS = ("bones", "an MRI machine", "nothing known")
ALL_OF_CT = ("ct_what", "ct_shows", "ct_good", "ct_or_mri")


@pytest.mark.parametrize("follow", [tell_more, tell_why, resume])
def test_without_a_topic_it_asks_for_a_question(desk, follow) -> None:
    answer = follow(Topic(), desk)

    assert (answer.outcome, answer.opening) == (Outcome.CLARIFIED, ("<no_topic>",))


def test_more_tells_what_was_not_told_and_remembers_all_of_it(desk) -> None:
    answer = tell_more(OF_CT, desk)

    shown = [each.id for each in answer.facts]
    assert answer.outcome is Outcome.ANSWERED
    assert shown
    assert "ct_what" not in shown
    assert answer.topic.told == ("ct_what", *shown)


def test_more_ends_by_saying_that_this_is_all(desk) -> None:
    topic = Topic(("ct",), "definition", ("ct_what",), ALL_OF_CT)

    answer = tell_more(topic, desk)

    assert (answer.opening, answer.facts, answer.topic) == (("<no_more>",), (), topic)


def test_more_never_repeats_itself_until_the_end(desk) -> None:
    topic, told = OF_CT, []
    for _ in range(5):
        answer = tell_more(topic, desk)
        told += [each.id for each in answer.facts]
        topic = answer.topic

    assert sorted(told) == sorted(set(ALL_OF_CT) - {"ct_what"})


def test_why_tells_a_benefit_as_the_nearest_and_not_as_the_reason(desk) -> None:
    answer = tell_why(OF_CT, desk)

    assert answer.outcome is Outcome.ANSWERED_NEAREST
    assert answer.opening == ("<no_reason>", "<nearest>")
    assert [each.id for each in answer.facts] == ["ct_good"]


def test_why_without_a_benefit_says_so_and_whom_to_ask(desk) -> None:
    topic = Topic(("training",), "duration", ("training_five",), ("training_five",))

    answer = tell_why(topic, desk)

    assert answer.outcome is Outcome.UNANSWERED_NO_FACT
    assert answer.opening == ("<no_reason>", "<where_route>")


def test_back_to_the_topic_says_the_first_fact_again(desk) -> None:
    answer = resume(Topic(("ct",), "definition", ("ct_what", "ct_shows")), desk)

    assert answer.opening == ("<back_to CT>",)
    assert [each.id for each in answer.facts] == ["ct_what"]


def test_back_to_facts_that_are_gone_asks_for_a_question(desk) -> None:
    assert resume(Topic(("ct",), "definition", ("gone",)), desk).opening == ("<no_topic>",)


def test_yes_please_answers_the_first_question_that_was_offered(desk) -> None:
    assert [each.id for each in accept(OF_CT, desk).facts] == ["ct_good"]


def test_yes_please_with_nothing_offered_tells_more(desk) -> None:
    topic = Topic(("ct",), "definition", ("ct_what",), ("ct_what",))

    assert accept(topic, desk) == tell_more(topic, desk)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the first", 0),
        ("The second one, please.", 1),
        ("2nd", 1),
        ("number 3", 2),
        ("one", 0),
        ("the last one", -1),
        ("the former", 0),
        ("something else", None),
        ("", None),
    ],
)
def test_an_ordinal_names_a_place(text: str, place: int | None) -> None:
    assert ordinal(text) == place


def test_a_picked_question_is_answered(desk) -> None:
    answer = pick_item(asked("the second one", intent="pick_item"), OF_CT, desk)

    assert [each.id for each in answer.facts] == ["mri_what"]
    assert answer.topic.subjects == ("mri",)


def test_a_picked_item_that_names_a_subject_is_told(desk) -> None:
    topic = Topic(("ct",), "techniques", ("ct_shows",), ("ct_shows",), ITEMS)

    answer = pick_item(asked("the second", intent="pick_item"), topic, desk)

    assert answer.topic.subjects == ("mri",)
    assert answer.facts


def test_a_picked_item_that_names_nothing_known_has_no_fact(desk) -> None:
    topic = Topic(("ct",), "techniques", ("ct_shows",), ("ct_shows",), ITEMS)

    answer = pick_item(asked("the last", intent="pick_item"), topic, desk)

    assert (answer.outcome, answer.opening) == (Outcome.UNANSWERED_NO_FACT, ("<no_fact>",))


@pytest.mark.parametrize(
    ("text", "topic"),
    [("the fifth", OF_CT), ("hm", OF_CT), ("the first", Topic()), ("the last one", Topic())],
)
def test_a_place_that_is_not_in_the_list_is_said_to_be_none(desk, text, topic) -> None:
    answer = pick_item(asked(text, intent="pick_item"), topic, desk)

    assert (answer.outcome, answer.opening) == (Outcome.UNANSWERED_UNCLEAR, ("<no_such_item>",))
    assert answer.topic == topic

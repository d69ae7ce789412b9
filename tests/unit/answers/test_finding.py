"""Tests of finding facts for a message that follows up on what was talked about."""

from __future__ import annotations

import pytest

from bot.answers import Topic
from bot.answers.finding import asked_before, chosen, find, rank_in_topic, wording
from bot.answers.scope import Scope
from bot.answers.selection import Ranked
from tests.unit.answers.asked import asked

OF_CT = Topic(("ct",), "definition", ("ct_what",), ("ct_what",))


def _found(library, text, subjects=(), topic=OF_CT, **classes):
    return find(asked(text, subjects, **classes).first, topic, library)


@pytest.mark.parametrize("text", ["tell me a joke", "who won last night", "haha nice"])
def test_chat_is_no_follow_up_however_short(library, text: str) -> None:
    found = _found(library, text, out_of_scope=0.9)
    assert (found.is_follow_up, found.scope) == (False, Scope.OUTSIDE)


def test_a_pointer_makes_a_follow_up_of_what_looks_off_topic(library) -> None:
    found = _found(library, "what does it show", out_of_scope=0.9, ask_techniques=0.1)
    assert (found.is_follow_up, found.scope) == (True, Scope.ANSWERS)
    assert found.facts[0].id == "ct_shows"


def test_a_topic_named_with_a_pointer_is_added_to_the_old_subject(library) -> None:
    found = _found(library, "and how long is their training", ("training",), ask_duration=0.9)
    assert found.subjects == ("ct", "training")


def test_other_work_and_what_no_fact_answers_are_no_follow_ups(library) -> None:
    assert not _found(library, "and nurses?", ("nursing",), ask_definition=0.9).is_follow_up
    assert not _found(library, "what does it cost?", no_fact=0.9).is_follow_up


def test_shared_words_count_most_where_they_stand_in_the_question(library) -> None:
    fact = library.fact("ct_shows")
    assert wording("what does it show?", fact) == 1.0
    assert wording("these bones", fact) == pytest.approx(0.25)
    assert wording("it", fact) == 0.0


def test_the_wording_of_the_last_question_is_kept_but_for_its_subject(library) -> None:
    assert asked_before(OF_CT, library) == "what is"
    assert asked_before(Topic(), library) == ""


def test_a_further_fact_is_shown_if_it_is_near_and_tells_the_same_kind_of_thing(library) -> None:
    scores = {"ct_what": 0.9, "ct_shows": 0.8, "mri_what": 0.7}
    ranked = [Ranked(library.fact(name), each, each, 0.0, 0.0) for name, each in scores.items()]
    assert [fact.id for fact in chosen(ranked)] == ["ct_what", "mri_what"]
    assert [fact.id for fact in chosen(ranked, margin=0.1)] == ["ct_what"]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("how long is it elsewhere in 2019?", Scope.NEAREST),
        ("how long is it elsewhere in 2025?", Scope.ANSWERS),
        ("how long is it elsewhere?", Scope.ANSWERS),
    ],
)
def test_a_fact_of_another_year_than_the_one_asked_about_is_only_the_nearest(
    library, text: str, scope: Scope
) -> None:
    question = asked(text, ("training",), {"training_six": 0.95}, ask_duration=0.95)

    found = find(question.first, Topic(), library)

    assert (found.facts[0].id, found.scope) == ("training_six", scope)


def test_in_a_topic_shared_words_count_where_a_fact_is_near_enough_to_it(library) -> None:
    def score(text: str, fact: str, **options: float) -> float:
        ranked = rank_in_topic(text, {}, {}, ("imaging",), library, **options)
        return next(each.score for each in ranked if each.fact.id == fact)

    for fact, nearer in (("ct_what", 1.0), ("training_five", 0.0)):
        shared = library.fact(fact).asks
        assert score(shared, fact) - score("", fact) == pytest.approx(nearer)
    assert score("What is CT?", "ct_what", closeness=0.5) == score("", "ct_what")

"""Tests of answering a question: outcome, facts, what is missing, and the new topic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers import Answer, Outcome, Topic, answer_question
from bot.answers.answer import Cited, Told
from bot.answers.answering import _covers
from bot.facts import Library
from tests.unit.answers.asked import asked, asked_parts, part

HANDBOOK = Cited("handbook", "Handbook", "College", "http://localhost/handbook")
OF_CT = Topic(("ct",), "definition", ("ct_what",), ("ct_what",), ("Why CT?",))


def ids(answer: Answer) -> list[str]:
    return [each.id for each in answer.facts]


def test_a_clear_question_gets_its_fact_its_source_and_what_to_ask_next(desk) -> None:
    question = asked("What is CT?", ("ct",), {"ct_what": 0.95}, ask_definition=0.95)

    answer = answer_question(question, Topic(), desk)

    assert answer == Answer(
        outcome=Outcome.ANSWERED,
        facts=(Told("ct_what", "CT is a scan.", source="handbook"),),
        sources=(HANDBOOK,),
        suggestions=answer.suggestions,
        topic=Topic(("ct",), "definition", ("ct_what",), ("ct_what",), answer.suggestions),
    )
    assert set(answer.suggestions) == {"What does CT show?", "Why CT?", "How do CT and MRI differ?"}


def test_a_fact_with_a_list_makes_its_items_what_an_ordinal_counts(desk) -> None:
    question = asked("What does CT show?", ("ct",), {"ct_shows": 0.95}, ask_techniques=0.95)

    answer = answer_question(question, Topic(), desk)

    assert answer.facts[0].items == ("bones", "an MRI machine", "nothing known")
    assert answer.topic.options == answer.facts[0].items


@pytest.mark.parametrize(("premise", "word"), [(True, "<yes>"), (False, "<no>")])
def test_a_question_that_a_fact_decides_opens_with_yes_or_no(desk, premise, word) -> None:
    question = asked(
        "Is CT a scan?", ("ct",), {"ct_what": 0.95}, premises={"ct_what": premise}, ask_definition=1
    )

    assert answer_question(question, Topic(), desk).opening == (word,)


def test_where_sources_differ_both_are_shown_with_their_sources(desk) -> None:
    question = asked("How long?", ("training",), {"training_five": 0.95}, ask_duration=0.95)

    answer = answer_question(question, Topic(), desk)

    assert answer.opening == ("<sources_differ>",)
    assert ids(answer) == ["training_five", "training_six"]
    assert [each.id for each in answer.sources] == ["handbook", "website"]
    assert answer.facts[1].is_overdue


def test_what_no_fact_answers_is_said_with_whom_to_ask(desk) -> None:
    question = asked("Who made the CT?", ("ct",), {"ct_what": 0.02}, no_fact=0.9, ask_exams=0.1)

    answer = answer_question(question, OF_CT, desk)

    assert answer.outcome is Outcome.UNANSWERED_NO_FACT
    assert answer.opening == ("<no_fact>", "<where_exams>")
    assert answer.facts == ()
    assert answer.topic == OF_CT


def test_the_nearest_is_shown_as_the_nearest_with_whom_to_ask(desk) -> None:
    question = asked("What about CT pay?", ("ct",), {"ct_what": 0.25}, ask_pay=0.9)

    answer = answer_question(question, Topic(), desk)

    assert answer.outcome is Outcome.ANSWERED_NEAREST
    assert (answer.opening, answer.closing) == (("<nearest>",), ("<where_pay>",))
    assert ids(answer)[0] == "ct_what"


def test_the_nearest_does_not_change_what_is_talked_about(desk) -> None:
    text = "How much do people who look after it all day long earn in a year?"
    question = asked(text, (), {"mri_what": 0.65}, no_fact=0.9)

    answer = answer_question(question, OF_CT, desk)

    assert (answer.outcome, ids(answer)[0]) == (Outcome.ANSWERED_NEAREST, "mri_what")
    assert answer.topic.subjects == ("ct",)


@pytest.mark.parametrize("intent", ["out_of_scope", "manipulation"])
def test_what_is_out_of_scope_is_told_what_the_assistant_is_for(desk, intent: str) -> None:
    question = asked("Write me a poem about dragons", (), {"ct_what": 0.01}, **{intent: 0.95})

    answer = answer_question(question, OF_CT, desk)

    assert answer.outcome is Outcome.DECLINED_OUT_OF_SCOPE
    assert answer.opening == (f"<{intent}>",)
    assert (answer.facts, answer.sources, answer.topic) == ((), (), None)


@pytest.mark.parametrize("text", ["", "  "])
def test_a_message_without_text_is_not_understood(desk, text: str) -> None:
    answer = answer_question(asked(text), Topic(), desk)

    assert (answer.outcome, answer.opening) == (Outcome.UNANSWERED_UNCLEAR, ("<unclear>",))


def test_few_words_between_two_facts_are_asked_back_with_both_as_choices(desk) -> None:
    meaning = {"ct_what": 0.45, "ct_shows": 0.44}
    question = asked("the thing?", (), meaning, ask_definition=0.95)

    answer = answer_question(question, Topic(), desk)

    assert (answer.outcome, answer.opening) == (Outcome.CLARIFIED, ("<which>",))
    assert answer.suggestions == ("What is CT?", "What does CT show?")
    assert answer.topic.options == answer.suggestions


def test_a_short_follow_up_keeps_the_subject_and_changes_the_aspect(desk) -> None:
    question = asked("and why is it good?", (), {"mri_what": 0.3}, ask_benefits=0.95)

    answer = answer_question(question, OF_CT, desk)

    assert ids(answer)[0] == "ct_good"
    assert (answer.topic.subjects, answer.topic.aspect) == (("ct",), "benefits")
    assert answer.topic.told[:2] == ("ct_what", "ct_good")


def test_another_subject_keeps_the_aspect(desk) -> None:
    question = asked("what about ultrasound?", ("ultrasound",), {}, intent="change_subject")

    answer = answer_question(question, OF_CT, desk)

    assert (answer.outcome, ids(answer)) == (Outcome.ANSWERED, ["ultrasound_what"])
    assert answer.topic.subjects == ("ultrasound",)


def test_a_correction_takes_the_first_subject_it_names(desk) -> None:
    question = asked("no, I meant MRI, not CT", ("mri", "ct"), {}, intent="correct_subject")

    assert ids(answer_question(question, OF_CT, desk)) == ["mri_what"]


def test_another_subject_without_that_aspect_gets_the_nearest(desk) -> None:
    question = asked("what about MRI?", ("mri",), {}, intent="change_subject")
    topic = Topic(("ct",), "benefits", ("ct_good",), ("ct_good",))

    answer = answer_question(question, topic, desk)

    assert (answer.outcome, answer.opening) == (Outcome.ANSWERED_NEAREST, ("<nearest>",))


def test_another_subject_that_is_other_work_is_out_of_scope(desk) -> None:
    question = asked("what about nursing?", ("nursing",), {}, intent="change_subject")

    assert answer_question(question, OF_CT, desk).outcome is Outcome.DECLINED_OUT_OF_SCOPE


def test_two_questions_in_one_message_get_a_fact_each(desk) -> None:
    text = "What is CT? What is MRI?"
    answer = answer_question(_both(text, {"mri_what": 0.95}, ask_definition=0.95), Topic(), desk)

    assert (answer.outcome, ids(answer)) == (Outcome.ANSWERED, ["ct_what", "mri_what"])
    assert answer.topic.subjects == ("ct", "mri")


@pytest.mark.parametrize(
    ("subject", "fact"),
    [("ct", "ct_what"), ("mri", "ct_or_mri"), ("ct_scanner", "ct_what"), ("imaging", "ct_what")],
)
def test_a_subject_is_covered_by_a_fact_about_it_or_what_is_near_it(library, subject, fact) -> None:
    assert _covers(library.fact(fact), subject, library)


@pytest.mark.parametrize(
    ("says", "is_covered"),
    [
        ("A CT shows bones.", True),
        ("Bones: by ct, and faster.", True),
        ("CTs are quick.", True),
        ("Many a CT scanner hums.", True),
        ("Doctors act on it.", False),
        ("An MRI shows more.", False),
    ],
)
def test_a_subject_is_covered_by_a_fact_that_speaks_of_it_in_whole_words(
    library, says: str, is_covered: bool
) -> None:
    fact = library.fact("training_five").model_copy(update={"says": says})

    assert _covers(fact, "ct", library) is is_covered


def test_a_subject_without_other_names_is_covered_only_by_what_is_about_it(library) -> None:
    assert not _covers(library.fact("ct_what"), "emergency_help", library)
    assert _covers(library.fact("call_999"), "emergency_help", library)


@pytest.mark.parametrize(
    ("says", "closing"),
    [("CT is a scan.", ("<missing_subject MRI>",)), ("CT is faster than MRI.", ())],
)
def test_a_subject_is_called_missing_unless_a_fact_shown_speaks_of_it(
    library, desk, says: str, closing: tuple[str, ...]
) -> None:
    content = library._content
    facts = [
        each.model_copy(update={"says": says}) if each.id == "ct_what" else each
        for each in content.facts
        if each.id != "ct_or_mri"
    ]
    told = replace(desk, library=Library(content.model_copy(update={"facts": tuple(facts)})))
    question = asked("How fast are CT and MRI?", ("ct", "mri"), {"ct_what": 0.95}, ask_benefits=1)

    assert answer_question(question, Topic(), told).closing == closing


def test_every_suggestion_is_a_question_that_a_fact_answers(desk, library) -> None:
    known = {fact.asks for fact in library.askable}
    for fact in library.askable:
        question = asked(fact.asks, fact.subjects, {fact.id: 0.95}, **{f"ask_{fact.aspect}": 0.95})

        answer = answer_question(question, Topic(), desk)

        assert ids(answer)[0] == fact.id
        assert set(answer.suggestions) <= {*known, desk.phrases.say("whole_path")} - {fact.asks}


def _both(text: str, meaning: dict, **classes: float):
    first = part("What is CT?", ("ct",), {"ct_what": 0.95}, ask_definition=0.95)
    second = part("What is MRI?", ("mri",), meaning, **classes)
    whole = part(text, ("ct", "mri"), {"ct_what": 0.9}, ask_definition=0.9)
    return asked_parts(text, [whole, first, second], "ask_definition")

"""Tests of the check that each fact can be reached."""

from __future__ import annotations

from bot.checks.reach import check_reach

FACTS = "data/facts.yml"


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_reach) == []


def test_a_fact_without_a_training_question_is_reported(bench) -> None:
    line = bench.replace(FACTS, "id: ct_pay", "id: ct_salary")

    assert bench.check(check_reach) == [
        f"{FACTS}:{line}: nobody can reach 'ct_salary': no training question asks for it: "
        "write its questions in data/nlu, or remove the fact"
    ]


def test_a_signpost_that_no_safety_answer_names_is_reported(bench) -> None:
    bench.replace("actions/answering.py", "emergency_help", "other_help")
    line = bench.line(FACTS, "id: call_help")

    assert bench.check(check_reach) == [
        f"{FACTS}:{line}: nobody can reach 'call_help': no safety answer names emergency_help: "
        "name the subject in bot/answers or actions, or remove the fact"
    ]


def test_a_suggestion_that_two_facts_make_is_reported(bench) -> None:
    bench.replace(FACTS, "What is the hours of CT?", "what is the PAY of CT")
    line = bench.line(FACTS, "id: ct_hours")

    assert bench.check(check_reach) == [
        f"{FACTS}:{line}: 'ct_hours' offers 'what is the PAY of CT', as 'ct_pay' does: "
        "give each fact a question of its own"
    ]

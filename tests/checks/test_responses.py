"""Tests of the check that responses are used, whole and given what they ask for."""

from __future__ import annotations

import pytest

from bot.checks.responses import check_responses

CODE = "actions/answering.py"
RESPONSE = "  - text: 'This is known: {fact}'\n"


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_responses) == []


@pytest.mark.parametrize(
    "call",
    [
        'say("greet")',
        'phrases.say("greet" if new else "answer", fact="x")',
        'dispatcher.utter_message(response="utter_greet")',
        'send("utter_greet")',
    ],
)
def test_a_response_that_the_domain_lacks_is_reported(bench, call: str) -> None:
    line = bench.add(CODE, f"X = {call}\n")

    assert bench.check(check_responses) == [
        f"{CODE}:{line}: there is no response 'utter_greet' in domain.yml: "
        "add it there or correct the name"
    ]


@pytest.mark.parametrize(
    "code",
    [
        'say("greet")',
        'name = "greet"',
        'say(f"gr{rest}")',
        'utter_message(response="utter_greet")',
    ],
)
def test_a_response_that_is_said_somehow_is_fine(bench, code: str) -> None:
    bench.add("domain.yml", "  utter_greet:\n  - text: Hello\n")
    bench.add(CODE, f"{code}\n")

    assert bench.check(check_responses) == []


def test_a_response_that_nothing_says_is_reported(bench) -> None:
    line = bench.add("domain.yml", "  utter_greet:\n  - text: Hello\n") + 1

    assert bench.check(check_responses) == [
        f"domain.yml:{line}: nothing says 'utter_greet': use it or remove it"
    ]


def test_a_response_that_a_rule_says_may_use_slots_only(bench) -> None:
    steps = "  - intent: greet\n  - action: utter_greet\n"
    bench.add("data/rules.yml", f"- rule: greet\n  steps:\n{steps}")
    line = bench.add("domain.yml", "  utter_greet:\n  - text: Hello {stage} {nmae}\n") + 1
    bench.add("domain.yml", "slots:\n  stage: {type: text}\n")

    assert bench.check(check_responses) == [
        f"domain.yml:{line}: 'utter_greet' asks for {{nmae}}, which is no slot: "
        "correct the placeholder"
    ]


def test_a_misspelt_placeholder_is_reported_with_the_call_that_lacks_it(bench) -> None:
    line = bench.replace("domain.yml", "{fact}", "{fcat}")
    call = bench.line(CODE, "phrases.say")

    assert bench.check(check_responses) == [
        f"domain.yml:{line}: 'utter_answer' asks for {{fcat}}, which {CODE}:{call} does not give: "
        "correct the placeholder or give it"
    ]


def test_values_that_cannot_be_seen_are_trusted(bench) -> None:
    bench.replace(CODE, 'fact="emergency_help"', "**values")

    assert bench.check(check_responses) == []


def test_a_brace_left_open_is_reported(bench) -> None:
    line = bench.replace("domain.yml", "{fact}", "{fact")

    assert bench.check(check_responses) == [
        f"domain.yml:{line}: 'utter_answer': expected '}}' before end of string: close each brace"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RESPONSE * 2, "'utter_answer' has 2 texts: give it one: what is said must be testable"),
        ("  - text: ' '\n", "'utter_answer' has no text: write it"),
        ("    []\n", "'utter_answer' has 0 texts: give it one: what is said must be testable"),
    ],
)
def test_a_response_without_exactly_one_text_is_reported(bench, text: str, said: str) -> None:
    line = bench.replace("domain.yml", RESPONSE, text)

    assert bench.check(check_responses) == [f"domain.yml:{line}: {said}"]


def test_a_response_with_another_name_is_reported(bench) -> None:
    bench.add(CODE, 'X = "hello"\n')
    line = bench.add("domain.yml", "  hello:\n  - text: Hello\n") + 1

    assert bench.check(check_responses) == [
        f"domain.yml:{line}: the response 'hello' does not begin with 'utter_': rename it"
    ]


def test_a_button_to_an_intent_that_does_not_exist_is_reported(bench) -> None:
    titles = "{title: Yes, payload: '/ask_pay'}, {title: No, payload: '/ask_money{\"a\": 1}'}"
    bench.add("domain.yml", f"    buttons: [{titles}]\n")
    line = bench.line("domain.yml", RESPONSE)

    assert bench.check(check_responses) == [
        f"domain.yml:{line}: a button sends '/ask_money{{\"a\": 1}}', "
        "an intent that does not exist: correct it"
    ]

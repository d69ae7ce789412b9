"""Tests of the checks of the wording and the number of training questions."""

from __future__ import annotations

import pytest

from bot.checks.amounts import check_amounts
from bot.checks.questions import check_questions

NLU = "data/nlu/questions.yml"


@pytest.mark.parametrize("check", [check_questions, check_amounts])
def test_a_clean_project_has_no_problem(bench, check) -> None:
    assert bench.check(check) == []


@pytest.mark.parametrize("copy", ["pay number 3", "Pay, number 3?", "pay number3"])
def test_a_question_that_stands_twice_in_one_intent_is_reported(bench, copy: str) -> None:
    line = bench.replace(NLU, "pay number 5", copy)

    assert bench.check(check_questions) == [
        f"{NLU}:{line}: '{copy}' stands already at {NLU}:{line - 2} (ct_pay): "
        "drop the copy that fits worse"
    ]


def test_a_question_that_stands_in_two_intents_is_reported(bench) -> None:
    block = "- intent: medical\n  examples: |\n    - Pay number 3!\n"
    bench.write("data/nlu/more.yml", f"nlu:\n{block}")
    line = bench.line(NLU, "pay number 3")

    assert bench.check(check_questions) == [
        f"{NLU}:{line}: 'pay number 3' stands already at data/nlu/more.yml:4 (medical): "
        "drop the copy that fits worse"
    ]


def test_two_questions_of_signs_alone_are_two_questions(bench) -> None:
    bench.replace(NLU, "pay number 5", "👍")
    bench.replace(NLU, "pay number 6", "?")

    assert bench.check(check_questions) == []


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("", "an empty example: write a question or remove the line"),
        ("/restart", "'/restart' begins with '/': Rasa reads that as a command: reword it"),
        (
            "what does [CT](modality) pay",
            "'what does [CT](modality) pay' marks an entity: "
            "write the plain words: aliases find subjects",
        ),
        (
            'what does [CT]{"entity": "modality"} pay',
            '\'what does [CT]{"entity": "modality"} pay\' marks an entity: '
            "write the plain words: aliases find subjects",
        ),
        ("pay " * 200, f"'{('pay ' * 18)[:69]}…' has 799 characters: shorten it to 600"),
    ],
)
def test_an_example_of_a_wrong_form_is_reported(bench, example: str, said: str) -> None:
    line = bench.replace(NLU, "pay number 5", example)

    assert bench.check(check_questions) == [f"{NLU}:{line}: {said}"]


def test_an_example_over_two_lines_is_reported(bench) -> None:
    line = bench.replace(NLU, "    - pay number 5\n", "    pay number 5\n")

    assert bench.check(check_questions) == [
        f"{NLU}:{line}: 'pay number 5' does not begin with '- ': "
        "write each example on one line of its own"
    ]


def test_a_block_without_examples_is_reported(bench) -> None:
    line = bench.add(NLU, "- intent: medical\n")

    assert bench.check(check_questions) == [
        f"{NLU}:{line}: medical has no examples here: write `examples: |` and a line for each"
    ]


def test_a_fact_with_few_questions_is_reported(bench) -> None:
    bench.replace(NLU, "    - pay number 5\n", "")
    line = bench.line("data/facts.yml", "id: ct_pay")

    assert bench.check(check_amounts) == [
        f"data/facts.yml:{line}: 'ct_pay' has 7 training questions: write at least 8 in data/nlu"
    ]


def test_questions_with_a_premise_count_for_their_fact(bench) -> None:
    premise = "- intent: ask_pay\n  metadata: {fact: ct_pay, premise: true}\n"
    bench.replace(NLU, "    - pay number 5\n", "")
    bench.add(NLU, premise + "  examples: |\n    - is it paid\n")

    assert bench.check(check_amounts) == []


def test_an_edge_intent_with_few_examples_is_reported(bench) -> None:
    bench.replace(NLU, "    - medical number 5\n", "")
    bench.replace(NLU, "    - definition number 7\n", "")

    assert bench.check(check_amounts) == [
        "data/nlu: ask_definition has 59 examples: write at least 60",
        "data/nlu: medical has 59 examples: write at least 60",
    ]


def test_too_few_questions_that_do_not_name_their_subject_are_reported(bench) -> None:
    text = (bench.root / NLU).read_text(encoding="utf-8")
    lines = text.replace("number", "of a CAT-scan").splitlines(keepends=True)
    direct = [line.replace("CAT-scan", "scan") if "pay" in line else line for line in lines]
    bench.write(NLU, "".join(direct))

    assert bench.check(check_amounts) == [
        "data/nlu: only 4% of the questions about facts do not name their subject: "
        "write indirect questions until they are 33%"
    ]

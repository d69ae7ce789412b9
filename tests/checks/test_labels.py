"""Tests of the check that training questions carry the right label."""

from __future__ import annotations

from bot.checks.labels import check_labels

NLU = "data/nlu/questions.yml"


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_labels) == []


def test_a_question_labelled_with_an_unknown_fact_is_reported(bench) -> None:
    line = bench.replace(NLU, "{fact: ct_pay}", "{fact: ct_pya}") - 1

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: there is no fact 'ct_pya': correct the name or add the fact"
    ]


def test_an_intent_that_is_no_aspect_of_its_fact_is_reported(bench) -> None:
    line = bench.replace(NLU, "{fact: ct_pay}", "{fact: ct_hours}") - 1

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: ask_pay does not suit the fact 'ct_hours' ('pay number 0'): "
        "use ask_hours, or add the aspect to the fact's `also`"
    ]


def test_an_intent_among_the_other_aspects_of_its_fact_is_fine(bench) -> None:
    bench.replace("data/facts.yml", "aspect: hours", "aspect: hours\n  also: [pay]")
    bench.replace(NLU, "{fact: ct_pay}", "{fact: ct_hours}")

    assert bench.check(check_labels) == []


def test_a_question_of_an_aspect_without_a_fact_is_reported(bench) -> None:
    line = bench.replace(NLU, "  metadata: {fact: ct_pay}\n", "") - 1

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: ask_pay has no `fact`: label it: `metadata: {{fact: …}}`"
    ]


def test_a_signpost_is_no_answer_to_a_question(bench) -> None:
    line = bench.replace(NLU, "{fact: ct_pay}", "{fact: call_help}") - 1

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: 'call_help' is a signpost: no question asks for it: remove the label"
    ]


def test_every_fault_of_the_metadata_is_reported_at_once(bench) -> None:
    line = bench.replace(NLU, "{fact: ct_pay}", "{fcat: ct_pay, premise: perhaps}") - 1

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: `premise` without a `fact`: name the fact that decides the question",
        f"{NLU}:{line}: ask_pay has no `fact`: label it: `metadata: {{fact: …}}`",
        f"{NLU}:{line}: premise 'perhaps' is neither true nor false: write one of them",
        f"{NLU}:{line}: unknown metadata 'fcat': only `fact` and `premise` are read: "
        "correct or remove",
    ]


def test_metadata_that_is_no_mapping_is_reported(bench) -> None:
    line = bench.add(NLU, "- intent: greet\n  metadata: greeting\n  examples: |\n    - hello\n")

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: `metadata` is not a mapping: write `metadata: {{fact: …}}`"
    ]


def test_a_part_that_is_no_intent_is_reported(bench) -> None:
    line = bench.add(NLU, "- synonym: ct\n  examples: |\n    - cat\n")

    assert bench.check(check_labels) == [
        f"{NLU}:{line}: a part of `nlu` is no intent with examples: "
        "give it `intent:` and `examples:`"
    ]


def test_a_training_file_without_intents_is_reported(bench) -> None:
    bench.write("data/nlu/empty.yml", "version: '3.1'\nintents: []\n")

    assert bench.check(check_labels) == [
        "data/nlu/empty.yml:1: no list under `nlu`: put the intents there"
    ]

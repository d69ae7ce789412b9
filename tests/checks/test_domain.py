"""Tests of the check that domain, rules, training questions and actions fit together."""

from __future__ import annotations

from bot.checks.domain import check_domain

NLU = "data/nlu/questions.yml"


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_domain) == []


def test_missing_files_are_reported_and_hide_nothing_else(bench) -> None:
    (bench.root / "config.yml").unlink()
    (bench.root / "data/rules.yml").unlink()
    bench.replace("actions/answering.py", "def name", "def other")
    line = bench.replace("domain.yml", "- action_answer", "- action_anwser")

    assert bench.check(check_domain) == [
        "config.yml: there is no such file: put it back",
        "data/rules.yml: there is no such file: put it back",
        f"domain.yml:{line}: the action 'action_anwser' has no class in actions/: "
        "write it or remove the name",
    ]


def test_a_file_that_is_not_yaml_is_reported_with_its_line(bench) -> None:
    line = bench.add("config.yml", "pipeline: [\n") + 1

    assert bench.check(check_domain) == [
        f"config.yml:{line}: expected the node content, but found '<stream end>': "
        "mend the YAML here (often a missing quote or indent)"
    ]


def test_a_key_written_twice_is_reported(bench) -> None:
    line = bench.add("domain.yml", "  utter_answer:\n  - text: Again {fact}\n")

    assert bench.check(check_domain) == [
        f"domain.yml:{line}: 'utter_answer' is written twice: keep one"
    ]


def test_a_trained_intent_that_is_not_in_the_domain_is_reported_once(bench) -> None:
    line = bench.add(NLU, "- intent: greet\n  examples: |\n    - hello\n")
    bench.add(NLU, "- intent: greet\n  examples: |\n    - hi\n")

    assert bench.check(check_domain) == [
        f"{NLU}:{line}: the intent 'greet' is not in domain.yml: add it there or correct the name"
    ]


def test_an_intent_without_examples_and_without_a_rule_is_reported(bench) -> None:
    line = bench.replace("domain.yml", "intents:\n", "intents:\n- greet\n") + 1

    assert bench.check(check_domain) == [
        f"domain.yml:{line}: the intent 'greet' has 0 rules: give it one rule in data/rules.yml",
        f"domain.yml:{line}: the intent 'greet' has no examples: "
        "write some in data/nlu or remove it",
    ]


def test_an_intent_of_rasa_needs_neither_examples_nor_a_rule(bench) -> None:
    bench.replace("domain.yml", "intents:\n", "intents:\n- nlu_fallback: {use_entities: true}\n")

    assert bench.check(check_domain) == []


def test_a_rule_with_unknown_names_is_reported(bench) -> None:
    rule = "- rule: greet\n  steps:\n  - intent: greet\n  - action: utter_hello\n"
    line = bench.add("data/rules.yml", rule) + 2

    assert bench.check(check_domain) == [
        f"data/rules.yml:{line}: there is no intent 'greet': correct the name",
        f"data/rules.yml:{line + 1}: there is no action 'utter_hello' in domain.yml: "
        "add it there or correct the name",
    ]


def test_an_intent_with_two_rules_is_reported(bench) -> None:
    steps = "  - or:\n    - intent: medical\n  - action: action_listen\n"
    bench.add("data/rules.yml", f"- rule: medical again\n  steps:\n{steps}")
    line = bench.line("domain.yml", "- medical")

    assert bench.check(check_domain) == [
        f"domain.yml:{line}: the intent 'medical' has 2 rules: give it one rule in data/rules.yml"
    ]


def test_an_action_that_the_domain_does_not_list_is_reported(bench) -> None:
    line = bench.line("actions/answering.py", "class Answer")
    bench.replace("actions/answering.py", '"action_answer"', '"action_reply"')
    listed = bench.line("domain.yml", "- action_answer")

    assert bench.check(check_domain) == [
        f"actions/answering.py:{line}: the action 'action_reply' is not in domain.yml: "
        "add it under `actions` there",
        f"domain.yml:{listed}: the action 'action_answer' has no class in actions/: "
        "write it or remove the name",
    ]


def test_an_action_with_two_classes_is_reported(bench) -> None:
    text = (bench.root / "actions/answering.py").read_text(encoding="utf-8")
    bench.write("actions/replying.py", text)

    assert bench.check(check_domain) == [
        "actions/replying.py:4: the action 'action_answer' has a class already at "
        "actions/answering.py:4: keep one"
    ]


def test_a_domain_that_is_too_long_is_reported(bench) -> None:
    length = bench.add("domain.yml", "# long\n" * 300) + 299

    assert bench.check(check_domain) == [f"domain.yml:301: {length} lines: keep it to 300"]


def test_a_missing_domain_is_one_problem(bench) -> None:
    (bench.root / "domain.yml").unlink()

    assert bench.check(check_domain) == ["domain.yml: there is no such file: put it back"]

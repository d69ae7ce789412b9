"""Tests of the whole run: what is printed, and how it ends."""

from __future__ import annotations

from bot.checks.__main__ import main, report

MEASURE = (
    "19 facts, 556 training questions (100% of those about facts do not name their subject), "
    "520 held out"
)


def test_a_clean_project_gives_one_line_and_exit_code_0(bench, capsys) -> None:
    assert main([str(bench.root)]) == 0
    assert capsys.readouterr().out == f"no problems: {MEASURE}\n"


def test_all_problems_of_all_files_are_printed_at_once_in_order(bench) -> None:
    bench.replace("domain.yml", "{fact}", "{fcat}")
    bench.replace("data/nlu/questions.yml", "    - pay number 5", "    - pay number 4")
    bench.add("actions/answering.py", 'X = "I cannot say."\n')

    text, code = report(bench.project())

    assert code == 1
    assert text.splitlines() == [
        "actions/answering.py:14: 'I cannot say.' is a sentence in Python: "
        "say it in domain.yml or data/facts.yml",
        "data/nlu/questions.yml:194: 'pay number 4' stands already at data/nlu/questions.yml:193 "
        "(ct_pay): drop the copy that fits worse",
        "domain.yml:30: 'utter_answer' asks for {fcat}, which actions/answering.py:13 "
        "does not give: correct the placeholder or give it",
        f"3 problems: {MEASURE}",
    ]


def test_one_problem_is_counted_as_one(bench) -> None:
    bench.write("tests/held_out/empty.yml", "- [\n")

    text, code = report(bench.project())

    assert code == 1
    assert text.splitlines()[-1] == f"1 problem: {MEASURE}"


def test_what_is_due_for_review_is_printed_but_fails_nothing(bench) -> None:
    bench.replace("data/facts.yml", "review_by: 2027-01-01", "review_by: 2026-01-02")

    assert report(bench.project()) == (
        "data/facts.yml:2: 'handbook' was due for review by 2026-01-02: "
        f"read it again and set the new dates\nno problems, 1 due for review: {MEASURE}",
        0,
    )


def test_a_faulty_facts_file_does_not_hide_the_other_problems(bench) -> None:
    bench.replace("data/facts.yml", "says: Call for help.", "syas: Call for help.")
    bench.replace("data/nlu/questions.yml", "    - pay number 5", "    - /pay")

    text, code = report(bench.project())

    assert code == 1
    assert text.splitlines() == [
        "data/facts.yml:165: facts.18.says: Field required: correct or remove it",
        "data/facts.yml:169: facts.18.syas: Extra inputs are not permitted: correct or remove it",
        "data/nlu/questions.yml:194: '/pay' begins with '/': "
        "Rasa reads that as a command: reword it",
        "3 problems: 556 training questions; the facts file is faulty, "
        "so what rests on it was not checked",
    ]


def test_an_empty_project_gives_problems_and_no_traceback(tmp_path, capsys) -> None:
    assert main([str(tmp_path)]) == 1

    lines = capsys.readouterr().out.splitlines()
    missing = [line for line in lines if "there is no such file" in line]
    assert missing == [
        "config.yml: there is no such file: put it back",
        "data/facts.yml: there is no such file: put it back",
        "data/rules.yml: there is no such file: put it back",
        "data/safety.yml: there is no such file: put it back",
        "domain.yml: there is no such file: put it back",
    ]

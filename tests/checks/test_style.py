"""Tests of the check for what belongs into the data and not into the code."""

from __future__ import annotations

import subprocess

import pytest

from bot.checks.style import check_style

CODE = "actions/answering.py"
SENTENCE = "say it in domain.yml or data/facts.yml"
SCHEME = "https" + "://"


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_style) == []


@pytest.mark.parametrize(
    ("code", "quoted"),
    [
        ('X = "I cannot say."', "I cannot say."),
        ('X = "ask me anything else?"', "ask me anything else?"),
        ('X = "Radiology takes five years"', "Radiology takes five years"),
        ('X = f"It takes {n} years"', "It takes … years"),
        ('X = say("It takes " "five years")', "It takes five years"),
    ],
)
def test_a_sentence_in_python_is_reported(bench, code: str, quoted: str) -> None:
    line = bench.add(CODE, f"{code}\n")

    assert bench.check(check_style) == [
        f"{CODE}:{line}: '{quoted}' is a sentence in Python: {SENTENCE}"
    ]


@pytest.mark.parametrize(
    "code",
    [
        'X = "two words."',
        'X = "a b c d"',
        'raise AssistantError(f"No fact {name} is there.")',
        'log.info("The model was read.")',
        'problem = StartError("Something is in the way.")',
        'X = 1\n"""What X is good for."""',
        "# A comment is no sentence for visitors.",
        'assert x, "This cannot happen here."',
    ],
)
def test_strings_that_no_visitor_sees_are_fine(bench, code: str) -> None:
    bench.add(CODE, f"{code}\n")

    assert bench.check(check_style) == []


def test_the_labels_of_outcomes_may_stand_in_python(bench) -> None:
    bench.write("bot/answers/outcome.py", 'LABEL = "Nothing was found."\n')
    bench.write("bot/facts/rules.py", 'FAULT = "Nothing was found."\n')

    assert bench.check(check_style) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"{SCHEME}example.org/a", f"'{SCHEME}example.org/a' is a link"),
        ("020 7946 " + "0123", "'020 7946 " + "0123' is a phone number"),
        ("+44 20 7946 " + "0123", "'+44 20 7946 " + "0123' is a phone number"),
        ("116 " + "123", "'116 " + "123' is a phone number"),
    ],
)
def test_a_link_or_number_in_the_code_is_reported(bench, text: str, what: str) -> None:
    line = bench.add(CODE, f'X = "{text}"\n')

    assert bench.check(check_style) == [
        f"{CODE}:{line}: {what}: put it into data/facts.yml or domain.yml"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "http" + "://localhost:5005/x",
        "http" + "://{host}",
        "http" + "://127.0.0.1:5005",
        "2026-11-21",
        "0.123456789",
    ],
)
def test_addresses_of_this_computer_and_dates_are_fine(bench, text: str) -> None:
    bench.add(CODE, f'X = "{text}"\n')
    bench.write("README.md", f"{SCHEME}example.org/")

    assert bench.check(check_style) == []


@pytest.mark.parametrize("place", ["/" + "work/main", "/" + "tmp/x", "/" + "root"])
def test_a_place_on_one_machine_is_reported_in_any_file(bench, place: str) -> None:
    bench.write("README.md", f"# Title\nSee {place}\n")

    assert bench.check(check_style) == [
        f"README.md:2: '{place}' is a place on one machine: say it relatively"
    ]


def test_addresses_that_look_like_places_are_fine(bench) -> None:
    bench.write("README.md", f"{SCHEME}example.org/work/life and ./work/ and /working-life\n")

    assert bench.check(check_style) == []


def test_the_host_of_a_registry_is_reported(bench) -> None:
    host = "pypi" + ".org"
    bench.write("requirements.txt", f"{SCHEME}{host}/simple\n")

    assert bench.check(check_style) == [
        f"requirements.txt:1: '{host}' is a registry's host: name packages without their registry"
    ]


def test_a_long_file_and_a_long_function_are_reported(bench) -> None:
    bench.write("bot/long.py", '"""Long."""\ndef run():\n' + "    x = 1\n" * 40)
    bench.write("bot/widget/long.js", "x;\n" * 301)

    assert bench.check(check_style) == [
        "bot/long.py:2: 'run' has 41 lines: keep to 40",
        "bot/widget/long.js:301: 301 lines: divide it by what it is for",
    ]


def test_what_the_repository_ignores_is_not_read(bench) -> None:
    subprocess.run(["git", "init", "-q"], cwd=bench.root, check=True)
    bench.write(".gitignore", "logs/\n")
    bench.write("logs/run.log", "/" + "tmp/x\n")
    bench.write("notes.txt", "/" + "tmp/x\n")
    (bench.root / "picture.png").write_bytes(b"\x89PNG\xff")

    assert bench.check(check_style) == [
        "notes.txt:1: '/" + "tmp/x' is a place on one machine: say it relatively"
    ]

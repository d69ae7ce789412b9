"""Tests of the check of the safety patterns."""

from __future__ import annotations

from bot.checks.safety import SAFETY, check_safety


def test_a_clean_project_has_no_problem(bench) -> None:
    assert bench.check(check_safety) == []


def test_every_fault_of_a_pattern_is_reported_at_once_with_its_line_and_remedy(bench) -> None:
    unknown = bench.replace(SAFETY, "- cant breathe", "- CANNT breathe")
    sign = bench.replace(SAFETY, "- want to die", "- don't want to live")

    assert bench.check(check_safety) == [
        f"{SAFETY}:{unknown}: 'CANNT' is no list under words: correct it",
        f"{SAFETY}:{sign}: 'don't' is not made of plain small words: correct it",
    ]


def test_broken_yaml_is_reported_with_its_line_and_remedy(bench) -> None:
    line = bench.add(SAFETY, "medical: [\n") + 1

    assert bench.check(check_safety) == [
        f"{SAFETY}:{line}: expected the node content, but found '<stream end>': "
        "mend the YAML here (often a missing quote or indent)"
    ]


def test_a_missing_file_is_reported(bench) -> None:
    (bench.root / SAFETY).unlink()

    assert bench.check(check_safety) == [f"{SAFETY}: there is no such file: put it back"]

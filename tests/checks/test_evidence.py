"""Tests of the checks of the facts file, its evidence and its dates."""

from __future__ import annotations

import pytest

from bot.checks.evidence import check_evidence, check_facts
from bot.facts import ASPECTS

FACTS = "data/facts.yml"


@pytest.fixture
def documents(tmp_path_factory):
    """A folder with the document that the facts come from."""
    folder = tmp_path_factory.mktemp("documents")
    text = "\n".join(f"They say: The  {aspect}\nof CT, and\ncall." for aspect in ASPECTS)
    (folder / "handbook.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_clean_project_has_no_problem(bench, documents) -> None:
    assert bench.check(check_facts) == []
    assert bench.check(check_evidence, documents=documents) == []


def test_evidence_is_not_looked_up_without_the_documents(bench) -> None:
    bench.replace(FACTS, "evidence: the pay of CT", "evidence: made up")

    assert bench.check(check_evidence) == []


def test_evidence_that_does_not_stand_in_its_document_is_reported(bench, documents) -> None:
    bench.replace(FACTS, "evidence: the pay of CT", "evidence: made up")
    line = bench.line(FACTS, "id: ct_pay")

    assert bench.check(check_evidence, documents=documents) == [
        f"{FACTS}:{line}: 'made up' does not stand in handbook.txt: "
        "copy the phrase as it stands there"
    ]


def test_a_document_that_is_not_there_is_reported_once(bench, tmp_path) -> None:
    folder = tmp_path / "nowhere"

    assert bench.check(check_evidence, documents=folder) == [
        f"{FACTS}:2: the document of 'handbook' is not in {folder}: put it there"
    ]


def test_every_fault_of_the_facts_file_is_reported_at_once(bench) -> None:
    source = bench.replace(FACTS, "source: handbook", "source: handbok")
    says = bench.replace(FACTS, "The pay of CT is known.", "The pay of CT is known")

    assert bench.check(check_facts) == [
        f"{FACTS}:{source}: there is no source 'handbok': add it or correct the name",
        f"{FACTS}:{says}: 'ct_pay' does not end as a sentence: add the full stop",
    ]


def test_a_missing_facts_file_is_reported(bench) -> None:
    (bench.root / FACTS).unlink()

    assert bench.check(check_facts) == [f"{FACTS}: there is no such file: put it back"]


def test_what_is_past_its_review_is_a_warning(bench) -> None:
    bench.replace(FACTS, "review_by: 2027-01-01", "review_by: 2026-11-20")
    bench.replace(FACTS, "aspect: pay", "aspect: pay\n  review_by: 2026-06-30")
    bench.replace(FACTS, "aspect: hours", "aspect: hours\n  review_by: 2026-11-21")
    line = bench.line(FACTS, "id: ct_pay")

    assert bench.check(check_facts) == [
        f"{FACTS}:2: 'handbook' was due for review by 2026-11-20: "
        "read it again and set the new dates",
        f"{FACTS}:{line}: 'ct_pay' was due for review by 2026-06-30: "
        "read it again and set the new dates",
    ]
    assert all(problem.is_warning for problem in check_facts(bench.project()))

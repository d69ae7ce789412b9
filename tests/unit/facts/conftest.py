"""A small facts file without faults, into which tests put theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.facts import ASPECTS

SOURCES = """\
sources:
  handbook:
    title: Handbook
    publisher: College
    address: http://localhost/handbook
    document: handbook.txt
    read_on: 2026-01-01
    review_by: 2027-01-01
  website:
    title: Website
    publisher: College
    address: http://localhost/website
    read_on: 2026-01-01
    review_by: 2026-06-30
subjects:
  imaging: {kind: topic, name: imaging, aliases: [imaging]}
  ct: {kind: modality, name: CT, aliases: [ct, cat scan], broader: [imaging]}
  ct_doctor: {kind: role, name: CT doctor, aliases: [ct doctor], same_as: ct}
  ct_boss: {kind: role, name: CT boss, aliases: [ct boss], same_as: ct}
  pay: {kind: topic, name: pay, aliases: [pay, salary]}
  crisis_help: {kind: help, name: help, aliases: []}
  nursing: {kind: outside, name: nursing, aliases: [nurse]}
facts:
- id: ct_what
  subjects: [ct, imaging]
  aspect: definition
  asks: What is CT?
  says: CT is a scan.
  source: handbook
  evidence: CT is a scan
- id: ct_doctor_pay
  subjects: [ct_doctor, pay]
  aspect: pay
  asks: What is a CT doctor paid?
  says: A CT doctor is paid well.
  source: website
  as_of: "2026"
  review_by: 2026-12-31
- id: ct_boss_says
  subjects: [ct_boss]
  aspect: definition
  asks: What does the boss say?
  says: The boss says that CT is a machine.
  source: website
- id: call_help
  subjects: [crisis_help]
  aspect: signpost
  says: Call for help.
  source: website
"""
PATHWAY = """\
pathway:
  stages:
  - id: school
    subject: imaging
    name: School
    enter: By bus.
    leave_with: A certificate.
    next: work
    facts: [ct_what]
  - id: work
    subject: ct_doctor
    name: Work
    years: 5
    enter: By train.
    leave_with: A pension.
    facts: [ct_doctor_pay]
  starts:
    imaging: {stage: school, name: pupil}
"""


def _other_aspects() -> str:
    return "".join(
        f'- {{id: ct_{aspect}, subjects: [ct], aspect: {aspect}, asks: "And {aspect}?", '
        f"says: The {aspect} of CT., source: website}}\n"
        for aspect in ASPECTS
        if aspect not in ("definition", "pay")
    )


class FactsFile:
    """A facts file on disk that tests change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text(SOURCES + _other_aspects() + PATHWAY, encoding="utf-8")

    def replace(self, old: str, new: str) -> int:
        """Put something else into the file, once; the line on which it stands."""
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        self.path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def facts_file(tmp_path: Path) -> FactsFile:
    """A facts file without faults."""
    return FactsFile(tmp_path / "facts.yml")

"""A small world to answer questions about, and fixed sentences that show their own names."""

from __future__ import annotations

import datetime

import pytest
import yaml

from bot.answers import Desk, Phrases
from bot.facts import Library
from bot.facts.model import FactsFile

TODAY = datetime.date(2026, 11, 21)
WORLD = """\
sources:
  handbook:
    title: Handbook
    publisher: College
    address: http://localhost/handbook
    read_on: 2026-01-01
    review_by: 2027-01-01
  website:
    title: Website
    publisher: Trust
    address: http://localhost/website
    read_on: 2026-02-03
    review_by: 2026-06-30
    nation: England
subjects:
  imaging: {kind: topic, name: imaging, aliases: [imaging]}
  ct: {kind: modality, name: CT, aliases: [ct], broader: [imaging]}
  ct_scanner: {kind: modality, name: CT scanner, aliases: [ct scanner], same_as: ct}
  mri: {kind: modality, name: MRI, aliases: [mri], broader: [imaging]}
  ultrasound: {kind: modality, name: ultrasound, aliases: [ultrasound], broader: [imaging]}
  training: {kind: topic, name: training, aliases: [training]}
  clinical_radiology: {kind: specialty, name: clinical radiology, aliases: [radiology]}
  interventional_radiology: {kind: specialty, name: interventional radiology, aliases: [ir]}
  medical_student: {kind: person, name: medical student, aliases: [medical student]}
  registrar: {kind: stage, name: registrar, aliases: [registrar]}
  emergency_help: {kind: help, name: help, aliases: []}
  crisis_help: {kind: help, name: help, aliases: []}
  medical_help: {kind: help, name: help, aliases: []}
  nursing: {kind: outside, name: nursing, aliases: [nurse]}
facts:
- {id: ct_what, subjects: [ct], aspect: definition, asks: "What is CT?", says: CT is a scan.,
   source: handbook}
- {id: ct_shows, subjects: [ct], aspect: techniques, asks: "What does CT show?",
   says: CT shows these., items: [bones, an MRI machine, nothing known], source: handbook}
- {id: ct_good, subjects: [ct], aspect: benefits, asks: "Why CT?", says: CT is quick.,
   source: website}
- {id: mri_what, subjects: [mri], aspect: definition, asks: "What is MRI?", says: MRI is a magnet.,
   source: website}
- {id: ct_or_mri, subjects: [ct, mri], aspect: difference, asks: "How do CT and MRI differ?",
   says: Only CT uses X-rays., source: handbook}
- {id: ultrasound_what, subjects: [ultrasound], aspect: definition, asks: "What is ultrasound?",
   says: Ultrasound is sound., source: handbook}
- {id: training_five, subjects: [training], aspect: duration, asks: "How long is training?",
   says: Training takes five years., source: handbook, disagrees_with: [training_six]}
- {id: training_six, subjects: [training], aspect: duration, asks: "How long elsewhere?",
   says: Training takes six years., source: website, as_of: "2025-04",
   disagrees_with: [training_five]}
- {id: call_999, subjects: [emergency_help], aspect: signpost, says: Call 999., source: handbook}
- {id: call_friends, subjects: [crisis_help], aspect: signpost, says: Call a friend.,
   source: website}
- {id: ask_gp, subjects: [medical_help], aspect: signpost, says: Ask a GP., source: handbook}
pathway:
  stages:
  - {id: school, subject: medical_student, name: School, years: 5, enter: By bus.,
     leave_with: A degree., next: core, facts: [ct_what]}
  - {id: core, subject: training, name: Core, years: 3, enter: By train., leave_with: A pass.,
     next: higher, facts: [training_five]}
  - {id: higher, subject: clinical_radiology, name: Higher, years: 2, enter: On foot.,
     leave_with: A certificate., next: work}
  - {id: interventional, subject: interventional_radiology, name: Interventional, years: 3,
     enter: By wire., leave_with: A certificate., next: work, instead_of: higher,
     interest: interventional_radiology}
  - {id: work, subject: registrar, name: Work, enter: At last., leave_with: A pension.}
  starts:
    medical_student: {stage: school, name: student, years_done: 1, facts: [ct_good]}
    core_training: {stage: core, name: trainee}
    st4: {stage: higher, name: senior}
"""


class NamedPhrases(Phrases):
    """Sentences that are their own name and values, so that wording can change freely."""

    def __init__(self) -> None:
        super().__init__({})

    def say(self, name: str, **values: str) -> str:
        """`<name value value>`."""
        return f"<{' '.join((name, *values.values()))}>"


@pytest.fixture(scope="session")
def library() -> Library:
    """The facts of the small world."""
    return Library(FactsFile.model_validate(yaml.safe_load(WORLD)))


@pytest.fixture
def desk(library: Library) -> Desk:
    """What answers are made from, on a fixed day."""
    return Desk(library, NamedPhrases(), TODAY)

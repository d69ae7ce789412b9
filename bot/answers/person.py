"""What people tell of themselves: where they stand on the pathway and which radiology they want."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from bot.answers.question import Question
from bot.facts import Library

INTERVENTIONAL = "interventional_radiology"
GENERAL = "clinical_radiology"
INTERESTS = (GENERAL, INTERVENTIONAL)
"""The radiology that one can want, in the order in which it is offered."""

TRAINEES = re.compile(r"\bst\s?([1-8])\b")
LAST_CORE_YEAR = 3
STARTS_BY_SUBJECT = {
    "sixth_former": "sixth_former",
    "a_levels": "sixth_former",
    "gateway_course": "sixth_former",
    "medical_student": "medical_student",
    "medical_school": "medical_student",
    "foundation_year_1": "foundation_year_1",
    "foundation_year_2": "foundation_year_2",
    "foundation_programme": "foundation_year_1",
    "overseas_doctor": "overseas_doctor",
    "radiographer": "radiographer",
    "sonographer": "radiographer",
    "core_training": "core_training",
    "registrar": "core_training",
}
"""The place on the pathway that a subject named by a person tells."""

SELF = re.compile(r"\bi(?: am|'?m)\s+")
BEFORE_STAGE = re.compile(
    "an?|the|my|in|at|still|now|currently|just|only|already|actually|also|both|radiology|uk"
    "|first|second|third|fourth|fifth|sixth|final|[1-6](st|nd|rd|th)|year|.*-year"
)
"""Words that may stand between "I am" and the stage that a person is at."""


@dataclass(frozen=True)
class Person:
    """What is known of the person: their place on the pathway and the radiology they want.

    Attributes:
        awaiting: what they were asked for in the last turn, if anything.
    """

    stage: Optional[str] = None
    interest: Optional[str] = None
    awaiting: Optional[str] = None


def find_stage(question: Question) -> Optional[str]:
    """The place on the pathway that a message names, if it names one."""
    trainee = TRAINEES.search(question.text.lower())
    if trainee:
        return _trainee(trainee)
    for subject in question.subjects:
        if subject in STARTS_BY_SUBJECT:
            return STARTS_BY_SUBJECT[subject]
    return None


def find_interest(question: Question) -> Optional[str]:
    """Interventional or general radiology, if the message names one."""
    named = set(question.subjects)
    if named & {INTERVENTIONAL, "interventional_radiologist", "interventional_neuroradiology"}:
        return INTERVENTIONAL
    return GENERAL if named & {GENERAL, "diagnostic_radiology", "radiologist"} else None


def stated_stage(text: str, library: Library) -> Optional[str]:
    """The place on the pathway that people say they are at ("I'm an F2"), whatever else they ask.

    Naming a stage is not enough: "what is an F2 paid" says nothing of the person.
    """
    plain = " ".join(text.lower().replace("’", "'").split())
    stages = (_leading_stage(plain[said.end() :], library) for said in SELF.finditer(plain))
    return next((stage for stage in stages if stage), None)


def _leading_stage(words: str, library: Library) -> Optional[str]:
    while words:
        stage = _begins_with(words, library)
        if stage:
            return stage
        word, _, words = words.partition(" ")
        if not BEFORE_STAGE.fullmatch(word):
            return None
    return None


def _begins_with(text: str, library: Library) -> Optional[str]:
    trainee = TRAINEES.match(text)
    if trainee:
        return _trainee(trainee)
    for subject, stage in STARTS_BY_SUBJECT.items():
        known = library.subjects.get(subject)
        for alias in known.aliases if known else ():
            if re.match(rf"{re.escape(alias)}\b", text):
                return stage
    return None


def _trainee(year: re.Match[str]) -> str:
    return "core_training" if int(year.group(1)) <= LAST_CORE_YEAR else "st4"

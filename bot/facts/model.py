"""The shape of data/facts.yml: sources, subjects, facts and the training pathway."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ASPECTS = (
    "definition",
    "tasks",
    "team",
    "settings",
    "techniques",
    "specialties",
    "procedures",
    "benefits",
    "route",
    "duration",
    "exams",
    "application",
    "pay",
    "hours",
    "skills",
    "difference",
    "future",
    "more_info",
)
"""What can be asked of a subject; each is also an intent, `ask_<aspect>`."""

SIGNPOST = "signpost"
"""The aspect of facts that only the safety answers say."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, StringConstraints(min_length=2, max_length=400, strip_whitespace=True)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Aspect = Literal[(*ASPECTS, SIGNPOST)]  # type: ignore[valid-type]
Kind = Literal[
    "specialty",
    "role",
    "modality",
    "interest",
    "procedure",
    "stage",
    "award",
    "organisation",
    "topic",
    "person",
    "help",
    "outside",
]


class Part(BaseModel):
    """A part of the facts file: unknown keys are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """Where facts come from, and until when they may be trusted unread."""

    title: Sentence
    publisher: Sentence
    address: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    read_on: datetime.date
    review_by: datetime.date
    document: Optional[str] = None
    nation: Optional[str] = None
    dated: Optional[str] = None


class Subject(Part):
    """Something that can be asked about, with the words people use for it."""

    kind: Kind
    name: Sentence
    aliases: tuple[str, ...]
    everyday: tuple[str, ...] = ()
    broader: tuple[Identifier, ...] = ()
    same_as: Optional[Identifier] = None


class Fact(Part):
    """One sentence the assistant may say; `asks` is the question that it offers for it."""

    id: Identifier
    subjects: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    aspect: Aspect
    also: tuple[Aspect, ...] = ()
    asks: Optional[Sentence] = None
    says: Sentence
    items: tuple[Sentence, ...] = ()
    source: Identifier
    evidence: Optional[str] = None
    holds_for: Optional[str] = None
    as_of: Optional[Moment] = None
    review_by: Optional[datetime.date] = None
    disagrees_with: tuple[Identifier, ...] = ()


class Stage(Part):
    """A stage of the pathway; `years` is missing where a stage has no usual length."""

    id: Identifier
    subject: Identifier
    name: Sentence
    years: Annotated[Optional[int], Field(ge=1, le=12)] = None
    enter: Sentence
    leave_with: Sentence
    next: Optional[Identifier] = None
    instead_of: Optional[Identifier] = None
    interest: Optional[Identifier] = None
    facts: tuple[Identifier, ...] = ()


class Start(Part):
    """A person's place on the pathway: the stage they are in, or before it."""

    stage: Identifier
    name: Sentence
    years_done: Annotated[int, Field(ge=0, le=10)] = 0
    before: bool = False
    facts: tuple[Identifier, ...] = ()


class Pathway(Part):
    """The stages from school to consultant, and where each kind of person starts."""

    stages: tuple[Stage, ...]
    starts: dict[Identifier, Start]


class FactsFile(Part):
    """The whole of data/facts.yml."""

    sources: dict[Identifier, Source]
    subjects: dict[Identifier, Subject]
    facts: tuple[Fact, ...]
    pathway: Pathway

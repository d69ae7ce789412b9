"""Reads the dialogues: what a person says turn by turn, and what they may rightly expect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.answers import Outcome
from bot.errors import AssistantError
from bot.facts import Library

HERE = Path(__file__).parent
FEWEST_TURNS, MOST_TURNS = 3, 8


class DialogueError(AssistantError):
    """A dialogue file cannot be used; the message lists every fault."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Turn(BaseModel):
    """One message and what is expected of its reply; one name may stand for a list of one.

    Attributes:
        leads_with: ids of facts, one of which comes first.
        shows: ids of facts, all of which are told.
        outcome: how the turn may end.
        says: what the text contains, all of it, in any case.
        never_says: what the text does not contain.
        offers: the buttons that are among those shown.
        offers_nothing: no button is shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Annotated[str, Field(min_length=1)]
    leads_with: Names = ()
    shows: Names = ()
    outcome: Names = ()
    says: Names = ()
    never_says: Names = ()
    offers: Names = ()
    offers_nothing: bool = False

    def expects_something(self) -> bool:
        """Whether the turn says anything about the reply."""
        return len(self.model_fields_set) > 1


class Dialogue(BaseModel):
    """A conversation, with a sentence that says what it shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dialogue: Annotated[str, Field(min_length=3)]
    turns: Annotated[tuple[Turn, ...], Field(min_length=FEWEST_TURNS, max_length=MOST_TURNS)]


def read_dialogues(library: Library, folder: Path = HERE) -> list[Dialogue]:
    """Every dialogue of the files in a folder.

    Raises:
        DialogueError: naming every fault of every file.
    """
    dialogues: list[Dialogue] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for place, entry in enumerate(_entries(path, faults), 1):
            try:
                read = Dialogue.model_validate(entry)
            except ValidationError as error:
                faults += [f"{path.name}: dialogue {place}: {each}" for each in _said(error)]
                continue
            faults += [f"{path.name}: {read.dialogue}: {each}" for each in _unknown(read, library)]
            dialogues.append(read)
    faults += _told_twice(dialogues)
    if faults:
        raise DialogueError("\n".join(faults))
    return dialogues


def _entries(path: Path, faults: list[str]) -> list[Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        faults.append(f"{path.name}: not YAML: {error}: mend it")
        return []
    if not isinstance(content, list):
        faults.append(f"{path.name}: not a list of dialogues: begin each with '- dialogue:'")
        return []
    return content


def _said(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}: correct or remove it"
        for each in error.errors()
    ]


def _unknown(dialogue: Dialogue, library: Library) -> Iterator[str]:
    outcomes = {each.value for each in Outcome}
    for turn in dialogue.turns:
        for fact in (*turn.leads_with, *turn.shows):
            if not library.has_fact(fact):
                yield f"there is no fact '{fact}': correct the name"
        for outcome in turn.outcome:
            if outcome not in outcomes:
                yield f"there is no outcome '{outcome}': correct the name"
        if not turn.expects_something():
            yield f"nothing is expected of the reply to '{turn.person}': say what"


def _told_twice(dialogues: list[Dialogue]) -> list[str]:
    names = [each.dialogue for each in dialogues]
    twice = {name for name in names if names.count(name) > 1}
    return [f"two dialogues are called '{name}': rename one" for name in sorted(twice)]

"""The rules that parts of the facts file keep with each other, each fault with its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.facts.lines import Location
from bot.facts.model import ASPECTS, SIGNPOST, Fact, FactsFile

EVIDENCE_WORDS = 15
CHANGES_EVERY_YEAR = {"competition", "pay", "portfolio_score", "a_levels", "priority_law"}
"""Subjects whose facts change each year, so that each says from when it is."""

Fault = tuple[Location, str]


def broken_rules(content: FactsFile) -> Iterator[Fault]:
    """Each broken rule, with where it stands and what to do about it."""
    yield from _unknown_names(content)
    yield from _repeated_facts(content)
    yield from _repeated_aliases(content)
    for place, fact in enumerate(content.facts):
        yield from ((("facts", place, *at), say) for at, say in _fact_faults(fact, content))
    yield from _unused(content)
    yield from _pathway_faults(content)


def _unknown_names(content: FactsFile) -> Iterator[Fault]:
    facts = {fact.id for fact in content.facts}
    for place, fact in enumerate(content.facts):
        at = ("facts", place)
        yield from _missing(fact.subjects, content.subjects, (*at, "subjects"), "subject")
        yield from _missing([fact.source], content.sources, (*at, "source"), "source")
        yield from _missing(fact.disagrees_with, facts, (*at, "disagrees_with"), "fact")
    for name, subject in content.subjects.items():
        at = ("subjects", name)
        yield from _missing(subject.broader, content.subjects, (*at, "broader"), "subject")
        same = [subject.same_as] if subject.same_as else []
        yield from _missing(same, content.subjects, (*at, "same_as"), "subject")


def _missing(names, known, location: Location, what: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield location, f"there is no {what} '{name}': add it or correct the name"


def _repeated_facts(content: FactsFile) -> Iterator[Fault]:
    ids = Counter(fact.id for fact in content.facts)
    sentences = Counter(fact.says.casefold() for fact in content.facts)
    for place, fact in enumerate(content.facts):
        if ids[fact.id] > 1:
            yield ("facts", place, "id"), f"the id '{fact.id}' is used twice: rename one"
        if sentences[fact.says.casefold()] > 1:
            yield ("facts", place, "says"), f"'{fact.id}' says what another fact says: keep one"


def _repeated_aliases(content: FactsFile) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for name, subject in content.subjects.items():
        for alias in (*subject.aliases, *subject.everyday):
            first = owner.setdefault(alias.casefold(), name)
            if first != name:
                yield (
                    ("subjects", name, "aliases"),
                    f"'{alias}' names both {first} and {name}: give it to one of them",
                )


def _fact_faults(fact: Fact, content: FactsFile) -> Iterator[Fault]:
    source = content.sources.get(fact.source)
    if source and source.document and not fact.evidence:
        yield ("source",), f"'{fact.id}' needs an evidence phrase from {source.document}: add it"
    if fact.evidence and len(fact.evidence.split()) > EVIDENCE_WORDS:
        yield (
            ("evidence",),
            f"the evidence of '{fact.id}' is longer than {EVIDENCE_WORDS} words: shorten it",
        )
    if CHANGES_EVERY_YEAR & set(fact.subjects) and fact.as_of is None:
        yield ("id",), f"'{fact.id}' changes every year: say `as_of`"
    if fact.aspect in fact.also:
        yield ("also",), f"'{fact.aspect}' is already the aspect of '{fact.id}': remove it here"
    if not fact.says.endswith((".", "!", "?")):
        yield ("says",), f"'{fact.id}' does not end as a sentence: add the full stop"
    if (fact.asks is None) != (fact.aspect == SIGNPOST):
        yield ("id",), f"'{fact.id}': `asks` is for every fact but signposts: add or remove it"
    for other in fact.disagrees_with:
        back = next((each for each in content.facts if each.id == other), None)
        if back and fact.id not in back.disagrees_with:
            yield ("disagrees_with",), f"'{other}' does not name '{fact.id}' in turn: add it there"


def _unused(content: FactsFile) -> Iterator[Fault]:
    told = {subject for fact in content.facts for subject in fact.subjects}
    sources = {fact.source for fact in content.facts}
    for name, subject in content.subjects.items():
        if subject.kind != "outside" and name not in told:
            yield ("subjects", name), f"no fact is about '{name}': add one or remove the subject"
        if subject.kind not in ("outside", "help") and not subject.aliases:
            yield ("subjects", name), f"'{name}' has no aliases, so nobody can ask: add some"
    for name in content.sources:
        if name not in sources:
            yield ("sources", name), f"no fact comes from '{name}': remove the source"
    aspects = {aspect for fact in content.facts for aspect in (fact.aspect, *fact.also)}
    for aspect in ASPECTS:
        if aspect not in aspects:
            yield ("facts",), f"no fact has the aspect '{aspect}': add one"


def _pathway_faults(content: FactsFile) -> Iterator[Fault]:
    facts = {fact.id for fact in content.facts}
    stages = {stage.id for stage in content.pathway.stages}
    for place, stage in enumerate(content.pathway.stages):
        at = ("pathway", "stages", place)
        yield from _missing(stage.facts, facts, (*at, "facts"), "fact")
        interest = [stage.interest] if stage.interest else []
        yield from _missing(
            [stage.subject, *interest], content.subjects, (*at, "subject"), "subject"
        )
        onward = [name for name in (stage.next, stage.instead_of) if name]
        yield from _missing(onward, stages, (*at, "next"), "stage")
        if not stage.facts:
            yield at, f"the stage '{stage.id}' names no fact: add the facts it rests on"
    for name, start in content.pathway.starts.items():
        at = ("pathway", "starts", name)
        yield from _missing([name], content.subjects, at, "subject")
        yield from _missing([start.stage], stages, (*at, "stage"), "stage")
        yield from _missing(start.facts, facts, (*at, "facts"), "fact")

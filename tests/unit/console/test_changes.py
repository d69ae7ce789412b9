"""Changes: refused with the reason, or a patch that fits and that the checks accept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.checks.project import Project
from bot.console.changes.applying import PatchError, apply
from bot.console.changes.checking import compose, contradicted, reasons_against
from bot.console.changes.models import Change, Stage
from bot.facts import read_facts
from bot.settings import ROOT
from tests.unit.console.talk import index, turn_of

NEW = "do consultants in radiology get a company car with the job"
FACT = {
    "fact": {
        "id": "company_car",
        "subjects": ["radiologist"],
        "aspect": "pay",
        "asks": "Do radiologists get a company car?",
        "says": "No company car comes with a consultant post.",
        "source": "handbook_of_cars",
        "as_of": "2026-11",
    },
    "source": {
        "id": "handbook_of_cars",
        "title": "Cars: a handbook",
        "publisher": "A trust",
        "address": "http://localhost/cars",
        "read_on": "2026-11-22",
        "review_by": "2027-11-22",
    },
    "questions": [NEW],
}
EXAMPLE = {"text": NEW, "intent": "ask_definition", "fact": "ct_what"}
DIALOGUE = {
    "dialogue": "A trainer's test about CT",
    "turns": [
        {"person": "What is CT?", "leads_with": ["ct_what"], "outcome": ["answered"]},
        {"person": "and MRI?", "outcome": ["answered"]},
        {"person": "thanks", "outcome": ["conversed"]},
    ],
}


def reasons(kind: str, content: dict, *others: tuple[str, dict]) -> str:
    return "\n".join(reasons_against(ROOT, (kind, content), list(others)))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the data that changes go to, under git."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT / "data", copy / "data")
    (copy / "tests").mkdir()
    shutil.copytree(ROOT / "tests" / "dialogues", copy / "tests" / "dialogues")
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
    return copy


def test_what_is_fine_is_not_refused() -> None:
    assert not reasons("example", EXAMPLE)
    assert not reasons("fact", FACT)
    assert not reasons("dialogue", DIALOGUE)


def test_a_repeat_is_refused() -> None:
    text = next(iter(Project(ROOT).examples)).text

    assert "stands already" in reasons("example", {**EXAMPLE, "text": f"{text.upper()}!"})
    assert "stands already" in reasons("example", EXAMPLE, ("example", EXAMPLE))


def test_a_held_out_question_is_refused() -> None:
    question = Project(ROOT).held_out_questions[0][2]["question"]

    assert "is held out" in reasons("example", {**EXAMPLE, "text": question})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"fact": "fact_of_fancy"}, "there is no fact 'fact_of_fancy'"),
        ({"intent": "ask_pay"}, "does not suit the fact"),
        ({"fact": ""}, "has no `fact`"),
        ({"text": "/restart"}, "Rasa reads that as a command"),
        ({"text": "what is [ct](subject)"}, "marks an entity"),
        ({"text": "why " * 200}, "shorten it"),
        ({"text": ""}, "an empty example"),
    ],
)
def test_an_invalid_question_is_refused_with_the_reason(fields: dict, reason: str) -> None:
    assert reason in reasons("example", {**EXAMPLE, **fields})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"source": "hearsay"}, "there is no source 'hearsay'"),
        ({"subjects": ["unicorns"]}, "there is no subject 'unicorns'"),
        ({"id": "ct_what"}, "is used twice"),
        ({"says": "No full stop"}, "does not end as a sentence"),
        ({"aspect": "money"}, "aspect"),
        ({"id": "Not-a-name"}, "String should match"),
    ],
)
def test_an_invalid_fact_is_refused_with_the_reason(fields: dict, reason: str) -> None:
    assert reason in reasons("fact", {**FACT, "fact": {**FACT["fact"], **fields}})


def test_a_fact_that_nobody_could_ask_for_is_refused() -> None:
    assert "Nobody could ask for it" in reasons("fact", {**FACT, "questions": []})


def test_questions_that_are_trained_as_unanswerable_are_named() -> None:
    content = {**EXAMPLE, "text": "do radiologists get company cars"}

    assert [each for each in contradicted(ROOT, ("example", content)) if "no_fact.yml" in each]
    assert not contradicted(ROOT, ("example", {**EXAMPLE, "text": "zebra crossing"}))


def test_an_invalid_test_conversation_is_refused_with_the_reason() -> None:
    assert "It has 1 turns" in reasons("dialogue", {**DIALOGUE, "turns": DIALOGUE["turns"][:1]})
    wrong = {"person": "x", "leads_with": ["fancy"], "outcome": ["delighted"]}
    told = reasons("dialogue", {**DIALOGUE, "turns": [wrong] * 3})
    assert "There is no fact 'fancy'" in told
    assert "There is no outcome 'delighted'" in told
    assert "is called" in reasons("dialogue", DIALOGUE, ("dialogue", DIALOGUE))


def test_the_patch_fits_adds_only_lines_and_is_read_back(checkout: Path, tmp_path: Path) -> None:
    label = {"intent": "ask_pay", "fact": "company_car"}
    wanted = [
        *(("fact", FACT), ("example", {"text": NEW, **label})),
        *(("example", {**EXAMPLE, "text": "ct: what sort of thing"}), ("dialogue", DIALOGUE)),
        ("example", {"text": "where can i park my boat", "intent": "out_of_scope", "fact": ""}),
    ]
    text = compose(checkout, wanted).patch()
    file = tmp_path / "reviewed.patch"
    file.write_text(text, encoding="utf-8")

    apply([str(file), "--to", str(checkout)])

    assert not [line for line in text.splitlines() if line.startswith("-") and line[:3] != "---"]
    library = read_facts(checkout / "data" / "facts.yml")
    assert library.fact("company_car").says == FACT["fact"]["says"]
    assert library.sources["handbook_of_cars"].publisher == "A trust"
    blocks = {(e.text): (e.block.intent, e.block.fact) for e in Project(checkout).examples}
    assert blocks[NEW] == ("ask_pay", "company_car")
    assert blocks["ct: what sort of thing"] == ("ask_definition", "ct_what")
    assert blocks["where can i park my boat"] == ("out_of_scope", None)
    assert "A trainer's test about CT" in (
        checkout / "tests" / "dialogues" / "reviewed.yml"
    ).read_text(encoding="utf-8")


def test_a_patch_that_does_not_fit_changes_nothing(checkout: Path, tmp_path: Path) -> None:
    file = tmp_path / "reviewed.patch"
    file.write_text(compose(checkout, [("fact", FACT)]).patch(), encoding="utf-8")
    facts = checkout / "data" / "facts.yml"
    before = facts.read_text(encoding="utf-8").replace("pathway:", "a_pathway:")
    facts.write_text(before, encoding="utf-8")

    with pytest.raises(PatchError, match="nothing was changed"):
        apply([str(file), "--to", str(checkout)])

    assert facts.read_text(encoding="utf-8") == before


def test_only_what_is_approved_is_in_the_patch(trainer, account) -> None:
    author = account("author", "trainer")
    approved = Change.objects.create(kind="example", content=EXAMPLE, proposed_by=author)
    other = {**EXAMPLE, "text": "another question about ct that nobody approved"}
    Change.objects.create(kind="example", content=other, proposed_by=author)

    trainer.post(f"/changes/{approved.id}/", {"approve": "1", "text": f"{NEW} please"})
    response = trainer.post("/changes/patch/")

    assert response["Content-Disposition"] == 'attachment; filename="reviewed.patch"'
    text = response.content.decode()
    assert f"+    - {NEW} please" in text
    assert "nobody approved" not in text


def test_what_is_refused_stays_out_and_says_why(trainer, account) -> None:
    content = {**EXAMPLE, "fact": "fact_of_fancy"}
    change = Change.objects.create(
        kind="example", content=content, proposed_by=account("author", "trainer")
    )

    page = trainer.post(f"/changes/{change.id}/", {"approve": "1"}, follow=True).content.decode()

    change.refresh_from_db()
    assert change.stage == Stage.PROPOSED
    assert "Not approved: there is no fact" in page
    trainer.post(f"/changes/{change.id}/", {"refuse": "1", "reason": "not ours"})
    change.refresh_from_db()
    assert (change.stage, change.reason) == (Stage.REFUSED, "not ours")


def test_a_conversation_becomes_a_test_as_it_went_or_as_it_was_corrected(talk, trainer) -> None:
    for text in ("What is CT?", "and MRI?", "thanks"):
        talk.turn(text)
    index()
    second = turn_of("and MRI?")
    trainer.post(f"/turns/{second.id}/review/", {"verdict": "wrong", "fact": "mri_how"})
    numbers = [turn_of(text).id for text in ("What is CT?", "and MRI?", "thanks")]
    address = f"/conversations/{second.conversation.key}/test/"

    trainer.post(address, {"title": "CT and then MRI", "turns": numbers})

    turns = Change.objects.get().content["turns"]
    assert turns[0] == {
        **{"person": "What is CT?", "leads_with": ["ct_what"], "outcome": ["answered"]}
    }
    assert turns[1]["leads_with"] == ["mri_how"]

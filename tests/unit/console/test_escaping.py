"""What visitors write is shown as text everywhere, and is no formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.console.changes.models import Change
from bot.console.conversations.models import Conversation, Fault, Turn
from bot.console.gaps.models import Gap
from bot.console.protection import POLICY
from tests.unit.console.talk import index

SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def pages(talk, administrator) -> list[str]:
    """Every page that shows something a visitor or a trainer wrote."""
    message = talk.turn(
        SCRIPT,
        sender=SCRIPT,
        reply=SCRIPT,
        outcome="answered_nearest",
        intent=SCRIPT[:60],
        channel=SCRIPT[:60],
        subjects=(SCRIPT[:60],),
        facts=(SCRIPT,),
    )
    talk.feedback(SCRIPT, message, False, SCRIPT)
    index()
    turn, conversation = Turn.objects.get(), Conversation.objects.get()
    given = {"verdict": "wrong", "remark": SCRIPT, "tags": SCRIPT[:39]}
    administrator.post(f"/turns/{turn.id}/review/", given)
    gap = Gap.objects.create(label=SCRIPT, vector=b"", last_at=turn.at)
    Turn.objects.update(gap=gap, waits=True)
    user = turn.reviews.get().trainer
    content = {"text": SCRIPT, "intent": SCRIPT, "fact": SCRIPT}
    Change.objects.create(kind="example", content=content, proposed_by=user, reason=SCRIPT)
    fact = {"id": SCRIPT, "says": SCRIPT, "asks": SCRIPT, "source": SCRIPT}
    content = {"fact": fact, "source": None, "questions": [SCRIPT]}
    Change.objects.create(kind="fact", content=content, proposed_by=user)
    Fault.objects.create(event=1, what=SCRIPT)
    administrator.post("/service/web/", {"act": "off", "why": SCRIPT})
    administrator.post("/conversations/saved/", {"name": SCRIPT, "query": f"q={SCRIPT}"})
    return [
        *("/queue/", "/conversations/", f"/conversations/{conversation.key}/"),
        *(f"/conversations/?q={SCRIPT}", f"/turns/{turn.id}/", "/gaps/", f"/gaps/{gap.id}/"),
        *("/changes/", f"/facts/?q={SCRIPT}", "/dashboard/", "/deletions/"),
        "/service/",
        *("/people/", f"/people/?who={SCRIPT}", f"/conversations/{conversation.key}/delete/"),
    ]


def test_a_script_is_text_on_every_page(administrator, pages) -> None:
    for address in pages:
        response = administrator.get(address)
        text = response.content.decode()
        assert response.status_code == 200, address
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address


def test_every_page_has_the_strict_policy_and_nothing_inline(administrator, pages) -> None:
    for address in pages:
        response = administrator.get(address)
        text = response.content.decode()
        assert response["Content-Security-Policy"] == POLICY
        assert "unsafe" not in POLICY
        assert " style=" not in text, address
        assert "<script>" not in text, address
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]


def test_exports_hold_no_tag_and_no_formula(talk, trainer) -> None:
    talk.turn(SCRIPT)
    for number, text in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1")):
        talk.turn(text, sender=f"s{number}")
    index()

    table = b"".join(trainer.get("/conversations/export.csv")).decode("utf-8-sig")
    listed = b"".join(trainer.get("/conversations/export.json")).decode()

    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not [cell for cell in cells if cell.strip()[:1] in "=+@" and cell.strip()]
    assert "-1" not in cells
    assert "<" not in listed
    assert SCRIPT in [each["question"] for each in json.loads(listed)]


def test_exports_are_files_that_no_browser_opens_as_a_page(trainer) -> None:
    for form, kind in (("csv", "text/csv"), ("json", "application/json")):
        response = trainer.get(f"/conversations/export.{form}")
        assert response["Content-Type"].startswith(kind)
        assert response["Content-Disposition"].startswith("attachment")

"""Personal data: none comes into the console's database, whoever typed it."""

from __future__ import annotations

import asyncio
import time

import pytest
from django.conf import settings
from django.db import connection
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.console.changes.models import Change
from bot.console.conversations.models import Conversation, SavedFilter, Turn
from bot.console.gaps.models import Gap
from bot.console.reviews.models import Review
from bot.storage.tracker_store import ConversationStore
from tests.unit.console.talk import index

PLANTED = {
    "Quartermain": "my name is Zebediah Quartermain",
    "zebra@example.org": "write to zebra@example.org",
    "900123": "ring me on 07700 900123",
    "4765919": "my NHS number is 943 4765919",
    "7654321": "my GMC number is 7654321",
    "AB123456C": "my national insurance number is AB123456C",
    "TR1 3HD": "I live at TR1 3HD",
    "1985": "I was born on 12/03/1985",
    "1111 1111": "my card is 4111 1111 1111 1111",
    "tok3nSecret": "see https://example.org/reset?token=tok3nSecretValue99",
}
ALL = ". ".join(each.capitalize() for each in PLANTED.values())
PAGES = ("/queue/", "/conversations/", "/gaps/", "/changes/", "/people/", "/deletions/")


@pytest.fixture
def talked(for_good) -> None:
    """A conversation with somebody who tells everything, kept as the assistant keeps it."""
    name = settings.DATABASES["conversations"]["NAME"].removeprefix("file:").split("?")[0]
    store = ConversationStore(Domain.empty(), dialect="sqlite", db=name)
    tracker = DialogueStateTracker("web:ann", [])
    at = time.time() - 500
    tracker.update(SessionStarted(at))
    for number, text in enumerate((*PLANTED.values(), ALL)):
        parse = {"text": text, "parts": [{"text": text}], "intent": {"name": "no_fact"}}
        said = UserUttered(text, parse_data=parse, input_channel="web", timestamp=at + number)
        tracker.update(said)
        tracker.update(BotUttered("I do not know.", timestamp=at + number))
        tracker.update(SlotSet("outcome", "unanswered_no_fact", timestamp=at + number))
        told = {"turn": said.message_id, "helpful": False, "remark": text}
        tracker.update(SlotSet("feedback", told, timestamp=at + number))
    asyncio.run(store.save(tracker))
    store.engine.dispose()
    index()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the store is the same")
def test_neither_what_visitors_nor_what_trainers_typed_is_in_any_file(
    for_good, talked, administrator
) -> None:
    turn, key = Turn.objects.order_by("-id").first(), Conversation.objects.get().key
    turns = list(Turn.objects.values_list("id", flat=True))[:3]
    gap = Gap.objects.create(label=turn.question, size=3, last_at=turn.at, vector=b"\1")
    Turn.objects.update(gap=gap)
    given = {"verdict": "wrong", "intent": "no_fact", "example": "on", "remark": ALL}
    administrator.post(f"/turns/{turn.id}/review/", {**given, "tags": ALL[:80]})
    for text in PLANTED.values():
        administrator.post(f"/conversations/{key}/test/", {"title": text, "turns": turns})
        fact = {"says": text, "asks": text, "id": "a_fact", "aspect": "pay", "subjects": ["ct"]}
        source = {"source_id": "a", "title": "b", "publisher": "c", "address": "https://d.org"}
        draft = {**fact, **source, "more": text, "turns": turns}
        assert administrator.post(f"/gaps/{gap.id}/fact/", draft).status_code == 302
        administrator.post("/conversations/saved/", {"name": text, "query": f"q={text}"})
    administrator.post(f"/gaps/{gap.id}/examples/", {"fact": "ct_what", "turns": turns})
    for change in Change.objects.filter(kind="example"):
        administrator.post(f"/changes/{change.id}/", {"approve": "", "text": ALL})
        administrator.post(f"/changes/{change.id}/", {"refuse": "", "reason": ALL})

    pages = [*PAGES, f"/conversations/{key}/", f"/turns/{turn.id}/", f"/gaps/{gap.id}/"]
    shown = "".join(administrator.get(each).content.decode() for each in pages)
    shown += b"".join(administrator.get("/conversations/export.csv")).decode()

    assert Change.objects.count() == 1 + 2 * len(PLANTED) + len(turns)
    assert "[email]" in Review.objects.get().remark
    assert SavedFilter.objects.count() > 5
    for piece in PLANTED:
        assert for_good.hold(piece) == [], piece
        assert piece not in shown

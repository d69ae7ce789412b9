"""One filter of the list of conversations: what may be asked of it, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from bot.console.conversations.models import Conversation, ReviewState, Turn, TurnSubject
from bot.console.conversations.search import MOST, find_turns
from bot.console.reviews.models import Review
from bot.console.vocabulary import intents, outcomes, subjects

PAGE = 25
FEW = 2_000
"""Up to so many turns found, their conversations are looked up; beyond, the list is walked."""

CONFIDENCES = {
    "low": ("below 0.6", Q(confidence__lt=0.6)),
    "middle": ("0.6 to 0.9", Q(confidence__gte=0.6, confidence__lt=0.9)),
    "high": ("0.9 and above", Q(confidence__gte=0.9)),
}
FEEDBACKS = {"yes": ("helpful", Q(helpful=True)), "no": ("not helpful", Q(helpful=False))}
ANY = [("", "any")]


@dataclass
class Page:
    """Conversations of one page, and where the pages beside it begin.

    Attributes:
        turns: the turns by which they were found; None if any turn will do.
        found: how many turns were found, if that is known.
        is_cut: whether only the newest of very many turns were looked through.
    """

    rows: list[Conversation]
    turns: Optional[QuerySet[Turn]] = None
    older: str = ""
    newer: str = ""
    found: Optional[int] = None
    is_cut: bool = False


class ConversationFilter(forms.Form):
    """What conversations can be filtered by; an address holds all of it."""

    q = forms.CharField(required=False, max_length=200, label="Words")
    channel = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(required=False)
    aspect = forms.ChoiceField(required=False, label="Understood as")
    subject = forms.ChoiceField(required=False)
    confidence = forms.ChoiceField(required=False)
    feedback = forms.ChoiceField(required=False)
    tag = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, label="Review")
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, data: Any, channels: list[str], tags: list[str]) -> None:
        super().__init__(data)
        choices = {
            "channel": [(each, each or "unnamed") for each in channels],
            "outcome": outcomes(),
            "aspect": intents(),
            "subject": subjects(),
            "confidence": [(name, label) for name, (label, _) in CONFIDENCES.items()],
            "feedback": [(name, label) for name, (label, _) in FEEDBACKS.items()],
            "tag": [(each, each) for each in tags],
            "state": [*ReviewState.choices, ("flagged", "Flagged")],
        }
        for name, values in choices.items():
            self.fields[name].choices = [*ANY, *values]

    @property
    def value(self) -> dict[str, Any]:
        """What is asked for; what is not valid is not asked for, and its error is shown."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def turn_conditions(self, is_walked: bool = False) -> Optional[QuerySet[Turn]]:
        """The turns that are asked for; None if any will do.

        Args:
            is_walked: whether conversations are walked along and their turns looked at; a
                condition on other tables is then looked up turn by turn, else it is begun with.
        """
        asked = self.value
        conditions = Q()
        for name, column in {"outcome": "outcome", "aspect": "intent"}.items():
            if name in asked:
                conditions &= Q(**{column: asked[name]})
        if "confidence" in asked:
            conditions &= CONFIDENCES[asked["confidence"]][1]
        if "feedback" in asked:
            conditions &= FEEDBACKS[asked["feedback"]][1]
        if asked.get("state") in ReviewState.values:
            conditions &= Q(state=asked["state"])
        for rows in _rows_beside(asked):
            same = rows.filter(turn=OuterRef("pk"))
            conditions &= Q(Exists(same)) if is_walked else Q(id__in=rows.values("turn"))
        return Turn.objects.filter(conditions) if conditions else None

    def conversations(self) -> QuerySet[Conversation]:
        """What it finds, in no order."""
        return self._found()[0]

    def _found(self) -> tuple[QuerySet[Conversation], Page]:
        """What it finds, and a page that is still empty, with what is known of all pages."""
        asked = self.value
        found = Conversation.objects.filter(*_place_and_time(asked))
        turns, is_cut = self.turn_conditions(), False
        if "q" in asked:
            matching = find_turns(asked["q"])
            is_cut = len(matching) > MOST
            base = Turn.objects.all() if turns is None else turns
            turns = base.filter(id__in=matching[:MOST])
        if turns is None:
            return found, Page([])
        few = list(turns.values_list("conversation_id", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return found.filter(id__in=set(few)), Page([], turns, found=len(few), is_cut=is_cut)
        if "q" not in asked:
            turns = self.turn_conditions(is_walked=True)
        walked = found.filter(Exists(turns.filter(conversation=OuterRef("pk"))))
        return walked, Page([], turns, is_cut=is_cut)

    def page(self, older_than: str = "", newer_than: str = "") -> Page:
        """One page of what it finds, the last active first."""
        found, page = self._found()
        place = _read_place(newer_than or older_than)
        order, beside = ("-last_at", "-id"), "lt"
        if newer_than and place:
            order, beside = ("last_at", "id"), "gt"
        if place:
            at, number = place
            found = found.filter(
                Q(**{f"last_at__{beside}e": at})
                & (Q(**{f"last_at__{beside}": at}) | Q(**{f"id__{beside}": number}))
            )
        rows = list(found.order_by(*order)[: PAGE + 1])
        is_more, rows = len(rows) > PAGE, rows[:PAGE]
        if beside == "gt":
            rows.reverse()
        page.rows = rows
        if rows:
            page.older = _place(rows[-1]) if is_more or beside == "gt" else ""
            page.newer = _place(rows[0]) if place and (is_more or beside == "lt") else ""
        return page


def _rows_beside(asked: dict[str, Any]) -> Iterator[QuerySet]:
    """Rows of other tables that a turn must have."""
    if "subject" in asked:
        yield TurnSubject.objects.filter(subject=asked["subject"])
    if "tag" in asked:
        yield Review.objects.filter(tags__name=asked["tag"])
    if asked.get("state") == "flagged":
        yield Review.objects.filter(is_flagged=True)


def _place_and_time(asked: dict[str, Any]) -> list[Q]:
    conditions = []
    if "channel" in asked:
        conditions.append(Q(channel=asked["channel"]))
    if "since" in asked:
        conditions.append(Q(last_at__gte=_midnight(asked["since"])))
    if "until" in asked:
        conditions.append(Q(last_at__lt=_midnight(asked["until"] + timedelta(days=1))))
    return conditions


def _midnight(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def _place(row: Conversation) -> str:
    return f"{row.last_at.timestamp():.6f}-{row.id}"


def _read_place(text: str) -> Optional[tuple[datetime, int]]:
    seconds, _, number = text.partition("-")
    try:
        return datetime.fromtimestamp(float(seconds), timezone.utc), int(number)
    except (ValueError, OverflowError, OSError):
        return None

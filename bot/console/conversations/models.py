"""The index: conversations and turns with what they are found by, and how far it has come."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from bot.answers import Outcome
from bot.console.conversations.events import Event

__all__ = [
    "Conversation",
    "Event",
    "Fault",
    "Progress",
    "SavedFilter",
    "Turn",
    "TurnFact",
    "TurnSubject",
]


UNANSWERED = (Outcome.UNANSWERED_UNCLEAR.value, Outcome.UNANSWERED_NO_FACT.value)
PARTLY = (Outcome.ANSWERED_PARTLY.value, Outcome.ANSWERED_NEAREST.value)
GAPS = (*UNANSWERED, *PARTLY)
"""The outcomes that show a gap in the facts or in the understanding."""


class Conversation(models.Model):
    """A conversation; `key` stands in addresses, so that who wrote it does not."""

    key = models.CharField(max_length=20, unique=True)
    sender = models.CharField(max_length=255, unique=True)
    channel = models.CharField(max_length=60, blank=True)
    first_at = models.DateTimeField()
    first_day = models.DateField(db_index=True)
    last_at = models.DateTimeField()
    turn_count = models.PositiveIntegerField(default=0)

    class Meta:
        """The list goes by last activity."""

        indexes: ClassVar = [
            models.Index(fields=["-last_at", "-id"], name="conversation_last"),
            models.Index(fields=["channel", "-last_at", "-id"], name="conversation_channel"),
        ]


class ReviewState(models.TextChoices):
    """How far trainers have come with a turn."""

    OPEN = "open", "Not reviewed"
    REVIEWED = "reviewed", "Reviewed"
    DISPUTED = "disputed", "Trainers disagree"


class Look(models.TextChoices):
    """Why a turn needs a look; the first that fits counts, and the queue goes in this order."""

    ERROR = "1error", "Error"
    UNHELPFUL = "2unhelpful", "Not helpful"
    UNANSWERED = "3unanswered", "Unanswered"
    PARTLY = "4partly", "Partly answered"
    UNSURE = "5unsure", "Low confidence"
    SAMPLE = "6sample", "Random sample"


class Turn(models.Model):
    """A message with its reply, and what it is found by.

    Attributes:
        first_event: the id of the event of the message; with the conversation it is unique.
        look: why it needs a look, empty if it does not.
        waits: whether it still waits in the queue.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="turns")
    first_event = models.BigIntegerField()
    message = models.CharField(max_length=100)
    at = models.DateTimeField()
    day = models.DateField()
    channel = models.CharField(max_length=60, blank=True)
    question = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    intent = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(null=True)
    helpful = models.BooleanField(null=True)
    remark = models.TextField(blank=True)
    seconds = models.FloatField(null=True)
    look = models.CharField(max_length=12, blank=True, choices=Look)
    waits = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=ReviewState.OPEN, choices=ReviewState)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True)
    gap = models.ForeignKey("gaps.Gap", models.SET_NULL, null=True, related_name="turns")

    class Meta:
        """One index for each filter, ending in the order of the list."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "first_event"], name="turn_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["outcome", "conversation"], name="turn_outcome"),
            models.Index(fields=["intent", "conversation"], name="turn_intent"),
            models.Index(fields=["confidence"], name="turn_confidence"),
            models.Index(
                fields=["helpful", "conversation"],
                name="turn_helpful",
                condition=models.Q(helpful__isnull=False),
            ),
            models.Index(
                fields=["state", "conversation"],
                name="turn_state",
                condition=~models.Q(state=ReviewState.OPEN),
            ),
            models.Index(
                fields=["look", "-at", "id"],
                name="turn_queue",
                condition=models.Q(waits=True),
            ),
            models.Index(
                fields=["id"],
                name="turn_ungrouped",
                condition=models.Q(gap=None, outcome__in=GAPS),
            ),
            models.Index(fields=["day", "channel", "outcome"], name="turn_day"),
        ]


class TurnSubject(models.Model):
    """A subject that a turn was about."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="subjects")
    subject = models.CharField(max_length=60)

    class Meta:
        """Found by its subject."""

        indexes: ClassVar = [models.Index(fields=["subject", "turn"], name="turn_subject")]


class TurnFact(models.Model):
    """A fact that was told in a turn; the lead has place 0."""

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Found by its fact."""

        indexes: ClassVar = [models.Index(fields=["fact", "turn"], name="turn_fact")]


class Fault(models.Model):
    """An event that could not be read: what it is and what is wrong with it."""

    event = models.BigIntegerField(unique=True)
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="faults")
    what = models.CharField(max_length=200)
    found_at = models.DateTimeField(auto_now_add=True)


class Progress(models.Model):
    """How far the index has come: all events up to `event` stand in it for good.

    Attributes:
        let_go: how many times something was taken out of the console.
        overwritten: how many of them are no longer in the files of the database.
    """

    event = models.BigIntegerField(default=0)
    swept_to = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    let_go = models.BigIntegerField(default=0)
    overwritten = models.BigIntegerField(default=0)
    overwritten_at = models.DateTimeField(null=True)


class SavedFilter(models.Model):
    """A filter that a trainer has given a name; `query` is the end of its address."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="filters")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        """A name is given once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="filter_once")
        ]

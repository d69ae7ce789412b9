"""What trainers judge: one review a trainer and turn, with tags."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Verdict(models.TextChoices):
    """What a trainer finds of an answer; the order is that of the keys 1 to 5."""

    RIGHT = "right", "Right"
    WRONG = "wrong", "Wrong"
    INCOMPLETE = "incomplete", "Incomplete"
    UNSAFE = "unsafe", "Unsafe"
    MISSING = "missing", "Fact missing"


class Tag(models.Model):
    """A word that trainers gather turns under."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """A trainer's judgement on a turn; what is corrected is empty where nothing is.

    Attributes:
        intent: what the message should have been understood as.
        subjects: what it was about.
        fact: the fact that answers it.
    """

    turn = models.ForeignKey("conversations.Turn", models.CASCADE, related_name="reviews")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=12, choices=Verdict)
    intent = models.CharField(max_length=60, blank=True)
    subjects = models.JSONField(default=list)
    fact = models.CharField(max_length=80, blank=True)
    remark = models.TextField(blank=True)
    is_flagged = models.BooleanField(default=False)
    tags = models.ManyToManyField(Tag, related_name="reviews")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One review a trainer and turn; flagged ones are found at once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["turn", "trainer"], name="review_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["turn"], name="review_flagged", condition=models.Q(is_flagged=True)
            )
        ]

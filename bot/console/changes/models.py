"""A change to the product that a trainer proposes, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Kind(models.TextChoices):
    """What a change adds."""

    EXAMPLE = "example", "Training question"
    FACT = "fact", "Fact"
    DIALOGUE = "dialogue", "Test conversation"


class Stage(models.TextChoices):
    """How far a change has come."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    DONE = "done", "In the product"


class Change(models.Model):
    """A change; `content` is what it adds, in the words of the file it goes to."""

    kind = models.CharField(max_length=10, choices=Kind)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PROPOSED)
    content = models.JSONField()
    turn = models.ForeignKey(
        "conversations.Turn", models.CASCADE, null=True, related_name="changes"
    )
    gap = models.ForeignKey("gaps.Gap", models.SET_NULL, null=True, related_name="changes")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        """The page goes by stage."""

        indexes: ClassVar = [models.Index(fields=["stage", "kind", "id"], name="change_stage")]

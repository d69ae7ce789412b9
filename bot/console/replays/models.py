"""A replay: past questions asked of two models, and the turns whose answer changed."""

from __future__ import annotations

from django.db import models


class Judgement(models.TextChoices):
    """What a changed answer is, compared with the one before."""

    BETTER = "better", "Better"
    WORSE = "worse", "Worse"
    OPEN = "open", "To be judged"


class Replay(models.Model):
    """One run: which models, how many turns were asked."""

    old_model = models.CharField(max_length=200)
    new_model = models.CharField(max_length=200)
    asked = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)


class Difference(models.Model):
    """A turn whose answer changed."""

    replay = models.ForeignKey(Replay, models.CASCADE, related_name="differences")
    turn = models.ForeignKey("conversations.Turn", models.CASCADE, related_name="+")
    old = models.JSONField()
    new = models.JSONField()
    judgement = models.CharField(max_length=8, choices=Judgement)

"""What happened each day, counted once, so that no page counts a million events again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DayCount(models.Model):
    """How often something happened on a day in a channel.

    Attributes:
        kind: what is counted, a name of `counting.KINDS`.
        name: of that kind: an outcome, an intent, a subject, a fact, a length of time.
    """

    day = models.DateField()
    channel = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        """Read by kind and time."""

        indexes: ClassVar = [
            models.Index(fields=["kind", "day", "channel", "name", "count"], name="day_count_kind"),
            models.Index(fields=["day"], name="day_count_day"),
        ]

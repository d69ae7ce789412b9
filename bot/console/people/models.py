"""The log of who looked at what and changed it, and what each role may do."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One line of the log: who did what, to what; never what a visitor wrote."""

    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="entries"
    )
    name = models.CharField(max_length=150)
    did = models.CharField(max_length=60)
    what = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        """What roles are made of."""

        permissions: ClassVar = [
            ("look", "Read conversations, figures and facts"),
            ("review", "Judge turns and propose changes"),
            ("administer", "Delete, read the log, give roles"),
        ]

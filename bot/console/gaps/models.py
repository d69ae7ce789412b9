"""A gap: questions that mean the same and have no whole answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Gap(models.Model):
    """A group of questions by meaning.

    Attributes:
        label, vector: the first question, and its embedding as 384 32-bit floats.
        size: how many questions there are.
        is_closed: whether a trainer has dealt with it.
    """

    label = models.TextField()
    vector = models.BinaryField()
    size = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    is_closed = models.BooleanField(default=False)

    class Meta:
        """The board goes by how often it was asked."""

        indexes: ClassVar = [models.Index(fields=["is_closed", "-size"], name="gap_board")]

"""A gap: questions that mean the same and have no whole answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Gap(models.Model):
    """A group of questions by meaning.

    Attributes:
        centre: the mean of the questions' vectors, 384 32-bit floats, of length one.
        size: how many questions the mean is of.
        is_closed: whether a trainer has dealt with it.
    """

    label = models.TextField()
    centre = models.BinaryField()
    size = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    is_closed = models.BooleanField(default=False)

    class Meta:
        """The board goes by how often it was asked."""

        indexes: ClassVar = [models.Index(fields=["is_closed", "-size"], name="gap_board")]

"""Masks personal data in what trainers type: they may have copied it from elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms

from bot.privacy import mask


def masked(text: str) -> str:
    """A text without the personal data in it."""
    return mask(text).text


class MaskedField(forms.CharField):
    """A text of which no personal data is kept."""

    def clean(self, value: Any) -> str:
        """The text, masked after it was found to be of the right length."""
        return masked(super().clean(value))

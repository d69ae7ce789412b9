"""Reads numbers that a form sends: a browser sends those of rows, anybody else sends anything."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 18
"""Digits that every database takes."""


def number(text: str) -> int:
    """The number that a text is; 0, which no row has, if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else 0


def chosen(request: HttpRequest, field: str) -> list[int]:
    """The rows that a form chose."""
    return [found for each in request.POST.getlist(field) if (found := number(each))]

"""The form in which an administrator says what to delete."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from bot.storage.deletions import DATE, KEY, PERSON, before, of_key, of_person

if TYPE_CHECKING:
    from bot.storage.deletions import Condition

RULES = (
    (KEY, "One conversation"),
    (PERSON, "All of one person"),
    (DATE, "All that was said before a day"),
)
FIELDS = {KEY: "key", PERSON: "person", DATE: "day"}
"""The value that each rule needs."""


class RuleForm(forms.Form):
    """A rule, and the value that it needs."""

    rule = forms.ChoiceField(choices=RULES)
    key = forms.CharField(
        required=False,
        max_length=255,
        label="Key",
        help_text="It stands on the page of the conversation.",
        widget=forms.TextInput({"required": True}),
    )
    person = forms.CharField(
        required=False,
        max_length=255,
        label="Last part of the key",
        help_text="In Slack and Teams it is the same in all of a person’s keys.",
        widget=forms.TextInput({"required": True}),
    )
    day = forms.DateField(
        required=False,
        label="Day (UTC)",
        help_text="Of a conversation that went on, the last session stays whole.",
        widget=forms.DateInput({"type": "date", "required": True}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """The rule has its value."""
        given = super().clean()
        needed = FIELDS.get(given.get("rule", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            self.add_error(needed, "Fill this in.")
        return given

    def clean_person(self) -> str:
        """A part of a key, without the colons between them."""
        return self.cleaned_data["person"].strip(":")

    def clean_day(self) -> datetime.date | None:
        """A day that has begun, so that nobody deletes today's conversations by a slip."""
        day = self.cleaned_data["day"]
        if day and day > timezone.now().date():
            raise forms.ValidationError("Choose today or an earlier day.")
        return day

    @property
    def condition(self) -> Condition:
        """What the rule takes."""
        given = self.cleaned_data
        if given["rule"] == KEY:
            return of_key(given["key"])
        if given["rule"] == PERSON:
            return of_person(given["person"])
        midnight = datetime.datetime.combine(given["day"], datetime.time(), datetime.timezone.utc)
        return before(midnight.timestamp())

    @property
    def senders(self) -> frozenset[str]:
        """Whose conversation it is, if the rule names it."""
        given = self.cleaned_data
        return frozenset({given["key"]} if given["rule"] == KEY else ())

"""The forms in which trainers write facts, training questions and test conversations."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from bot.console import vocabulary
from bot.console.masking import MaskedField


class FactForm(forms.Form):
    """A draft of a fact, with a source that is there or a new one."""

    says = MaskedField(
        max_length=400,
        label="What it says",
        help_text="One fact, one sentence, in plain words of your own.",
        widget=forms.Textarea({"rows": 2}),
    )
    asks = MaskedField(
        max_length=400, label="The question it answers", help_text="As it is offered to visitors."
    )
    id = forms.SlugField(
        max_length=60, label="Name", help_text="Small letters and _, such as ct_dose."
    )
    aspect = forms.ChoiceField()
    subjects = forms.MultipleChoiceField(label="About")
    as_of = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        required=False,
        label="As of",
        help_text="Year, or year-month, if it changes every year.",
    )
    evidence = forms.CharField(
        required=False, max_length=200, help_text="A short phrase of the source, word for word."
    )
    source = forms.ChoiceField(required=False)
    source_id = forms.SlugField(required=False, max_length=60, label="Name of the new source")
    title = forms.CharField(required=False, max_length=400)
    publisher = forms.CharField(required=False, max_length=400)
    address = forms.URLField(required=False, max_length=400, assume_scheme="https")
    more = MaskedField(
        required=False,
        label="More questions that it answers",
        help_text="One on each line.",
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].choices = [("", "choose"), *vocabulary.aspects()]
        self.fields["subjects"].choices = vocabulary.subjects()
        self.fields["subjects"].widget.attrs["size"] = 6
        sources = vocabulary.library().sources
        listed = sorted((f"{e.publisher}: {e.title}", name) for name, e in sources.items())
        self.fields["source"].choices = [
            ("", "a new source, below"),
            *((name, label) for label, name in listed),
        ]

    def clean(self) -> dict[str, Any]:
        """A fact needs a source: one that is there, or all of a new one."""
        given = super().clean()
        needed = ("source_id", "title", "publisher", "address")
        if not given.get("source") and not all(given.get(name) for name in needed):
            self.add_error("source", "A fact needs a source: choose one, or name all of a new one.")
        return given

    def content(self, questions: list[str]) -> dict[str, Any]:
        """The draft as the file holds it."""
        given = self.cleaned_data
        today = datetime.date.today()
        fact = {
            **{name: given[name] for name in ("id", "subjects", "aspect", "asks", "says")},
            "source": given["source"] or given["source_id"],
            **{name: given[name] for name in ("evidence", "as_of") if given[name]},
        }
        source = None
        if not given["source"]:
            source = {
                "id": given["source_id"],
                **{name: given[name] for name in ("title", "publisher", "address")},
                "read_on": today.isoformat(),
                "review_by": today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
            }
        written = [line.strip() for line in given["more"].splitlines() if line.strip()]
        asked = dict.fromkeys([*(" ".join(each.split()) for each in questions), *written])
        return {"fact": fact, "source": source, "questions": list(asked)}


class ExampleForm(forms.Form):
    """Questions of a gap that a known fact answers."""

    fact = forms.CharField(max_length=80, label="The fact that answers them")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].widget.attrs |= {"list": "facts", "autocomplete": "off"}

    def clean_fact(self) -> str:
        """A fact that answers questions."""
        name = self.cleaned_data["fact"].strip()
        if name not in {fact.id for fact in vocabulary.library().askable}:
            raise forms.ValidationError(f"There is no fact “{name}”: choose one from the list.")
        return name


class DialogueForm(forms.Form):
    """A conversation as a test: a title, and which turns."""

    title = MaskedField(
        max_length=150, min_length=3, label="What it shows", help_text="One sentence."
    )

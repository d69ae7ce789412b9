"""The form in which a trainer judges a turn."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from bot.console import vocabulary
from bot.console.conversations.models import Turn
from bot.console.masking import MaskedField
from bot.console.reviews.models import Review, Tag, Verdict

MOST_TAGS = 8


class ReviewForm(forms.Form):
    """Verdict, corrections, tags, flag and remark."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect)
    intent = forms.ChoiceField(required=False, label="It asked for")
    subjects = forms.MultipleChoiceField(required=False, label="About")
    fact = forms.CharField(required=False, max_length=80, label="The fact that answers it")
    example = forms.BooleanField(required=False, label="Propose as a training question")
    tags = MaskedField(required=False, max_length=200)
    remark = MaskedField(required=False, max_length=2_000, widget=forms.Textarea({"rows": 2}))
    is_flagged = forms.BooleanField(required=False, label="Flag for others")

    def __init__(self, turn: Turn, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turn = turn
        self.fields["intent"].choices = [("", "as understood"), *vocabulary.corrections()]
        self.fields["subjects"].choices = vocabulary.subjects()
        self.fields["subjects"].widget.attrs["size"] = 6
        self.fields["fact"].widget.attrs |= {"list": "facts", "autocomplete": "off"}
        self.fields["tags"].widget.attrs |= {"list": "tags", "autocomplete": "off"}
        self.fields["tags"].help_text = "Separated by commas"

    def clean_fact(self) -> str:
        """A fact that exists."""
        fact = self.cleaned_data["fact"].strip()
        if fact and not vocabulary.library().has_fact(fact):
            raise forms.ValidationError(f"There is no fact “{fact}”: choose one from the list.")
        return fact

    def clean_tags(self) -> list[str]:
        """Tags as words in small letters, each once."""
        words = re.split(r"[,\n]", self.cleaned_data["tags"])
        tags = list(dict.fromkeys(" ".join(word.lower().split())[:40] for word in words))
        tags = [tag for tag in tags if tag]
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"At most {MOST_TAGS} tags: choose the telling ones.")
        return tags

    def clean(self) -> dict[str, Any]:
        """A proposed question of an aspect names the fact that answers it."""
        given = super().clean()
        intent = given.get("intent") or self.turn.intent
        if given.get("example") and intent.startswith("ask_") and not given.get("fact"):
            self.add_error("fact", "A training question needs the fact that answers it: choose it.")
        return given


def form_for(turn: Turn, review: Review | None, data: Any = None) -> ReviewForm:
    """The form of a turn, filled with the trainer's own review if there is one."""
    initial: dict[str, Any] = {}
    if review:
        initial = {
            **{"verdict": review.verdict, "intent": review.intent, "subjects": review.subjects},
            **{"fact": review.fact, "remark": review.remark, "is_flagged": review.is_flagged},
            "tags": ", ".join(tag.name for tag in review.tags.all()),
        }
    return ReviewForm(turn, data, initial=initial)


def tags_named(names: list[str]) -> list[Tag]:
    """The tags with these names, made where they are new."""
    return [Tag.objects.get_or_create(name=name)[0] for name in names]

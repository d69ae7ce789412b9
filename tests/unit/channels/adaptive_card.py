"""The schema of Adaptive Cards 1.5, as far as our cards use it, and strict on that."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from bot.channels.rendering.teams import LONGEST_CARD

TEXT = {"type": "string", "minLength": 1}
RUN = {
    "required": ["type", "text"],
    "properties": {
        "type": {"const": "TextRun"},
        "text": TEXT,
        "weight": {"enum": ["Lighter", "Default", "Bolder"]},
        "color": {"enum": ["Default", "Good", "Warning", "Attention"]},
        "isSubtle": {"type": "boolean"},
        "selectAction": {
            "required": ["type", "url"],
            "properties": {
                "type": {"const": "Action.OpenUrl"},
                "url": {"type": "string", "pattern": "^https?://"},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
ACTION = {
    "required": ["type", "title", "data"],
    "properties": {
        "type": {"enum": ["Action.Submit", "Action.Execute"]},
        "title": TEXT,
        "data": {"type": "object"},
        "verb": TEXT,
        "fallback": {"$ref": "#/definitions/action"},
    },
    "additionalProperties": False,
}


def _element(name: str, *required: str, **properties: Any) -> dict:
    """An element of a body."""
    common = {"type": {"const": name}, "spacing": {"enum": ["Small", "Medium"]}}
    return {
        "required": ["type", *required],
        "properties": {**common, "separator": {"type": "boolean"}, **properties},
        "additionalProperties": False,
    }


def _many(what: str) -> dict:
    return {"type": "array", "minItems": 1, "items": {"$ref": f"#/definitions/{what}"}}


ELEMENTS = [
    _element("RichTextBlock", "inlines", inlines=_many("run")),
    _element(
        "TextBlock",
        "text",
        text=TEXT,
        wrap={"const": True},
        size={"enum": ["Small", "Default"]},
        isSubtle={"type": "boolean"},
    ),
    _element("ActionSet", "actions", actions={**_many("action"), "maxItems": 6}),
    _element("ColumnSet", "columns", columns=_many("column")),
]
COLUMN = _element("Column", "items", width={"enum": ["auto", "stretch"]}, items=_many("element"))
CARD = {
    "$comment": "after adaptivecards.io/schemas/adaptive-card.json",
    "definitions": {
        "run": RUN,
        "action": ACTION,
        "column": COLUMN,
        "element": {"oneOf": ELEMENTS},
    },
    "type": "object",
    "required": ["type", "version", "body", "fallbackText"],
    "properties": {
        "type": {"const": "AdaptiveCard"},
        "version": {"const": "1.5"},
        "msteams": {"const": {"width": "Full"}},
        "fallbackText": {"type": "string"},
        "body": {"type": "array", "items": {"$ref": "#/definitions/element"}},
        "actions": {**_many("action"), "maxItems": 6},
    },
    "additionalProperties": False,
}
CHECK = jsonschema.Draft7Validator(CARD)


def check_card(made: dict) -> None:
    """Make sure that Teams takes a card."""
    assert [each.message for each in CHECK.iter_errors(made)] == []
    assert len(json.dumps(made).encode()) <= LONGEST_CARD

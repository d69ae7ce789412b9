"""The limits of Slack's Block Kit: docs.slack.dev/reference/block-kit."""

from __future__ import annotations

from slack_sdk.models.blocks import Block


def within_limits(found) -> None:
    """Make sure that Slack takes blocks."""
    assert len(found) <= 50
    assert sum(len(each) for each in all_texts(found)) <= 11_000
    assert all(each.strip() for each in all_texts(found))
    for each in Block.parse_all(found):
        each.validate_json()
    for each in found:
        assert 1 <= len(each.get("elements", [0])) <= (5 if each["type"] == "actions" else 10)
        for text in all_texts([each]):
            assert len(text) <= 3000
    for button in _buttons(found):
        assert 1 <= len(button["text"]["text"]) <= 75
        assert len(button["value"]) <= 2000
    ids = [
        [each["action_id"] for each in row.get("elements", ()) if "action_id" in each]
        for row in found
    ]
    assert all(len(set(row)) == len(row) for row in ids)


def all_texts(found) -> list[str]:
    """Every text in sections and contexts."""
    parts = [part for each in found for part in (each, *each.get("elements", ()))]
    shown = (part["text"] for part in parts if "text" in part)
    return [each["text"] if isinstance(each, dict) else each for each in shown]


def _buttons(found) -> list[dict]:
    rows = (each["elements"] for each in found if each["type"] == "actions")
    return [button for row in rows for button in row]

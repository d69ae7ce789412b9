"""One answer laid out in each channel, and what a reader sees there."""

from __future__ import annotations

import json
import re

from bot.answers import Answer, plain_text
from bot.channels.conversations import Reply
from bot.channels.rendering.slack import Frame, lay_out
from bot.channels.rendering.teams import Asked, card
from tests.scenarios.colleague import seen
from tests.unit.channels.thirty_answers import PHRASES

FRAME = Frame("slack:T1:C1:1.0:UADA", "1.0")
ASKED = Asked("1485983408511", "person")


def slack_of(answer: Answer) -> list[dict]:
    """The blocks of an answer in Slack."""
    return lay_out([web_data(answer)], PHRASES, FRAME)["blocks"]


def teams_of(answer: Answer) -> dict:
    """The card of an answer in Teams."""
    return card([web_data(answer)], PHRASES, ASKED)


def web_data(answer: Answer) -> dict:
    """An answer as every channel gets it; the web page gets just this, as JSON."""
    reply = Reply(plain_text(answer, PHRASES), answer.suggestions, answer.to_data())
    return json.loads(json.dumps(reply.to_data()))


def in_slack(blocks: list[dict]) -> str:
    """What a reader sees of blocks, without buttons."""
    shown = []
    for each in blocks:
        if each["type"] != "actions":
            parts = [each["text"]] if each["type"] == "section" else each["elements"]
            shown += [part["text"] for part in parts]
    text = re.sub(r"<(https?://[^|<>]+)>", r"\1", "\n".join(shown))
    text = re.sub(r"<(https?://[^|<>]+)\|([^<>]*)>", r"\2 (\1)", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def in_teams(made: dict) -> str:
    """What a reader sees of a card, without buttons."""
    shown = [each for each in made["body"] if each["type"] != "ActionSet"]
    return re.sub(r"\\([\\`*_~\[\]])", r"\1", seen(shown))


def by_channel(answer: Answer) -> dict[str, str]:
    """What a reader sees of an answer in each channel."""
    return {
        "plain": plain_text(answer, PHRASES),
        "slack": in_slack(slack_of(answer)),
        "teams": in_teams(teams_of(answer)),
    }

"""The same answer in every channel: as web data, in Slack, in Teams and as plain text."""

from __future__ import annotations

import json
import re

import pytest

from bot.answers import Answer
from bot.answers.text import spoken_date
from bot.channels.rendering.mrkdwn import ELLIPSIS
from bot.channels.rendering.slack import read_offer
from tests.scenarios.colleague import buttons_of
from tests.unit.channels.adaptive_card import check_card
from tests.unit.channels.channels import (
    by_channel,
    in_slack,
    in_teams,
    slack_of,
    teams_of,
    web_data,
)
from tests.unit.channels.slack_limits import within_limits
from tests.unit.channels.thirty_answers import ANSWERS, LIBRARY, PHRASES


def test_there_are_answers_of_all_kinds() -> None:
    kinds = {each.outcome for each in ANSWERS.values()}

    assert len(ANSWERS) >= 30
    assert len(kinds) >= 7
    for part in ("steps", "columns", "closing", "opening", "sources"):
        assert [each for each in ANSWERS.values() if getattr(each, part)], part


@pytest.mark.parametrize("name", ANSWERS)
def test_every_channel_tells_the_same_sentences_lists_dates_and_steps(name: str) -> None:
    answer = ANSWERS[name]
    expected = [*answer.opening, *answer.closing, *answer.compared * bool(answer.columns)]
    for fact in answer.facts:
        expected += [fact.says, *fact.items]
        if fact.as_of:
            expected.append(PHRASES.say("as_of", date=spoken_date(fact.as_of)))
        if fact.is_overdue:
            expected.append(PHRASES.say("overdue"))
    for step in answer.steps:
        expected += [step.name, step.enter, step.leave_with]

    for channel, text in by_channel(answer).items():
        names = answer.compared if channel == "plain" else ()
        lost = [each for each in expected if _bare(each) not in _bare(text) and each not in names]
        assert lost == [], channel


@pytest.mark.parametrize("name", ANSWERS)
def test_no_channel_tells_of_facts_that_the_answer_has_not(name: str) -> None:
    answer = ANSWERS[name]
    whole = _bare(json.dumps(web_data(answer), ensure_ascii=False).replace("\\n", "\n"))
    others = [each.says for each in LIBRARY.facts if _bare(each.says) not in whole]

    for channel, text in by_channel(answer).items():
        assert not [each for each in others if each in text], channel


@pytest.mark.parametrize("name", ANSWERS)
def test_every_channel_names_the_same_sources_in_the_same_order(name: str) -> None:
    answer = ANSWERS[name]
    cited = [f"{each.publisher}, {each.title}" for each in answer.sources]

    assert [each["id"] for each in web_data(answer)["answer"].get("sources", ())] == [
        each.id for each in answer.sources
    ]
    for channel, text in by_channel(answer).items():
        last = text.splitlines()[-1] if cited else ""
        places = [last.find(each) for each in cited]
        assert -1 not in places, channel
        assert places == sorted(places), channel
    for each in answer.sources:
        assert each.address in in_slack(slack_of(answer))
        linked = each.address.replace("(", "%28").replace(")", "%29")
        assert f"({linked})" in in_teams(teams_of(answer))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_channel_offers_the_same_questions(name: str) -> None:
    answer = ANSWERS[name]
    offered = list(answer.suggestions)
    blocks = slack_of(answer)
    rows = [button for each in blocks if each["type"] == "actions" for button in each["elements"]]
    values = [read_offer(each["value"]).question for each in rows]
    listed = [each[2:] for each in in_slack(blocks).splitlines() if each.startswith("• ")]

    assert web_data(answer)["suggestions"] == offered
    assert [each for each in values if each] == offered[:5]
    assert [each for each in listed if each in offered] == offered[5:]
    pressed = [each["data"]["msteams"]["value"]["suggestion"] for each in _asking(answer)]
    assert pressed == offered


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_gives_a_valid_post_with_nothing_cut_off(name: str) -> None:
    answer = ANSWERS[name]
    post, made = slack_of(answer), teams_of(answer)

    within_limits(post)
    check_card(made)
    assert ELLIPSIS not in in_slack(post)
    assert ELLIPSIS not in in_teams(made)


def _asking(answer: Answer) -> list[dict]:
    return buttons_of(teams_of(answer))


def _bare(text: str) -> str:
    """A text without the signs of lists and of bold, which differ."""
    return " ".join(re.sub(r"[*•]|^- ", " ", text, flags=re.MULTILINE).split())

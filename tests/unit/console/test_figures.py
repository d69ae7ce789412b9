"""The dashboard and the facts: the same figures in chart and table, counted right."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from bot.console.insights import figures
from bot.console.insights.charts import draw
from tests.unit.console.talk import index, turn_of

PERIOD = figures.Period(date.today() - timedelta(days=20), date.today() + timedelta(days=1))


@pytest.fixture
def talked(talk) -> None:
    week = 7 * 86_400
    first = talk.turn("What is CT?", sender="ann", at=time.time() - week)
    talk.turn("And pay?", sender="ann", intent="ask_pay", outcome="answered_partly")
    talk.turn("Car?", sender="ben", outcome="unanswered_no_fact", channel="slack", facts=())
    talk.feedback("ann", first, True)
    index()


@pytest.mark.usefixtures("talked")
def test_the_tables_count_what_was_talked() -> None:
    tables = {each.name: each for each in figures.tables(PERIOD)}

    def total(name: str) -> dict[str, float]:
        table = tables[name]
        sums = [sum(values[n] or 0 for _, values in table.rows) for n in range(len(table.columns))]
        return dict(zip(table.columns, sums, strict=True))

    assert total("conversations") == {"web": 1, "slack": 1}
    assert total("outcomes") == {"Answered": 1, "Partly answered": 1, "No fact": 1}
    assert total("feedback") == {"helpful": 1}
    assert tables["aspects"].rows == [("what it is", [2.0]), ("pay", [1.0])]
    assert tables["subjects"].rows[0][1] == [3.0]
    assert [0.3, 0.3] in [values for _, values in tables["response"].rows]
    assert [100.0, 100.0] in [values for _, values in tables["answered"].rows]
    assert [0.0, 50.0] in [values for _, values in tables["answered"].rows]


@pytest.mark.usefixtures("talked")
def test_one_channel_is_counted_alone() -> None:
    alone = figures.Period(PERIOD.since, PERIOD.until, "slack")

    assert figures.headline(alone)["turns"] == 1
    assert figures.headline(PERIOD)["turns"] == 3


@pytest.mark.usefixtures("talked")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_chart_is_drawn_with_its_words_as_text(theme: str) -> None:
    for table in figures.tables(PERIOD):
        svg = draw(table, theme).decode()
        assert svg.startswith("<?xml")
        assert "</svg>" in svg
        assert "http://localhost" not in svg
        for column in table.columns if table.form != "bars" else ():
            assert f">{column}<" in svg


def test_charts_of_nothing_are_drawn_too(trainer) -> None:
    assert trainer.get("/dashboard/").status_code == 200
    for name in ("conversations", "answered", "response", "aspects"):
        assert trainer.get(f"/dashboard/{name}.svg").status_code == 200
    assert trainer.get("/dashboard/nothing.svg").status_code == 404


@pytest.mark.usefixtures("talked")
def test_a_fact_shows_its_use_and_what_a_change_of_it_touches(trainer) -> None:
    turn = turn_of("What is CT?")
    trainer.post(f"/turns/{turn.id}/review/", {"verdict": "incomplete"})

    context = trainer.get("/facts/ct_what/").context

    use, touched = context["use"], context["touched"]
    assert (use.told, use.led, use.helpful, use.unhelpful) == (2, 2, 1, 0)
    assert use.verdicts == {"incomplete": 1}
    assert {each.question for each in touched["turns"]} == {"What is CT?", "And pay?"}
    assert touched["questions"]
    assert trainer.get("/facts/no_such_fact/").status_code == 404


@pytest.mark.usefixtures("talked")
@pytest.mark.parametrize("order", ["file", "told", "due", "unhelpful", "never", "nonsense"])
def test_the_facts_come_in_each_order(trainer, order: str) -> None:
    uses = trainer.get("/facts/", {"order": order}).context["uses"]

    assert len(uses) > 100
    if order == "told":
        assert uses[0].fact.id == "ct_what"

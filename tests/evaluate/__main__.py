"""`make evaluate`: scores the held-out questions and the dialogues, and writes the report."""

from __future__ import annotations

import argparse
import datetime
import json
from typing import Any

from bot.answers import Phrases
from bot.facts import read_facts
from bot.settings import ROOT
from bot.starting import guarded, report, trained_model
from tests.evaluate import plots
from tests.evaluate.asking import Reply, ask_all
from tests.evaluate.curves import draw_curves
from tests.evaluate.dialogues import hold_dialogues
from tests.evaluate.folds import is_understood, understood
from tests.evaluate.questions import read_held_out
from tests.evaluate.report import page, summary
from tests.evaluate.scores import score
from tests.evaluate.sentences import Sayable, read_responses

RESULTS = ROOT / "results" / "evaluation"


def evaluate() -> None:
    """Ask, count, draw and write; print the figures that matter most."""
    options = _options()
    RESULTS.mkdir(parents=True, exist_ok=True)
    replies = ask_all(trained_model(), read_held_out(ROOT))
    figures = _score(replies)
    figures["dialogues"] = hold_dialogues(RESULTS)
    if options.curves or is_understood(RESULTS):
        figures["curves"] = draw_curves(understood(RESULTS), read_facts())
    else:
        report("No curves of the present data: python -m tests.evaluate --curves")
    _draw(figures)
    content = json.dumps(figures, indent=2, ensure_ascii=False)
    (RESULTS / "figures.json").write_text(content, encoding="utf-8")
    (RESULTS / "report.md").write_text(page(figures, replies), encoding="utf-8")
    _print(figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__)
    parser.add_argument(
        "--curves",
        action="store_true",
        help="cross-validate now where the data has changed since: three to five minutes",
    )
    return parser.parse_args()


def _score(replies: list[Reply]) -> dict[str, Any]:
    library = read_facts()
    responses = read_responses(ROOT)
    sayable = Sayable(library, responses, datetime.date.today())
    figures = score(replies, library, Phrases(responses))
    foreign = [line for each in replies for line in sayable.foreign_in(each)]
    return {**figures, "foreign_lines": list(dict.fromkeys(foreign))}


def _draw(figures: dict[str, Any]) -> None:
    plots.plot_aspects(figures, RESULTS / "aspects.png")
    plots.plot_confusion(figures, RESULTS / "confusion.png")
    for name, curve in figures.get("curves", {}).items():
        if name != "questions":
            plots.plot_curve(name, curve, RESULTS / f"curve_{name}.png")


def _print(figures: dict[str, Any]) -> None:
    rows = summary(figures)
    width = max(len(what) for what, _ in rows)
    for what, figure in rows:
        print(f"{what:<{width}}  {figure}")
    report(f"Written: {(RESULTS / 'report.md').relative_to(ROOT)}")


if __name__ == "__main__":
    guarded(evaluate)

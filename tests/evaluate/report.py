"""Writes the figures as tables: a compact one for the terminal, the whole as a page with plots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.evaluate.asking import Reply
from tests.evaluate.questions import EXPECTED

Row = tuple[str, ...]


def percent(share: float) -> str:
    """A share of 0 to 1 as people read it."""
    return f"{100 * share:.1f} %"


def summary(figures: dict[str, Any]) -> list[Row]:
    """The figures that matter most, as rows of what and how much."""
    careers, yes_no = figures["careers"], figures["yes_no"]
    founding, dialogues = figures["founding_facts"], figures["dialogues"]
    edge = figures["at_the_edge"]
    return [
        (f"careers questions ({careers['questions']}): a right fact leads", _p(careers, "leads")),
        ("... a right fact is shown", _p(careers, "shown")),
        ("... facts shown, mean", f"{careers['facts_shown']:.2f}"),
        ("... of these not listed as an answer to the question", _p(careers, "unlisted")),
        ("... taken for emergency, distress or medical", _p(figures["taken_for_safety"], "share")),
        ("... characters, median and most", f"{_plain(figures['length'])}"),
        ("yes or no that is due: right, wrong, unsaid; undue", _plain(yes_no)),
        *((f"{_spoken(name)} ({e['questions']})", _p(e, "right")) for name, e in edge.items()),
        ("founding documents: facts reached", f"{founding['reached']} of {founding['facts']}"),
        ("lines that are in neither file", str(len(figures["foreign_lines"]))),
        ("dialogues passed", f"{dialogues['passed']} of {dialogues['dialogues']}"),
        ("milliseconds an answer, p50 and p95", _milliseconds(figures["seconds"])),
    ]


def _p(figures: dict[str, Any], key: str) -> str:
    return percent(figures[key])


def _plain(figures: dict[str, Any]) -> str:
    return ", ".join(f"{value:g}" for value in figures.values())


def _spoken(file: str) -> str:
    return f"{file.replace('_', ' ')}: ended rightly"


def _milliseconds(seconds: dict[str, float]) -> str:
    return ", ".join(f"{1000 * value:.0f}" for value in seconds.values())


def page(figures: dict[str, Any], replies: list[Reply]) -> str:
    """The whole report in Markdown; the plots stand beside it."""
    lines = ["# Evaluation", "", "## In short", "", *_table(("what", "figure"), summary(figures))]
    for title, key in (("aspect", "by_aspect"), ("kind", "by_kind"), ("file", "by_file")):
        lines += ["", f"## By {title}", "", *_groups(title, figures[key])]
    lines += ["", "![By aspect](aspects.png)", "", "![Taken for](confusion.png)"]
    lines += ["", "## What no fact answers, and what needs help", "", *_edge(figures)]
    lines += _curves(figures)
    lines += _list("Facts of the founding documents not reached", _missing(figures))
    lines += _list("Lines that are in neither file", figures["foreign_lines"])
    lines += _list("Careers questions taken for safety", figures["taken_for_safety"]["questions"])
    lines += _list("Without a fact or in need of help: ended wrongly", _astray(replies))
    lines += _list("Dialogues that failed", figures["dialogues"]["failed"])
    lines += _list("Careers questions without a right fact", _misses(replies))
    return "\n".join(lines) + "\n"


def _table(head: Row, rows: Iterable[Row]) -> list[str]:
    rule = ("---",) * len(head)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


def _groups(title: str, groups: dict[str, dict[str, Any]]) -> list[str]:
    rows = (
        (name, str(g["questions"]), _p(g, "leads"), _p(g, "shown"), f"{g['facts_shown']:.2f}")
        for name, g in groups.items()
    )
    return _table((title, "questions", "right leads", "right shown", "facts shown"), rows)


def _edge(figures: dict[str, Any]) -> list[str]:
    rows = (
        (file, str(each["questions"]), _p(each, "right"), _counts(each["outcomes"]))
        for file, each in figures["at_the_edge"].items()
    )
    return _table(("file", "questions", "right end", "outcomes"), rows)


def _counts(outcomes: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in outcomes.items())


def _curves(figures: dict[str, Any]) -> list[str]:
    curves = figures.get("curves")
    if not curves:
        return []
    lines = ["", "## Thresholds, by cross-validation on the training questions", ""]
    lines += [_counts(curves["questions"])]
    for name, curve in curves.items():
        if name != "questions":
            lines += ["", f"![{curve['name']}](curve_{name}.png)"]
    return lines


def _missing(figures: dict[str, Any]) -> list[str]:
    return figures["founding_facts"]["missing"]


def _misses(replies: list[Reply]) -> list[str]:
    return [
        f"{each.asked.question} — {each.intent}, {each.outcome}: "
        f"{', '.join(each.facts) or 'no fact'}; wanted {', '.join(each.asked.facts)}"
        for each in replies
        if each.asked.is_careers and not each.shows_right
    ]


def _astray(replies: list[Reply]) -> list[str]:
    return [
        f"{each.asked.file}: {each.asked.question} — {each.intent}, {each.outcome}: "
        f"{', '.join(each.facts) or 'no fact'}"
        for each in replies
        if not each.asked.is_careers and each.outcome not in EXPECTED[each.asked.file]
    ]


def _list(title: str, items: list[str]) -> list[str]:
    return ["", f"## {title}", "", *(f"- {each}" for each in items)] if items else []

"""Tells what was measured: as a table, as a chart and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

from benchmarks.making import ON_ALL, ON_SHARE

GOALS = (
    ("p50 of an answer, ours / floor", "p50 at 1, ms", "floor", 1.5, "most"),
    ("answers a second at 8, ours / stock", "answers a second at 8", "stock", 5, "least"),
    ("start to first answer, ours / stock", "start, s", "stock", 0.2, "most"),
    ("memory, ours / stock", "memory, MB", "stock", 0.3, "most"),
    ("training from nothing on a share, ours / stock", ON_SHARE, "stock", 0.1, "most"),
    ("training on all, ours / stock extrapolated", ON_ALL, "stock", 0.1, "most"),
    ("installed size, ours / stock", "installed, MB", "stock", 0.4, "most"),
)
COLOURS = {"floor": "#9aa5b1", "stock": "#c2703d", "ours": "#1f6f8b"}

Figures = dict[str, dict[str, Any]]
"""By what was measured: the median of each contestant."""


def ratios(figures: Figures) -> list[tuple[str, float, str, bool]]:
    """The goals that could be measured: what, how much, the goal in words, whether it is met."""
    found = []
    for what, row, other, goal, kind in GOALS:
        values = figures.get(row, {})
        if values.get("ours") and values.get(other):
            ratio = values["ours"] / values[other]
            met = ratio <= goal if kind == "most" else ratio >= goal
            found.append((what, ratio, f"at {kind} {goal}", met))
    first, last = (figures.get(f"message {place}, ms", {}).get("ours") for place in (1, 1000))
    if first and last:
        found.append(
            ("message 1,000 / message 1", last / first, "at most 1.2", last / first <= 1.2)
        )
    right = figures.get("held-out right, %", {})
    if right.get("ours") and right.get("stock"):
        points = right["ours"] - right["stock"]
        found.append(("held-out right, ours minus stock", points, "at least 15", points >= 15))
    return found


def table(figures: Figures, notes: list[str]) -> str:
    """The figures and the goals as Markdown."""
    names = [each for each in COLOURS if any(each in row for row in figures.values())]
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    for what, row in figures.items():
        lines.append(f"| {what} | {' | '.join(_shown(row.get(each)) for each in names)} |")
    lines += ["", "| goal | measured | | |", "|---|---:|---|---|"]
    for what, ratio, goal, met in ratios(figures):
        lines.append(f"| {what} | {ratio:.2f} | {goal} | {'met' if met else 'missed'} |")
    return "\n".join([*lines, "", *(f"- {each}" for each in notes), ""])


def write(figures: Figures, notes: list[str], folder: Path) -> str:
    """Write table, chart and JSON; give the table."""
    folder.mkdir(parents=True, exist_ok=True)
    text = table(figures, notes)
    (folder / "table.md").write_text(text, encoding="utf-8")
    content = {"figures": figures, "goals": ratios(figures), "notes": notes}
    (folder / "figures.json").write_text(json.dumps(content, indent=2), encoding="utf-8")
    draw(figures, folder / "chart.png")
    return text


def draw(figures: Figures, path: Path) -> None:
    """A small bar chart for each figure that two contestants share."""
    rows = {what: row for what, row in figures.items() if len(row) > 1}
    across = 4
    down = -(-len(rows) // across)
    drawn, places = pyplot.subplots(down, across, figsize=(3.2 * across, 1.5 * down), squeeze=False)
    for place in places.flat:
        place.axis("off")
    for (what, row), place in zip(rows.items(), places.flat, strict=False):
        place.axis("on")
        names = [each for each in reversed(COLOURS) if each in row]
        bars = place.barh(names, [row[each] for each in names], color=[COLOURS[n] for n in names])
        place.bar_label(bars, [_shown(row[each]) for each in names], padding=3, fontsize=7)
        place.set_title(what, fontsize=8, loc="left")
        place.set_xticks([])
        place.tick_params(labelsize=7, length=0)
        place.margins(x=0.25)
        for side in ("top", "right", "bottom"):
            place.spines[side].set_visible(False)
    drawn.tight_layout()
    drawn.savefig(path, dpi=130)
    pyplot.close(drawn)


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"

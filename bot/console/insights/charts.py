"""Draws the tables of the dashboard with Matplotlib, so that they can be read without colour."""

from __future__ import annotations

import io
import threading
import warnings
from typing import Any

from bot.console.insights.figures import Table

# Inks and fills of the two themes of the pages; hatches and markers tell series apart as well.
THEMES = {
    "light": ("#1d2733", "#c9d2dc", ("#1f6f8b", "#e0a53f", "#7b5ea7", "#c2553d", "#5b8c5a")),
    "dark": ("#e4eaf0", "#3d4a58", ("#63b3ce", "#f0c267", "#b59ae0", "#ee8a72", "#93c492")),
}
HATCHES = ("", "//", "\\\\", "--", "xx", "||", "++")
MARKERS = ("o", "s", "^", "D")
SIZE = (5.6, 3.2)
LOCK = threading.Lock()
"""Matplotlib's settings are the whole process's, and several charts are asked for at once."""


def prepare() -> None:
    """Load the drawing library, which takes a second or two."""
    draw(Table("", "", ["-"], [("-", [1.0])], "stack", "-"), "light")


def draw(table: Table, theme: str) -> bytes:
    """A table as SVG."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        ink, line, fills = THEMES[theme]
        # Text stays text, so that it can be read out and scales; ids are the same every time.
        text = {"svg.fonttype": "none", "svg.hashsalt": "console", "hatch.linewidth": 0.6}
        with LOCK, rc_context(text):
            figure = Figure(figsize=SIZE, tight_layout=True)
            axes = figure.subplots()
            _style(axes, ink, line)
            {"stack": _stack, "line": _line, "bars": _bars}[table.form](axes, table, fills, ink)
            out = io.BytesIO()
            figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    return out.getvalue().replace(b"'sans-serif'", b"system-ui, sans-serif")


def _style(axes: Any, ink: str, line: str) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(line)
    axes.tick_params(colors=ink, labelsize=9, length=0)
    axes.set_axisbelow(True)


def _stack(axes: Any, table: Table, fills: tuple[str, ...], ink: str) -> None:
    names = [name for name, _ in table.rows]
    bottom = [0.0] * len(names)
    for place, column in enumerate(table.columns):
        values = [row[place] or 0.0 for _, row in table.rows]
        axes.bar(
            range(len(names)),
            values,
            0.72,
            bottom,
            label=column,
            color=fills[place % len(fills)],
            edgecolor=ink,
            linewidth=0.4,
            hatch=HATCHES[place % len(HATCHES)],
        )
        bottom = [low + value for low, value in zip(bottom, values)]  # noqa: B905
    _finish_time(axes, table, names, ink)


def _line(axes: Any, table: Table, fills: tuple[str, ...], ink: str) -> None:
    names = [name for name, _ in table.rows]
    for place, column in enumerate(table.columns):
        values = [float("nan") if row[place] is None else row[place] for _, row in table.rows]
        axes.plot(
            range(len(names)),
            values,
            ("-", "--", ":", "-.")[place % 4],
            marker=MARKERS[place % len(MARKERS)],
            label=column,
            color=fills[place % len(fills)],
        )
    axes.set_ylim(bottom=0)
    if table.unit == "%":
        axes.set_ylim(0, 105)
    _finish_time(axes, table, names, ink)


def _finish_time(axes: Any, table: Table, names: list[str], ink: str) -> None:
    step = max(1, -(-len(names) // 7))
    axes.set_xticks(range(0, len(names), step))
    axes.set_xticklabels(names[::step])
    axes.set_ylabel(table.unit, color=ink, fontsize=9)
    axes.grid(axis="y", color=ink, alpha=0.12)
    if table.columns:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(-0.02, 1.0),
            ncol=3,
            frameon=False,
            fontsize=9,
            labelcolor=ink,
            handleheight=1.4,
            columnspacing=1.2,
        )


def _bars(axes: Any, table: Table, fills: tuple[str, ...], ink: str) -> None:
    names = [name if len(name) < 34 else f"{name[:32]}…" for name, _ in table.rows]
    values = [row[0] or 0.0 for _, row in table.rows]
    axes.barh(range(len(names)), values, 0.66, color=fills[0], edgecolor=ink, linewidth=0.4)
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names)
    axes.invert_yaxis()
    axes.set_xlabel(table.unit, color=ink, fontsize=9)
    axes.grid(axis="x", color=ink, alpha=0.12)

"""Draws the plots of the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import PercentFormatter

STYLE = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "figure.facecolor": "white",
    "legend.frameon": False,
}
WANTED = {"leads": 0.88, "shown": 0.95}
BLUE, SKY, ORANGE, GREEN, PINK, GREY = (
    "#0072B2", "#56B4E9", "#D55E00", "#009E73", "#CC79A7", "#777777",
)  # fmt: skip
"""Colours that colour-blind people tell apart (Okabe and Ito)."""

LINES = {
    "answered": ("Careers: answered", BLUE, "-"),
    "answered_right": ("Careers: answered, right fact leads", SKY, "-"),
    "no_fact": ("No fact: answered as if one did", ORANGE, "--"),
    "out_of_scope": ("Out of scope: told a fact", GREEN, "--"),
    "manipulation": ("Manipulation: told a fact", PINK, "--"),
    "right_leads": ("Right fact leads", BLUE, "-"),
    "right_shown": ("Right fact shown", SKY, "-"),
    "other_facts": ("Share of other facts among those shown", ORANGE, "--"),
}
NAMES = {
    "meaning": "Meaning from which the best fact answers",
    "careers": "Share of the aspects from which a question is about careers",
    "margin": "How near to the lead's score a further fact must be",
}


def plot_aspects(figures: dict[str, Any], path: Path) -> None:
    """How often a right fact leads and is shown, by aspect, the weakest at the top."""
    aspects = sorted(figures["by_aspect"].items(), key=lambda each: -each[1]["leads"])
    places = np.arange(len(aspects))
    with _axes(path, (8, 7)) as axes:
        for key, colour, label in (("shown", SKY, "is shown"), ("leads", BLUE, "leads")):
            shares = [each[key] for _, each in aspects]
            width = 0.75 if key == "shown" else 0.4
            axes.barh(places, shares, width, color=colour, label=f"A right fact {label}")
            axes.axvline(WANTED[key], color=colour, linestyle=":", linewidth=1.5)
        axes.set_yticks(places)
        axes.set_yticklabels([f"{name} ({each['questions']})" for name, each in aspects])
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.set_title("Held-out questions by aspect (dotted: what is wanted)")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncol=2)


def plot_confusion(figures: dict[str, Any], path: Path) -> None:
    """What each aspect's questions are taken for: shares of a row as shades, counts as numbers."""
    confusion = figures["confusion"]
    counts = np.array(confusion["counts"])
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    with _axes(path, (11, 8.5)) as axes:
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for row, column in np.argwhere(counts):
            colour = "white" if shares[row, column] > 0.5 else "black"
            count = str(counts[row, column])
            axes.text(column, row, count, ha="center", va="center", color=colour, fontsize=8)
        axes.set_xticks(range(len(confusion["columns"])))
        axes.set_xticklabels(confusion["columns"], rotation=60, ha="right")
        axes.set_yticks(range(len(confusion["rows"])))
        axes.set_yticklabels(confusion["rows"])
        axes.axvline(len(confusion["rows"]) - 0.5, color=GREY, linewidth=1)
        axes.set_xlabel("Taken for")
        axes.set_ylabel("Asked for")
        axes.set_title("What held-out careers questions are taken for")


def plot_curve(name: str, curve: dict[str, Any], path: Path) -> None:
    """A threshold's curve, with the present value marked."""
    values = [each["value"] for each in curve["points"]]
    with _axes(path, (8, 5.5)) as axes:
        for key, (label, colour, line) in LINES.items():
            if key in curve["points"][0]:
                shares = [each[key] for each in curve["points"]]
                axes.plot(values, shares, color=colour, linestyle=line, linewidth=2, label=label)
        axes.axvline(curve["present"], color=GREY, linestyle=":")
        axes.text(curve["present"], 1.02, f"now {curve['present']:g}", color=GREY, ha="center")
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.grid(axis="y", color="#dddddd", linewidth=0.7)
        axes.set_xlabel(f"{NAMES[name]} ({curve['name']})")
        axes.set_title("Training questions, cross-validated", pad=20)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncol=2, fontsize=9)


@contextmanager
def _axes(path: Path, inches: tuple[float, float]) -> Iterator[plt.Axes]:
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=inches)
        yield axes
        figure.savefig(path, dpi=110, bbox_inches="tight")
        plt.close(figure)

"""Lays out what was fired and what became of it as Markdown, for docs/hostile-input.md."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile.ways import KINDS, Way

HEAD = """# Hostile input, counted

Made by `make hostile`: generated input, the same in every run, fired at the running assistant and
the running console over loopback. What each kind is stands in `tests/hostile/`. Every reply was an
answer or a typed refusal, in time, without an internal error, a secret of the settings, or anything
that another visitor had said or held; the other visitor's conversation stayed as it was, and the
logs hold no traceback, no secret and nothing that was said.
"""


def report(ways: Sequence[Way], seconds: float, faults: Sequence[str]) -> str:
    """The page, with the faults first if there are any."""
    lines = [HEAD] if not faults else ["# Hostile input: it does not hold", "", *_listed(faults)]
    names = [way.name for way in ways]
    lines += ["", _row("inputs by kind", *names, "all"), _row(*["---"] + ["--:"] * (len(ways) + 1))]
    for kind in KINDS:
        counts = [way.tally.fired[kind] for way in ways]
        lines.append(_row(kind, *_figures(counts)))
    for name, counts in (
        ("**all**", [way.tally.fired.total() for way in ways]),
        ("answered", [way.tally.answered.total() for way in ways]),
        ("refused", [way.tally.refused.total() for way in ways]),
        ("faults", [len(way.tally.faults) for way in ways]),
    ):
        lines.append(_row(name, *_figures(counts)))
    lines.append(_row("slowest reply, s", *(f"{way.tally.slowest:.1f}" for way in ways), ""))
    lines += [
        "",
        f"It took {seconds / 60:.0f} minutes. How often each way in refused, by code:",
        "",
    ]
    lines += [f"- {way.name}: {_codes(way)}" for way in ways]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _figures(counts: list[int]) -> list[str]:
    return [f"{each:,}" for each in (*counts, sum(counts))]


def _codes(way: Way) -> str:
    return ", ".join(f"{count:,} `{code}`" for code, count in way.tally.codes.most_common())


def _listed(faults: Sequence[str]) -> list[str]:
    shown = [each.encode("ascii", "backslashreplace").decode() for each in faults]
    return [f"- {each[:1000]}" for each in shown]

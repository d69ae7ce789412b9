"""Runs every check: `python -m bot.checks [project] [--documents FOLDER]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

from bot.checks.amounts import check_amounts, indirect_share
from bot.checks.domain import check_domain
from bot.checks.evidence import check_evidence, check_facts
from bot.checks.held_out import check_held_out
from bot.checks.labels import check_labels
from bot.checks.leaks import check_leaks
from bot.checks.problem import Problem
from bot.checks.project import Project
from bot.checks.questions import check_questions
from bot.checks.reach import check_reach
from bot.checks.responses import check_responses
from bot.checks.safety import check_safety
from bot.checks.style import check_style

HERE = Path(__file__).resolve().parents[2]
DOCUMENTS = "FOUNDING_DOCUMENTS"
CHECKS = (
    check_facts,
    check_evidence,
    check_safety,
    check_labels,
    check_questions,
    check_amounts,
    check_reach,
    check_held_out,
    check_leaks,
    check_domain,
    check_responses,
    check_style,
)


def find_problems(project: Project) -> list[Problem]:
    """Every problem of the project, each once, in the order of the files."""
    return sorted({*_unreadable(project), *(each for run in CHECKS for each in run(project))})


def _unreadable(project: Project) -> Iterator[Problem]:
    for document in (*project.training, *project.held_out):
        yield from document.problems


def report(project: Project) -> tuple[str, int]:
    """All problems and a last line that sums them up, with the exit code."""
    problems = find_problems(project)
    errors = sum(not each.is_warning for each in problems)
    due = f", {len(problems) - errors} due for review" if len(problems) > errors else ""
    count = {0: "no problems", 1: "1 problem"}.get(errors, f"{errors} problems")
    lines = [*(str(each) for each in problems), f"{count}{due}: {_measure(project)}"]
    return "\n".join(lines), 1 if errors else 0


def _measure(project: Project) -> str:
    questions = f"{len(project.examples)} training questions"
    if project.library is None:
        return f"{questions}; the facts file is faulty, so what rests on it was not checked"
    share = indirect_share(project, project.library)
    return (
        f"{len(project.library.facts)} facts, {questions} ({share:.0%} of those about facts do "
        f"not name their subject), {len(project.held_out_questions)} held out"
    )


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the report; 1 if there is any problem."""
    parser = argparse.ArgumentParser(prog="python -m bot.checks", description=__doc__)
    parser.add_argument("project", nargs="?", type=Path, default=HERE)
    parser.add_argument(
        "--documents",
        type=Path,
        default=os.environ.get(DOCUMENTS),
        help=f"folder with the two founding documents, to look up the evidence (or {DOCUMENTS})",
    )
    chosen = parser.parse_args(arguments)
    documents = Path(chosen.documents) if chosen.documents else None
    text, code = report(Project(chosen.project, documents))
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())

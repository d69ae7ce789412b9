"""A problem found in the project: where it is, what is wrong and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_QUOTE = 70


@dataclass(frozen=True, order=True)
class Problem:
    """One problem; line 0 means the whole file, and a warning does not fail the checks."""

    path: str
    line: int
    what: str
    remedy: str
    is_warning: bool = False

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.what}: {self.remedy}"


def read_problem(text: str) -> Problem:
    """The problem that stands written as `path:line: what: remedy`."""
    where, what, remedy = re.fullmatch(r"(.+?): (.+): (.+)", text, re.DOTALL).groups()
    path, _, line = where.rpartition(":")
    return Problem(path, int(line), what, remedy) if path else Problem(where, 0, what, remedy)


def quote(sentence: str) -> str:
    """A sentence as problems quote it: on one line and not too long."""
    short = " ".join(sentence.split())
    return f"'{short if len(short) <= LONGEST_QUOTE else short[: LONGEST_QUOTE - 1] + '…'}'"

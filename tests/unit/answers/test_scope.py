"""Tests of judging how far the facts reach."""

from __future__ import annotations

import pytest

from bot.answers.scope import Scope, judge
from tests.unit.answers.asked import asked


@pytest.mark.parametrize(
    ("subjects", "classes", "meaning", "scope"),
    [
        (("ct",), {"ask_definition": 0.95}, 0.9, Scope.ANSWERS),
        ((), {"ask_definition": 0.95}, 0.9, Scope.ANSWERS),
        (("ct",), {"ask_definition": 0.9}, 0.25, Scope.NEAREST),
        (("ct",), {"no_fact": 0.9}, 0.05, Scope.NO_FACT),
        (("ct",), {"ask_definition": 0.9}, 0.01, Scope.NO_FACT),
        ((), {"out_of_scope": 0.95}, 0.05, Scope.OUTSIDE),
        ((), {"manipulation": 0.95}, 0.05, Scope.OUTSIDE),
        (("nursing",), {"ask_pay": 0.5}, 0.3, Scope.OUTSIDE),
    ],
)
def test_clear_cases_are_judged_clearly(library, subjects, classes, meaning, scope) -> None:
    question = asked("a question", subjects, {"ct_what": meaning}, **classes)

    assert judge(question.first, library, meaning) is scope

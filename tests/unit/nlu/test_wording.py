"""Tests that n-grams are counted and weighed as scikit-learn does, which training uses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.wording import VIEWS, Wording

TEXTS = [
    *("how much is the pay", "the salary of a doctor", "what do they pay", "How long is it?"),
    *("hello there, hello", "is CT (computed tomography) safe", "FRCR 2B, 2B or not 2B", "x"),
]
FITTED = {
    view: TfidfVectorizer(sublinear_tf=True, **{**kind, "min_df": 1}).fit(TEXTS)
    for view, kind in VIEWS.items()
}
WORDING = Wording(
    {view: each.get_feature_names_out().tolist() for view, each in FITTED.items()},
    {view: each.idf_ for view, each in FITTED.items()},
)


def dense(text: str) -> np.ndarray:
    row = np.zeros(sum(len(each.vocabulary_) for each in FITTED.values()))
    columns, values = WORDING.columns(text)
    np.add.at(row, columns, values)
    return row


def assert_as_scikit_learn(text: str) -> None:
    theirs = hstack([each.transform([text]) for each in FITTED.values()]).toarray()[0]
    assert dense(text) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("text", [*TEXTS, "", " ", "🩻", "unheard-of", "Pay pay PAY pay\tthe\npay"])
def test_a_text_is_weighed_as_scikit_learn_weighs_it(text: str) -> None:
    assert_as_scikit_learn(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ahowpytcr 2B,?İß\n", max_size=60))
def test_any_text_is_weighed_as_scikit_learn_weighs_it(text: str) -> None:
    assert_as_scikit_learn(text)

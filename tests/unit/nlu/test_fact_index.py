"""Tests of ranking facts by their known questions."""

from __future__ import annotations

import pytest

from bot.errors import ModelFileError
from bot.nlu.encoder import shared_encoder
from bot.nlu.fact_index import FALSE, TRUE, UNLABELLED, FactIndex

KNOWN = [
    ("how much is the pay", "pay", UNLABELLED),
    ("the salary of a doctor", "pay", UNLABELLED),
    ("is the pay good", "pay", TRUE),
    ("do they pay well", "pay", TRUE),
    ("is the pay bad", "pay", FALSE),
    ("do they pay badly", "pay", FALSE),
    ("how long is the training", "years", UNLABELLED),
    ("how many years does it take", "years", UNLABELLED),
    ("does the training take five years", "years", UNLABELLED),
    ("what the training years are", "years", UNLABELLED),
    ("where do radiologists work", "place", UNLABELLED),
    ("in which hospitals do they work", "place", UNLABELLED),
    ("the place of work", "place", UNLABELLED),
    ("do they work in hospitals", "place", UNLABELLED),
]


@pytest.fixture(scope="module")
def index() -> FactIndex:
    texts, facts, premises = (list(each) for each in zip(*KNOWN, strict=True))
    return FactIndex.fit(texts, shared_encoder().encode(texts), facts, premises)


def ranked(index: FactIndex, text: str) -> tuple[dict[str, float], float]:
    return index.rank(text, shared_encoder().encode([text])[0])


@pytest.mark.parametrize(
    ("text", "fact"),
    [("what salary is paid", "pay"), ("years of training", "years"), ("which hospital", "place")],
)
def test_the_fact_whose_questions_are_nearest_leads(index, text: str, fact: str) -> None:
    meaning, similarity = ranked(index, text)

    assert next(iter(meaning)) == fact
    assert list(meaning.values()) == sorted(meaning.values(), reverse=True)
    assert set(meaning) == {"pay", "years", "place"}
    assert all(0 <= each <= 1 for each in meaning.values())
    assert 0 < similarity < 1


def test_a_known_question_is_as_near_as_can_be(index) -> None:
    _, similarity = ranked(index, "how much is the pay")

    assert similarity == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("text", ["", "🩻", "放射科", "x" * 1000])
def test_any_text_gets_a_ranking(index, text: str) -> None:
    meaning, similarity = ranked(index, text)

    assert len(meaning) == 3
    assert -1 <= similarity <= 1


def test_yes_and_no_are_only_said_of_facts_with_both_kinds_of_question(index) -> None:
    vector = shared_encoder().encode(["is the pay good"])[0]

    assert index.premises("is the pay good", vector, ["years", "place"]) == {}
    assert index.premises("is the pay good", vector, ["pay"]) in ({}, {"pay": True})
    assert index.premises("is the pay bad", vector, []) == {}


def test_what_was_saved_and_read_gives_the_same(index, tmp_path) -> None:
    index.save(tmp_path)

    meaning, similarity = ranked(FactIndex.read(tmp_path), "what salary is paid")

    expected, expected_similarity = ranked(index, "what salary is paid")
    assert list(meaning) == list(expected)
    assert meaning == pytest.approx(expected, abs=1e-2)
    assert similarity == pytest.approx(expected_similarity, abs=1e-2)


@pytest.mark.parametrize("file", ["questions.npz", "facts.json", "premises.npz"])
@pytest.mark.parametrize("content", [None, b"", b"\x80\x04K\x01."])
def test_missing_and_damaged_files_are_refused_with_the_remedy(
    index, tmp_path, file, content
) -> None:
    index.save(tmp_path)
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(content)

    with pytest.raises(ModelFileError, match=r"the model is damaged .*: train again"):
        FactIndex.read(tmp_path)

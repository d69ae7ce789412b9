"""Tests of the tokenizer: it works as ever, and forgets what was typed."""

from __future__ import annotations

import pytest

from bot.facts import read_facts
from bot.nlu import english as module
from bot.nlu.english import english
from bot.nlu.subject_finder import SubjectFinder


@pytest.fixture
def short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tokenizer that begins anew soon."""
    monkeypatch.setattr(module, "MOST_WORDS", len(english().vocab.strings) + 5)


@pytest.mark.usefixtures("short_memory")
def test_words_that_were_typed_are_forgotten_after_a_while() -> None:
    first = english()
    first.make_doc("zebrafish quokka axolotl okapi tamarin kinkajou")

    second = english()

    assert "zebrafish" in first.vocab.strings
    assert second is not first
    assert "zebrafish" not in second.vocab.strings


@pytest.mark.usefixtures("short_memory")
def test_subjects_are_found_by_whichever_tokenizer_is_there() -> None:
    finder = SubjectFinder(read_facts())
    before = finder.find("ultrasond or MRI?")
    english().make_doc("zebrafish quokka axolotl okapi tamarin kinkajou")
    assert english() is english()

    assert finder.find("ultrasond or MRI?") == before
    assert [each.subject for each in before] == ["ultrasound", "mri"]


def test_a_text_has_tokens_and_sentences() -> None:
    doc = english()("Is it CT? It's MRI.")

    assert [each.text for each in doc.sents] == ["Is it CT?", "It's MRI."]
    assert [each.text for each in doc][:4] == ["Is", "it", "CT", "?"]

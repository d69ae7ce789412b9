"""Tests of reading the words of the rules."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import DataFileError
from bot.privacy.words import FOLDER, KINDS, plain, read_words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "privacy"))


def test_every_kind_has_a_mask_of_its_own() -> None:
    shown = read_words(FOLDER).shown

    assert set(shown) == set(KINDS)
    assert len(set(shown.values())) == len(KINDS)


def test_every_fault_is_named_at_once(folder: Path) -> None:
    path = folder / "masking.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  titles: [dr,", "  titels: [dr,").replace("  link: '", "  lnik: '")
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataFileError) as error:
        read_words(folder)

    assert [each.partition(":")[2].split("'")[1] for each in error.value.problems] == [
        "link",
        "titles",
        "titels",
    ]


def test_a_missing_list_is_told(folder: Path) -> None:
    (folder / "surnames.txt").unlink()

    with pytest.raises(DataFileError, match=r"surnames\.txt"):
        read_words(folder)


def test_no_given_name_is_a_common_word() -> None:
    words = read_words(FOLDER)

    assert words.given_names & words.common == frozenset()


@pytest.mark.parametrize(("word", "known"), [("Siobhán", "siobhan"), ("O’Neil", "o'neil")])
def test_accents_and_apostrophes_do_not_matter(word: str, known: str) -> None:
    assert plain(word) == known

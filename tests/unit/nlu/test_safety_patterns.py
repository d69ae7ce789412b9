"""The safety patterns: what they find, what they leave alone, and faults in their file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from bot.errors import DataFileError
from bot.facts import read_facts
from bot.nlu.safety_patterns import SafetyPatterns, read_safety_patterns
from bot.safety import CLASSES, SAFETY_PATH

SENTENCES = yaml.safe_load(
    (Path(__file__).parent / "safety_sentences.yml").read_text(encoding="utf-8")
)
DANGEROUS = [(label, sentence) for label in CLASSES for sentence in SENTENCES[label]]

SMALL = """\
words:
  CANT: [cant, can not]
persons: {speaker: [i, my], others: [mum]}
exceptions:
  careers: [radiologists do]
career_words: {kinds: [role], topics: [pay]}
emergency:
  unless: [careers]
  alone:
  - CANT (even) breathe
  - pain ... chest
  with_person: [collaps*]
  whole_message: [stroke (help)]
distress: {alone: [want to die]}
medical: {alone: [took NUMBER tablets, had HIGH_NUMBER scans, lump END]}
"""


@pytest.fixture(scope="module")
def ours() -> SafetyPatterns:
    return read_safety_patterns()


@pytest.fixture
def small(tmp_path) -> SafetyPatterns:
    return read_safety_patterns(written(tmp_path, SMALL))


def written(folder: Path, text: str) -> Path:
    path = folder / "safety.yml"
    path.write_text(text, encoding="utf-8")
    return path


def label_of(patterns: SafetyPatterns, text: str) -> str | None:
    found = patterns.find(text)
    return found.label if found else None


def problems_of(folder: Path, text: str) -> list[str]:
    path = written(folder, text)
    with pytest.raises(DataFileError) as caught:
        read_safety_patterns(path)
    return [each.removeprefix(f"{path}:") for each in caught.value.problems]


def test_there_are_enough_sentences_of_each_kind():
    assert all(len(SENTENCES[label]) >= 60 for label in CLASSES)
    assert len(SENTENCES["careers"]) >= 80


@pytest.mark.parametrize(("label", "sentence"), DANGEROUS)
def test_a_message_of_a_safety_class_is_found(ours, label, sentence):
    assert label_of(ours, sentence) == label


@pytest.mark.parametrize("sentence", SENTENCES["careers"])
def test_a_careers_question_is_left_alone(ours, sentence):
    assert ours.find(sentence) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I took all my tablets because I want to die", "emergency"),
        ("I want to die, and what does my scan mean?", "distress"),
        ("How long is training? My dad isn't breathing.", "emergency"),
    ],
)
def test_the_gravest_class_wins_in_whichever_sentence_it_stands(ours, text, label):
    assert label_of(ours, text) == label


def test_a_pattern_that_needs_a_person_wants_one_in_the_same_sentence(small):
    assert label_of(small, "mum collapsed") == "emergency"
    assert small.find("the market collapsed") is None
    assert small.find("the market collapsed. mum lost money") is None


def test_an_exception_silences_only_patterns_that_need_a_person(small):
    assert small.find("what radiologists do when my patient collapsed") is None
    assert label_of(small, "what radiologists do, i cant breathe") == "emergency"


def test_a_whole_message_pattern_wants_nothing_else_in_the_message(small):
    assert label_of(small, "Stroke help!") == "emergency"
    assert small.find("stroke help for radiologists") is None
    assert small.find("Stroke. What is it?") is None


@pytest.mark.parametrize("text", ["cant breathe", "CAN’T even breathe", "can not breathe!"])
def test_lists_missing_words_capitals_and_apostrophes_are_understood(small, text):
    assert label_of(small, text) == "emergency"


def test_a_gap_skips_at_most_four_words(small):
    assert label_of(small, "pain a b c d chest") == "emergency"
    assert small.find("pain a b c d e chest") is None


def test_numbers_and_the_end_of_a_sentence_can_be_named(small):
    assert label_of(small, "took 4 tablets") == "medical"
    assert label_of(small, "had 12 scans") == "medical"
    assert small.find("had 3 scans") is None
    assert label_of(small, "a lump. and now") == "medical"
    assert small.find("a lump sum") is None


@pytest.mark.parametrize("text", ["mum colapsed", "mum collapsd", "cant brethe", "pain in chets"])
def test_typing_mistakes_are_forgiven(small, text):
    assert label_of(small, text) == "emergency"


def test_a_real_word_is_never_taken_for_a_typing_mistake(small):
    assert small.find("pain in chess") is None


def test_phrases_of_work_and_study_are_known(small):
    assert small.is_about_careers("What do radiologists do?")
    assert not small.is_about_careers("What do they do?")


@pytest.mark.parametrize(
    "unit",
    ["a", "my ", "cant ", "i have a ", "pain in my chest ", "not really ", "zqxvj ", "?!. ", "9 "],
)
def test_hostile_text_is_read_in_a_moment(ours, unit):
    text = (unit * 1000)[:1000]
    start = time.perf_counter()
    ours.find(text)
    assert time.perf_counter() - start < 0.5


def test_twice_the_text_takes_no_more_than_about_twice_the_time(ours):
    def seconds(words: int) -> float:
        start = time.perf_counter()
        ours.find("i have a pain in my " * words)
        return time.perf_counter() - start

    seconds(10)
    assert seconds(2000) < 8 * max(seconds(1000), 0.01)


def test_an_empty_message_is_nothing(ours):
    assert ours.find("") is None
    assert ours.find("?!") is None


def test_our_file_names_kinds_and_topics_that_the_facts_file_has(ours):
    subjects = read_facts().subjects
    assert ours.career_kinds <= {subject.kind for subject in subjects.values()}
    assert ours.career_topics <= set(subjects)


def test_our_file_is_read_by_default():
    assert SAFETY_PATH.name == "safety.yml"
    assert read_safety_patterns().find("cant breathe").pattern


def test_a_missing_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DataFileError, match="no such file: put it back"):
        read_safety_patterns(tmp_path / "none.yml")


def test_a_file_that_is_not_yaml_is_named_with_its_line(tmp_path):
    assert problems_of(tmp_path, "words: [")[0].startswith("1: expected the node content")


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "safety.yml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match="save it as UTF-8"):
        read_safety_patterns(path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("- pain ... chest", "- PAIN chest", "11: 'PAIN' is no list under words: correct it"),
        ("- pain ... chest", "- can't", "11: 'can't' is not made of plain small words"),
        ("- pain ... chest", "- pain (chest)", "11: 'pain (chest)' begins or ends with what may"),
        ("- pain ... chest", "- ... chest", "11: '... chest' begins or ends with what may be"),
        ("- pain ... chest", "- no", "11: False is not text for YAML: put it in quotes"),
        ("- pain ... chest", "- (pain)", "11: '(pain)' has no word that must be there: add one"),
        ("- pain ... chest", "- pain (chest", "11: '(' is not made of plain small words"),
        ("- pain ... chest", "- CANT (even) breathe", "11: 'CANT (even) breathe' is written twice"),
        ("CANT: [cant, can not]", "CANT: [can't]", "2: 'can't' is not plain small words"),
        ("CANT: [cant, can not]", "END: [cant]", "2: 'END' cannot name a list"),
        ("others: [mum]", "others: [my mum]", "3: 'my mum' is not one small word: mend it"),
        ("unless: [careers]", "unless: [past]", "8: there are no exceptions 'past'"),
        ("unless: [careers]", "unles: [careers]", "8: 'unles' is unknown: use one of"),
        ("topics: [pay]", "topics: pay", "6: 'topics' is not a list: write it as"),
        ("{kinds: [role], topics: [pay]}", "{kinds: [role]}", "6: 'topics' is missing: add it"),
        ("distress: {alone", "distres: {alone", "14: 'distres' is unknown: use one of"),
        ("distress: {alone", "emergency: {alone", "14: 'emergency' is written twice: keep one"),
    ],
)
def test_a_fault_is_named_with_its_line_and_remedy(tmp_path, old, new, problem):
    assert any(each.startswith(problem) for each in problems_of(tmp_path, SMALL.replace(old, new)))


def test_all_faults_are_listed_at_once(tmp_path):
    text = SMALL.replace("- pain ... chest", "- PAIN").replace("want to die", "... die")
    assert len(problems_of(tmp_path, text)) == 2


@pytest.mark.parametrize("text", ["", "[]", "words", "emergency: [a]", "persons: {speaker: 1}"])
def test_a_file_of_another_shape_is_refused_without_a_traceback(tmp_path, text):
    assert problems_of(tmp_path, text)

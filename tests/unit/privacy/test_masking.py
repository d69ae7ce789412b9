"""Tests of masking: what is personal goes, what only looks so stays."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import read_facts
from bot.privacy import find_personal, mask, mask_all
from bot.settings import ROOT

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples.yml").read_text(encoding="utf-8"))
BUDGET = 0.003
"""Seconds of this process for a message of usual length."""

ORDINARY = """
What is a CT scan, and is an MRI or MR angiogram better?
I am an ST4 and I passed FRCR 2B, when do I get my CCT?
I'm an F2, can I skip ST1? My MSRA score was 512.
There were 3,719 applications for 363 posts in 2025, so a ratio of 10.25.
Can I call 116 123, 111 or 999? The number is 0800 123 4567 or 0300 123 1100.
Bleep 1234, extension 45678, room 12, ward 7A
ST4 2nd year, CT1 3rd post, FY1 1st job, ST3 8hr days
St George's, King's College Hospital, Queen Elizabeth Hospital, John Radcliffe, James Paget
Royal College of Radiologists, Health Education England, Marie Curie, Wilhelm Röntgen
Applications open on 24/10/2025 and close on 20 November 2025 at 16:00.
Pay goes from £36,616 to £70,425 and on-call from 0900-1700 or 2000 - 0830
https://www.rcr.ac.uk/our-services/exams/frcr-part-2b-radiology/ and www.nhsemployers.org/articles
Dr in the house, miss the deadline, professor of radiology, sister department, Mr or Mrs?
I'm interested, I am British, I'm confused, this is urgent, it's April, hi there, thanks a lot
my password is wrong, it's no secret, the token gesture, the key to success
""".strip().split("\n")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["written"][:40])
def test_a_message_is_kept_as_the_example_says(example: dict) -> None:
    assert mask(example["written"]).text == (example["kept"] or example["written"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["written"][:40])
def test_what_was_masked_is_not_masked_again(example: dict) -> None:
    kept = mask(example["written"]).text

    assert mask(kept).text == kept


@pytest.mark.parametrize("text", ORDINARY)
def test_careers_talk_is_left_alone(text: str) -> None:
    assert mask(text).text == text


def test_no_sentence_of_ours_holds_personal_data() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    said = [each["text"] for texts in responses.values() for each in texts]
    library = read_facts()
    said += [fact.asks for fact in library.facts if fact.asks]
    said += [subject.name for subject in library.subjects.values()]

    assert [each for each in said if mask(each).kinds] == []


def test_the_kinds_are_named_in_order() -> None:
    masked = mask("I'm Dr Sarah Jones, GMC 7654321, s.jones@nhs.net")

    assert masked.kinds == ("name", "gmc_number", "email")
    assert masked.text == "I'm Dr [name], GMC [registration number], [email]"


def test_an_old_date_is_a_date_of_birth_only_beside_other_personal_data() -> None:
    assert mask("The reform was on 12/03/1994").kinds == ()
    assert mask("Jane Smith, 12/03/1994").text == "[name], [date of birth]"


def test_a_name_is_masked_wherever_it_comes_again() -> None:
    masked = mask("my name is Adaeze Nwosu. Does nwosu sound odd to Nwosu's colleagues?")

    assert "wosu" not in masked.text


def test_parts_of_a_message_lose_what_the_whole_tells() -> None:
    text = "My name is Zoltrix and what is CT?"
    parts = {"parts": [{"text": "zoltrix  and what is ct"}], "count": 2, "of": ("Zoltrix",)}

    assert mask_all(parts, text) == {
        "parts": [{"text": "[name]  and what is ct"}],
        "count": 2,
        "of": ["[name]"],
    }


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=400))
def test_any_text_is_masked_without_a_fault(text: str) -> None:
    found = find_personal(text)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        *(" " * 999 + "x", "1 " * 500, "one two " * 120, "a.a" * 330, "Tom " * 250, "a@" * 500),
        *("dr. " * 250, "my name is " * 90, "gmc number is " * 70, "http://" * 140, "- a\n" * 250),
        *("jan 1 " * 160, "a at b dot " * 90, "(((" * 330, "\n" * 999 + "a", "0-" * 500),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    mask(text)

    assert time.process_time() - began < 0.1


def test_a_message_takes_less_than_three_milliseconds() -> None:
    texts = [each["written"] for each in EXAMPLES] + ORDINARY
    mask("warm-up for jane@example.com")
    began = time.process_time()
    for text in texts:
        mask(text)

    assert (time.process_time() - began) / len(texts) < BUDGET


def test_the_sentence_after_an_address_is_left_alone() -> None:
    masked = mask("write to priya.nair@example.org. How long is training?")

    assert masked.text == "write to [email]. How long is training?"

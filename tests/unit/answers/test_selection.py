"""Tests of ranking facts by meaning, aspect and subject."""

from __future__ import annotations

import pytest

from bot.answers.selection import Weights, about, aspect_share, rank, subject_share


def test_every_askable_fact_is_ranked_and_no_signpost(library) -> None:
    ranked = rank(library, {}, {}, ())

    assert {each.fact for each in ranked} == set(library.askable)
    assert all(each.score == 0 for each in ranked)


@pytest.mark.parametrize(
    ("weights", "lead"),
    [
        (Weights(1, 0, 0), "mri_what"),
        (Weights(0, 1, 0), "ct_shows"),
        (Weights(0, 0, 1), "ultrasound_what"),
    ],
)
def test_meaning_aspect_and_subject_each_lead_when_they_alone_count(library, weights, lead) -> None:
    ranked = rank(library, {"mri_what": 0.9}, {"techniques": 1.0}, ("ultrasound",), weights)

    assert ranked[0].fact.id == lead


def test_the_score_is_the_weighted_sum_of_the_shares(library) -> None:
    lead = rank(library, {"ct_what": 0.5}, {"definition": 0.4}, ("ct",), Weights(2, 3, 4))[0]

    assert (lead.fact.id, lead.meaning, lead.aspect, lead.subject) == ("ct_what", 0.5, 0.4, 1.0)
    assert lead.score == pytest.approx(2 * 0.5 + 3 * 0.4 + 4 * 1.0)


def test_the_share_of_an_aspect_is_its_probability(library) -> None:
    assert aspect_share(library.fact("ct_what"), {"definition": 0.7, "pay": 0.3}) == 0.7
    assert aspect_share(library.fact("ct_what"), {"pay": 0.3}) == 0.0


def test_a_fact_is_wholly_about_its_own_subject_and_less_about_near_ones(library) -> None:
    fact = library.fact("ct_what")

    shares = [about(library, (each,), fact) for each in ("ct", "ct_scanner", "imaging", "mri")]

    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == 0.0


def test_a_subject_named_later_counts_less_than_the_main_one(library) -> None:
    fact = library.fact("ct_or_mri")

    assert subject_share(fact, {"ct": 1.0}, library) > subject_share(fact, {"mri": 1.0}, library)


def test_work_that_is_not_ours_and_unknown_subjects_count_nothing(library) -> None:
    assert about(library, ("nursing", "nobody_knows"), library.fact("ct_what")) == 0.0

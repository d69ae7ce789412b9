"""Forms whose numbers are none: a page is shown, nothing fails."""

from __future__ import annotations

import pytest

from bot.console.gaps.models import Gap
from tests.unit.console.talk import index, turn_of

ODD = ["\u00b2", "\u0665", "9" * 30, "9" * 5_000, "-1", "1e3", "", " 1", "0x1", "\ud800"]


@pytest.mark.parametrize("odd", ODD)
def test_turns_that_are_no_numbers_are_passed_over(talk, trainer, odd: str) -> None:
    talk.turn("Is it cold?")
    index()
    turn = turn_of("Is it cold?")
    gap = Gap.objects.create(label="cold", vector=b"", last_at=turn.at, size=1)
    odd = odd.encode("utf-8", "replace").decode()

    for path in (
        f"/gaps/{gap.id}/examples/",
        f"/gaps/{gap.id}/fact/",
        f"/conversations/{turn.conversation.key}/test/",
        "/conversations/saved/",
    ):
        form = {"turns": odd, "fact": "ct_what", "title": "Cold", "drop": odd}
        assert trainer.post(path, form).status_code in (302, 422), path


def test_a_page_of_a_number_beyond_all_numbers_is_none(trainer) -> None:
    assert trainer.get(f"/turns/{'9' * 30}/").status_code == 404
    assert trainer.get(f"/gaps/{'9' * 4_000}/").status_code == 404

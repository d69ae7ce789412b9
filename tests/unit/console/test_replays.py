"""Replays: only what changed is kept, and what was right and became wrong fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.console.replays import replaying
from bot.console.replays.models import Difference
from tests.unit.console.talk import index, turn_of


def answer(outcome: str, *facts: str) -> dict:
    return {"outcome": outcome, "facts": list(facts), "text": "…"}


@pytest.fixture
def models(talk, monkeypatch):
    """Two models whose answers the test gives, for three questions."""
    for text in ("What is CT?", "What is MRI?", "A car?"):
        talk.turn(text, facts=("ct_what",))
    index()
    given: dict[str, list[dict]] = {}
    monkeypatch.setattr(replaying, "answers_of", lambda _project, model, _turns: given[model.name])

    def run(old: list[dict], new: list[dict]) -> int:
        given.update(old=old, new=new)
        return replaying.replay(["--old", "old", "--new", "new"])

    return run


SAME = answer("answered", "ct_what")
OTHER = answer("answered", "mri_how")


def test_only_changed_answers_are_kept(models, trainer) -> None:
    assert models([SAME, SAME, SAME], [SAME, OTHER, SAME]) == 0

    difference = Difference.objects.get()
    assert difference.turn.question == "What is MRI?"
    assert difference.judgement == "open"
    page = trainer.get(f"/replays/{difference.replay_id}/").content.decode()
    assert "What is MRI?" in page
    assert "What is CT?" not in page
    trainer.post(f"/replays/differences/{difference.id}/", {"judgement": "better"})
    difference.refresh_from_db()
    assert difference.judgement == "better"


def test_what_was_judged_right_and_became_wrong_fails(models, trainer, capsys) -> None:
    trainer.post(f"/turns/{turn_of('What is CT?').id}/review/", {"verdict": "right"})

    assert models([SAME, SAME, SAME], [OTHER, SAME, SAME]) == 1

    assert Difference.objects.get().judgement == "worse"
    assert "has become wrong: What is CT?" in capsys.readouterr().out


def test_a_correction_that_is_now_followed_is_better_and_one_that_is_lost_worse(
    models, trainer
) -> None:
    address = f"/turns/{turn_of('What is MRI?').id}/review/"
    trainer.post(address, {"verdict": "wrong", "fact": "mri_how"})

    assert models([SAME, SAME, SAME], [SAME, OTHER, SAME]) == 0
    assert Difference.objects.get().judgement == "better"
    assert models([SAME, OTHER, SAME], [SAME, SAME, SAME]) == 1


def test_a_missing_model_is_named(talk) -> None:
    with pytest.raises(replaying.ReplayError, match="there is no such model"):
        replaying.answers_of(Path("."), Path("no_such_model.tar.gz"), [])

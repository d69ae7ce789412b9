"""Tests of what `make bench` reckons and tells; it measures nothing here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import projects
from benchmarks.making import ON_ALL, ON_SHARE, _of_policies, extrapolated
from benchmarks.report import write
from benchmarks.running import Contestant

SHOWN = """\
Epochs:   0%|          | 0/3 [00:00<?, ?it/s]
Epochs:  33%|███▎      | 1/3 [02:22<04:44, 142.29s/it, t_loss=11]
Epochs:  67%|██████▋   | 2/3 [03:54<01:52, 112.76s/it, t_loss=8]
Epochs: 100%|██████████| 3/3 [05:02<00:00, 93.34s/it, t_loss=5]
Epochs: 100%|██████████| 3/3 [05:02<00:00, 93.34s/it, t_loss=5]
Processed story blocks: 100%|██████████| 3/3 [00:00<00:00, 2265.15it/s]
Epochs:  33%|███▎      | 1/3 [00:10<00:44, 10.29s/it, t_loss=11]
Epochs: 100%|██████████| 3/3 [1:00:20<00:00, 9.34s/it, t_loss=5]
"""
FIGURES = {
    "p50 at 1, ms": {"floor": 8.0, "stock": 90.0, "ours": 10.0},
    "answers a second at 8": {"floor": 200.0, "stock": 12.0, "ours": 66.0},
    ON_SHARE: {"stock": 900.0, "ours": 20.0},
    ON_ALL: {"stock": 9000.0, "ours": 1000.0},
    "message 1, ms": {"ours": 10.0},
    "message 1000, ms": {"ours": 11.0},
    "held-out right, %": {"stock": 50.0, "ours": 90.0},
}


def test_later_epochs_are_reckoned_from_those_after_the_first() -> None:
    # (302 - 142) / 2 and (3620 - 10) / 2 seconds an epoch, 97 epochs more of each.
    assert extrapolated(400, SHOWN, 3, 100) == 400 + 97 * 80 + 97 * 1805


def test_a_training_that_showed_nothing_is_not_stretched() -> None:
    assert extrapolated(400, "no rows", 3, 100) == 400


def test_what_the_policies_took_is_the_rows_after_intents_and_responses() -> None:
    policy = "Epochs: 100%|███| 3/3 [00:07<00:00, 9.34s/it]"
    restarted = "Epochs:  33%|███| 1/3 [00:05<00:44, 10.29s/it]"

    assert _of_policies(SHOWN, 3) == 0
    assert _of_policies("\n".join((SHOWN, restarted, policy, restarted, policy)), 3) == 14


def test_table_chart_and_json_are_written(tmp_path: Path) -> None:
    text = write(FIGURES, ["a note"], tmp_path)

    assert "| p50 of an answer, ours / floor | 1.25 | at most 1.5 | met |" in text
    assert "| answers a second at 8, ours / stock | 5.50 | at least 5 | met |" in text
    assert "| training on all, ours / stock extrapolated | 0.11 | at most 0.1 | missed |" in text
    assert "| held-out right, ours minus stock | 40.00 | at least 15 | met |" in text
    assert "| message 1,000 / message 1 | 1.10 | at most 1.2 | met |" in text
    assert text.rstrip().endswith("- a note")
    assert json.loads((tmp_path / "figures.json").read_text())["figures"] == FIGURES
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("share", "least", "kept"), [(0.5, 1, 4), (0.0, 2, 2), (1.0, 2, 8)])
def test_both_learn_from_the_same_share(share: float, least: int, kept: int) -> None:
    block = {"intent": "greet", "examples": "".join(f"- hello {n}\n" for n in range(8))}

    thin, again = (projects._thinned([block], share, least) for _ in range(2))

    assert thin == again
    assert len(thin[0]["examples"].splitlines()) == kept


def test_memory_and_processor_time_count_what_was_started_once() -> None:
    child = "kept = bytearray(b'x') * 200_000_000; print('up', flush=True); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"up\n"
        served = Contestant("some", Path(), [], 0, processes=[process])
        memory, seconds = served.memory(), served.processor_time()
        process.communicate(b"\n")

    assert 190 < memory < 300
    assert 0 < seconds < 2
    assert Contestant("none", Path(), [], 0).processor_time() == 0

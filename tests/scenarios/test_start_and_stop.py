"""Scenarios of starting and stopping: what is refused is refused in plain words, at once."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from bot.rasa_runtime.training import current_model
from bot.settings import ROOT
from tests.scenarios.served import HOST, TO_STOP

QUESTION = "What is interventional radiology?"
FACT = "ir_definition"


@pytest.fixture
def facts_file(project: Path) -> Path:
    """The facts file of the copied project."""
    return project / "data" / "facts.yml"


def test_changed_words_are_told_without_training_and_ctrl_c_stops_it_cleanly(
    start, project: Path, facts_file: Path, library
) -> None:
    says = library.fact(FACT).says
    _replace(facts_file, f"says: {says}", "says: Interventional radiology was put in other words.")
    models = sorted((project / "models").iterdir())
    served = start(project).wait_until_it_answers()

    message = served.ask(QUESTION, "visitor")
    began = time.monotonic()
    code = served.interrupt()

    assert message["text"].splitlines()[0] == "Interventional radiology was put in other words."
    assert sorted((project / "models").iterdir()) == models
    assert (code, served.output) == (0, "")
    assert time.monotonic() - began < TO_STOP / 2
    assert served.errors.splitlines() == [
        "Checking the facts ...",
        "Starting. Stop with Ctrl-C.",
        f"  the widget on a page:  {served.address}/webhooks/web/",
        f"  a whole page:          {served.address}/webhooks/web/chat",
        f"  without JavaScript:    {served.address}/webhooks/web/plain",
        f"  programs (REST):       {served.address}/webhooks/rest/webhook",
        "Stopped.",
    ]


def test_conversations_are_kept_in_the_file_that_was_named(start, project: Path) -> None:
    served = start(project).wait_until_it_answers()

    served.ask(QUESTION, "somebody")
    served.interrupt()

    assert b"somebody" in served.kept
    assert not list(project.glob("*.db"))


def test_a_port_in_use_is_named_with_the_remedy(start, server) -> None:
    second = start(ROOT, server.port)

    assert second.exit_code() == 1
    assert second.errors == (
        f"{HOST}:{server.port}: Address already in use: stop what listens there, or name "
        "another port with ASSISTANT_PORT\n"
    )
    assert server.ask("Hello", "visitor")["answer"]["outcome"] == "conversed"


def test_a_broken_facts_file_refuses_the_start_with_every_problem(
    start, project: Path, facts_file: Path, library
) -> None:
    fact = library.fact(FACT)
    source = _replace(facts_file, f"  source: {fact.source}\n", "  source: hearsay\n")
    aspect = _replace(facts_file, "  aspect: pay\n", "  aspect: money\n")

    served = start(project)

    assert served.exit_code() == 1
    problems = served.errors.splitlines()[1:]
    assert served.errors.splitlines()[0] == "Checking the facts ..."
    assert [each for each in problems if each.startswith(f"data/facts.yml:{aspect}:")]
    assert all(each.startswith("data/facts.yml:") for each in problems)
    _replace(facts_file, "  aspect: money\n", "  aspect: pay\n")
    again = start(project)
    assert again.exit_code() == 1
    assert f"data/facts.yml:{source}: " in again.errors
    assert "Traceback" not in served.errors + again.errors


def test_a_facts_file_that_is_no_yaml_refuses_the_start(
    start, project: Path, facts_file: Path
) -> None:
    facts_file.write_text("facts: [", encoding="utf-8")

    served = start(project)

    assert served.exit_code() == 1
    assert served.errors.splitlines()[1].startswith("data/facts.yml:")
    assert "Traceback" not in served.errors


def test_the_model_that_is_in_use_is_needed_no_more_when_its_process_is_started_again(
    start, project: Path
) -> None:
    served = start(project).wait_until_it_answers()
    (worker,) = psutil.Process(served.process_id).children()

    current_model(project).unlink()
    worker.kill()

    assert served.wait_until_it_answers().ask(QUESTION, "visitor")["text"]


def test_a_damaged_model_refuses_the_start_and_names_the_remedy(start, project: Path) -> None:
    model = current_model(project)
    model.write_bytes(model.read_bytes()[:1000])

    served = start(project)

    assert served.exit_code() == 1
    assert served.errors.splitlines()[-1].startswith(
        f"models/{model.name}: the model cannot be loaded ("
    )
    assert served.errors.endswith("): run `make train`\n")
    assert "Traceback" not in served.errors


def test_settings_that_cannot_be_used_are_all_named(start, monkeypatch, tmp_path: Path) -> None:
    served = start(ROOT, port=99999)

    assert served.exit_code() == 1
    assert served.errors == "ASSISTANT_PORT is '99999': give a number from 1 to 65535\n"


def _replace(path: Path, old: str, new: str) -> int:
    """Put something else into a file, once; the line on which it stands."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1

"""Tests of the Dockerfile, the compose file and the alerts."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest
import yaml

from bot.monitoring import metrics
from bot.settings import ROOT, read_settings

DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))


def test_the_image_runs_without_root_and_what_it_runs_is_not_its_own() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.findall(r"^USER (.+)$", last, re.M) == ["10001:10001"]
    assert "--chown" not in DOCKERFILE
    assert "chmod" not in DOCKERFILE


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = [each[1:] for each in ignored if each.startswith("!")]
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M)
        for source in line.split()[:-1]
    ]

    assert copied
    for each in copied:
        assert (ROOT / each).exists(), each
        assert each in kept, each
    assert not [each for each in kept if fnmatch(each, "*.db") or ".env" in each or each == ".git"]


def test_the_image_holds_all_that_a_model_is_made_of() -> None:
    from bot.rasa_runtime.training import MADE_OF

    for pattern in (*MADE_OF, "endpoints.yml", "deploy/credentials.yml"):
        first = pattern.partition("/")[0]
        assert re.search(rf"^COPY .*\b{re.escape(first)}", DOCKERFILE, re.M), pattern


def test_containers_are_read_only_and_give_their_rights_away() -> None:
    for name in ("assistant", "locks"):
        service = COMPOSE["services"][name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
    for service in COMPOSE["services"].values():
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_assistant_is_reached_and_from_this_machine_alone() -> None:
    ports = {name: each.get("ports", []) for name, each in COMPOSE["services"].items()}

    assert ports["database"] == ports["locks"] == []
    assert all(each.startswith("127.0.0.1:") for each in ports["assistant"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_environment_of_the_compose_file_is_one_that_the_assistant_can_use() -> None:
    given = {
        name: re.sub(r"\$\{\w+:?([-?])([^}]*)\}", _filled, str(value))
        for name, value in COMPOSE["services"]["assistant"]["environment"].items()
    }
    settings = read_settings({**given, "ASSISTANT_CREDENTIALS": "deploy/credentials.yml"})

    assert settings.workers == 2
    assert settings.slack is settings.teams is None


def test_no_password_has_a_default() -> None:
    text = (ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8")

    for name in ("DATABASE_PASSWORD", "LOCK_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}(\S)", text)
        assert uses
        assert all(each == ":" for each in uses)
        assert f"{name}:-" not in text


@pytest.mark.parametrize("rule", ALERTS["groups"][0]["rules"], ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_metrics_that_there_are_and_says_what_to_do(rule: dict) -> None:
    known = {
        sample
        for metric in vars(metrics).values()
        if hasattr(metric, "_name")
        for sample in (
            metric._name,
            f"{metric._name}_total",
            f"{metric._name}_bucket",
        )
    }

    asked = re.findall(r"\bassistant_\w+", rule["expr"])
    assert asked
    assert set(asked) <= known
    assert set(rule["annotations"]) == {"summary", "do"}


def _filled(found: re.Match[str]) -> str:
    return found[2] if found[1] == "-" else "secret"

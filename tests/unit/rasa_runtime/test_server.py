"""Tests of what comes before serving: the port, the endpoints, and a model that can be loaded."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.errors import StartError
from bot.rasa_runtime.endpoints import read_endpoints
from bot.rasa_runtime.server import check_port, load_assistant

ENDPOINTS = """\
tracker_store: {type: SQL, dialect: sqlite, db: conversations.db}
action_endpoint: {url: "http://localhost:5055/webhook"}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with endpoints."""
    (tmp_path / "endpoints.yml").write_text(ENDPOINTS, encoding="utf-8")
    return tmp_path


def test_a_free_port_is_fine_and_stays_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_a_port_in_use_is_named_with_the_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(StartError) as error:
            check_port("127.0.0.1", port)

    assert str(error.value) == (
        f"127.0.0.1:{port}: Address already in use: stop what listens there, or name another "
        "port with ASSISTANT_PORT"
    )


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(StartError, match=r"192\.0\.2\.1:5005: Cannot assign requested address"):
        check_port("192.0.2.1", 5005)


def test_endpoints_are_those_of_the_file_unless_a_database_is_named(root: Path) -> None:
    kept = read_endpoints(root)
    named = read_endpoints(root, root / "kept.db")

    assert kept.tracker_store.kwargs["db"] == "conversations.db"
    assert named.tracker_store.kwargs == {"dialect": "sqlite", "db": str(root / "kept.db")}
    assert kept.action.url == named.action.url == "http://localhost:5055/webhook"


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
async def test_a_model_that_cannot_be_loaded_is_refused_where_rasa_would_go_on_without(
    root: Path, content: bytes | None
) -> None:
    model = root / "model.tar.gz"
    if content is not None:
        model.write_bytes(content)

    with pytest.raises(StartError) as error:
        await load_assistant(root, model)

    assert str(error.value).startswith(
        f"{model.parent.name}/{model.name}: the model cannot be loaded ("
    )
    assert str(error.value).endswith("): run `make train`")


@pytest.mark.filterwarnings("ignore:No valid model")
async def test_rasa_still_goes_on_without_a_model(root: Path) -> None:
    from rasa.core.agent import load_agent

    model = root / "model.tar.gz"
    model.write_bytes(b"no archive")

    agent = await load_agent(model_path=str(model))

    assert not agent.is_ready()

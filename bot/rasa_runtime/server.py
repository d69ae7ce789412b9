"""Starts Rasa's server, and loads the assistant without one for the terminal."""

from __future__ import annotations

import socket
from pathlib import Path

from bot.errors import StartError


def check_port(host: str, port: int) -> None:
    """Make sure that a port is free.

    Raises:
        StartError: something else listens there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"{host}:{port}: {error.strerror}: stop what listens there, or name another "
                "port with ASSISTANT_PORT"
            ) from error


def serve(root: Path, model: Path, host: str, port: int) -> None:
    """Serve the assistant until it is stopped."""
    from rasa.core.run import serve_application

    serve_application(
        model_path=str(model),
        interface=host,
        port=port,
        credentials=str(root / "credentials.yml"),
        endpoints=_endpoints(root),
        enable_api=False,
    )


async def load_assistant(root: Path, model: Path):
    """The assistant as an agent of Rasa, with a memory of its own, for one terminal.

    Returns:
        A rasa.core.agent.Agent: `handle_text(text, sender_id=...)` answers.
    """
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints

    return await load_agent(model_path=str(model), endpoints=AvailableEndpoints())


def _endpoints(root: Path):
    from rasa.core.utils import AvailableEndpoints

    return AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))

"""Starts Rasa's server, and loads the assistant without one for the terminal."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from threadpoolctl import threadpool_limits

from bot.errors import StartError
from bot.rasa_runtime.memory import settle

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.utils import AvailableEndpoints


KEEP_ALIVE = 30
"""Seconds for which an idle connection is held."""

LARGEST_REQUEST = 5_000_000
"""Bytes of a request; the channels refuse what is too large for them in words of their own."""


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


def serve(
    root: Path,
    model: Path,
    credentials: Path,
    host: str,
    port: int,
    database: Optional[Path] = None,
) -> None:
    """Serve the assistant until it is stopped.

    Rasa's `serve_application` logs a model that it cannot load and serves without one, so the
    assistant is loaded first; and its application answers requests of other origins by itself,
    before a channel can, and tells its version to everybody, so the application is made here.

    Args:
        credentials: the file that names the channels.
        database: the SQLite file of the conversations, in place of that in endpoints.yml.

    Raises:
        StartError: the model cannot be loaded.
    """
    from rasa.core.channels.channel import register
    from rasa.core.run import close_resources, create_http_input_channels
    from sanic import Sanic

    from bot.rasa_runtime.guards import GuardedProtocol, guard

    endpoints = read_endpoints(root, database)
    channels = create_http_input_channels(None, str(credentials))
    assistant = asyncio.run(_load(model, endpoints))
    app = Sanic("radiology_careers", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    guard(app)
    register(channels, app, route="/webhooks/")
    app.ctx.agent = assistant
    app.register_listener(close_resources, "after_server_stop")
    app.run(host=host, port=port, protocol=GuardedProtocol)


async def load_assistant(root: Path, model: Path) -> Agent:
    """The assistant as an agent of Rasa, with a memory of its own, for one terminal.

    Returns:
        An agent whose `handle_text(text, sender_id=...)` answers.

    Raises:
        StartError: the model cannot be loaded.
    """
    endpoints = read_endpoints(root)
    endpoints.tracker_store = None
    return await _load(model, endpoints)


def read_endpoints(root: Path, database: Optional[Path] = None) -> AvailableEndpoints:
    """What endpoints.yml says, with another file for the conversations if one is named."""
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    endpoints = AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))
    if database is not None:
        endpoints.tracker_store = EndpointConfig(
            type=endpoints.tracker_store.type, dialect="sqlite", db=str(database)
        )
    return endpoints


async def _load(model: Path, endpoints: AvailableEndpoints) -> Agent:
    from rasa.core.agent import Agent
    from rasa.core.brokers.broker import EventBroker
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore

    # One message is too little to share: a second thread costs more waiting than it saves.
    threadpool_limits(1, user_api="blas")
    broker = await EventBroker.create(endpoints.event_broker)
    try:
        assistant = Agent.load(
            str(model),
            generator=endpoints.nlg,
            tracker_store=TrackerStore.create(endpoints.tracker_store, event_broker=broker),
            lock_store=LockStore.create(endpoints.lock_store),
            action_endpoint=endpoints.action,
        )
    except Exception as error:
        raise StartError(
            f"{model}: the model cannot be loaded ({error}): run `make train`"
        ) from error
    settle()
    return assistant

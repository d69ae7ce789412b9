"""Starts Rasa's server, and loads the assistant without one for the terminal."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from bot.errors import StartError
from bot.rasa_runtime.endpoints import read_endpoints
from bot.rasa_runtime.memory import settle
from bot.settings import Settings

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.utils import AvailableEndpoints
    from sanic import Sanic


KEEP_ALIVE = 30
"""Seconds for which an idle connection is held."""

LARGEST_REQUEST = 5_000_000
"""Bytes of a request; the channels refuse what is too large for them in words of their own."""

WAITING_CONNECTIONS = 512


def check_port(host: str, port: int) -> None:
    """Make sure that a port is free.

    Raises:
        StartError: something else listens there.
    """
    listening(host, port).close()


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to a port, to be listened on.

    Raises:
        StartError: something else listens there.
    """
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise StartError(
            f"{host}:{port}: {error.strerror}: stop what listens there, or name another "
            "port with ASSISTANT_PORT"
        ) from error
    return made


def serve(
    root: Path,
    model: Path,
    settings: Settings,
    listener: socket.socket,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Serve the assistant until it is stopped.

    Args:
        listener: where requests come in, shared with other processes if there are several.
        started: is called when it is about to answer.

    Raises:
        StartError: the model cannot be loaded.
    """
    from bot.rasa_runtime.guards import GuardedProtocol

    app = make_app(root, model, settings)
    started()
    if settings.workers == 1:
        app.run(sock=listener, backlog=WAITING_CONNECTIONS, protocol=GuardedProtocol)
    else:
        _serve_shared(app, listener)


def _serve_shared(app: Sanic, listener: socket.socket) -> None:
    """Serve on a socket that other processes accept from, too.

    Whoever wakes first takes in all connections that wait, as the event loops go, and keeps them;
    so of two processes one did three quarters of the work. Here a process takes one connection a
    round, and none for more than a request: what waits is taken by whoever is idle. That took 50
    conversations at once from 12 to 22 answers a second. (uvloop cannot take one at a time.)
    """
    from bot.rasa_runtime.guards import GuardedProtocol
    from bot.rasa_runtime.reading_ahead import read_one_by_one

    read_one_by_one()
    app.config.KEEP_ALIVE = False
    app.config.USE_UVLOOP = False
    asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
    # The number of connections a round is also the length of the queue, until it is set anew.
    app.register_listener(lambda *_: listener.listen(WAITING_CONNECTIONS), "after_server_start")
    app.run(sock=listener, backlog=1, protocol=GuardedProtocol)


def make_app(root: Path, model: Path, settings: Settings) -> Sanic:
    """The application with its channels, and the assistant loaded.

    Rasa's `serve_application` logs a model that it cannot load and serves without one, so the
    assistant is loaded first; and its application answers requests of other origins by itself,
    before a channel can, and tells its version to everybody, so the application is made here.

    Raises:
        StartError: the model cannot be loaded.
    """
    from rasa.core.channels.channel import register
    from rasa.core.run import close_resources, create_http_input_channels
    from sanic import Sanic

    from bot.rasa_runtime.guards import guard
    from bot.rasa_runtime.health import health_routes

    endpoints = read_endpoints(root, settings.database, settings.services)
    channels = create_http_input_channels(None, str(settings.credentials))
    assistant = asyncio.run(_load_warm(model, endpoints))
    app = Sanic("radiology_careers", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    guard(app)
    register(channels, app, route="/webhooks/")
    app.blueprint(health_routes())
    app.ctx.agent = assistant
    app.register_listener(close_resources, "after_server_stop")
    app.register_listener(_close_locks, "after_server_stop")
    return app


async def _close_locks(app: Sanic, _loop: Any) -> None:
    if hasattr(app.ctx.agent.lock_store, "close"):
        await app.ctx.agent.lock_store.close()


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


async def _load_warm(model: Path, endpoints: AvailableEndpoints) -> Agent:
    """The assistant after a first message, which takes many times as long as all others."""
    from bot.rasa_runtime.local_actions import prepare_actions

    agent = await _load(model, endpoints)
    prepare_actions()
    await agent.parse_message("What is CT?")
    return agent


async def _load(model: Path, endpoints: AvailableEndpoints) -> Agent:
    from rasa.core.agent import Agent
    from rasa.core.lock_store import LockStore
    from rasa.core.tracker_store import TrackerStore

    # One message is too little to share: a second thread costs more waiting than it saves.
    threadpool_limits(1, user_api="blas")
    from bot.monitoring import metrics
    from bot.storage.event_stream import EventStream

    broker = EventStream(endpoints.event_broker) if endpoints.event_broker else None
    try:
        store = TrackerStore.create(endpoints.tracker_store, event_broker=broker)
        locks = LockStore.create(endpoints.lock_store)
    except Exception as error:
        raise StartError(
            f"conversations cannot be kept ({error}): look at ASSISTANT_DATABASE, "
            "ASSISTANT_DATABASE_URL, ASSISTANT_LOCK_URL and endpoints.yml"
        ) from error
    try:
        agent = Agent.load(
            str(model),
            generator=endpoints.nlg,
            tracker_store=store,
            lock_store=locks,
            action_endpoint=endpoints.action,
        )
    except Exception as error:
        raise StartError(
            f"{model.parent.name}/{model.name}: the model cannot be loaded ({error}): "
            "run `make train`"
        ) from error
    # Rasa would go on with an empty memory when the database fails: people would be told that
    # their conversation is unknown, and what they say would be lost. Better say that it failed.
    agent.tracker_store = agent.processor.tracker_store = store
    metrics.MODEL.labels(model.name.partition(".")[0]).set(1)
    settle()
    return agent

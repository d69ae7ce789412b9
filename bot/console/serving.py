"""Serves the console on this machine, with the index kept up to date beside it."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from bot.console.environment import read_environment
from bot.console.parent import end_with_parent
from bot.errors import StartError

THREADS = 6


def serve(*, is_watching: bool = False) -> int:
    """Serve until stopped.

    Args:
        is_watching: end when whoever started this, and holds the other end of stdin, is gone.

    Raises:
        SettingsError: production asks for more than the environment has.
        StartError: the port is taken.
    """
    import waitress

    from bot.console.connections import TIMES, guard_connections

    read_environment(is_served=True)
    if is_watching:
        threading.Thread(target=end_with_parent, daemon=True).start()
    django.setup()
    from django.conf import settings

    host, port = settings.ENVIRONMENT.host, settings.ENVIRONMENT.port
    _check_port(host, port)
    call_command("migrate", interactive=False, verbosity=0)
    follower = subprocess.Popen(
        [sys.executable, "-m", "bot.console", "index", "--follow"], stdin=subprocess.PIPE
    )
    threading.Thread(target=_warm, daemon=True).start()
    print(f"The trainers' console is on http://{host}:{port}", file=sys.stderr, flush=True)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    guard_connections()
    server = {"host": host, "port": port, "threads": THREADS, "ident": None, "_quiet": True}
    try:
        waitress.serve(get_wsgi_application(), **server, **TIMES)
    finally:
        if follower.stdin:
            follower.stdin.close()
        follower.wait(timeout=10)
    return 0


def _warm() -> None:
    """Read what the first pages would wait for: the facts, the questions, drawing, masking."""
    from bot.console import vocabulary
    from bot.console.changes.checking import current_project
    from bot.console.insights import charts
    from bot.privacy import prepare

    prepare()
    vocabulary.library()
    charts.prepare()
    project = current_project(vocabulary.project())
    _ = project.examples, project.held_out_questions


def _check_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise StartError(
            f"{host}:{port}: {error.strerror}: stop what listens there, or name another port "
            "with ASSISTANT_CONSOLE_PORT"
        ) from None


def application(environ: dict, start_response: object) -> object:
    """The WSGI application, for other servers."""
    read_environment(is_served=True)
    return get_wsgi_application()(environ, start_response)

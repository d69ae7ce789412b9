"""`make run`: trains if the data changed, then serves the assistant on this machine.

With `--console` the trainers' console is served too, by a process of its own: when one of the two
fails, the other goes on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StartError
from bot.privacy import prepare
from bot.rasa_runtime.endpoints import read_endpoints
from bot.rasa_runtime.server import check_port, listening, serve
from bot.rasa_runtime.workers import NotStartedError, Workers, worker_command
from bot.settings import ROOT, Settings, read_settings
from bot.starting import guarded, report, trained_model


def run() -> None:
    """Serve until stopped."""
    settings = read_settings(with_console="--console" in sys.argv)
    check_port(settings.host, settings.port)
    model = trained_model()
    report("Starting. Stop with Ctrl-C.")
    _tell_addresses(settings)
    # Only now: it brings Rasa, whose warnings have to be quietened first.
    from bot.storage.keeping import Keeper, open_store

    prepare()
    endpoint = read_endpoints(ROOT, settings.database, settings.services).tracker_store
    Keeper(lambda: open_store(endpoint).engine, settings.keep_days).start()
    with _console("--console" in sys.argv):
        if settings.workers > 1:
            _share(settings)
        else:
            _serve_alone(model, settings)
    report("Stopped.")


def _tell_addresses(settings: Settings) -> None:
    address = f"http://{settings.host}:{settings.port}"
    report(f"  the widget on a page:  {address}/webhooks/web/")
    report(f"  a whole page:          {address}/webhooks/web/chat")
    report(f"  without JavaScript:    {address}/webhooks/web/plain")
    for name, is_on in (("Slack", settings.slack), ("Teams", settings.teams)):
        if is_on:
            report(f"  {name}:                 {address}/webhooks/{name.lower()}/webhook")
    if settings.credentials == Settings.credentials:
        report(f"  programs (REST):       {address}/webhooks/rest/webhook")


@contextmanager
def _console(is_wanted: bool) -> Iterator[None]:
    """Serves the trainers' console meanwhile; it tells its own address."""
    if not is_wanted:
        yield
        return
    console = subprocess.Popen([sys.executable, "-m", "bot.console", "serve"], cwd=ROOT)
    try:
        yield
    finally:
        console.terminate()
        console.wait()


def _serve_alone(model: Path, settings: Settings) -> None:
    if settings.metrics:
        from bot.monitoring.serving import serve_metrics

        serve_metrics(settings.metrics)
    serve(ROOT, model, settings)


def _share(settings: Settings) -> None:
    """Let several processes serve on one port.

    Raises:
        StartError: none of them came up.
    """
    with (
        listening(settings.host, settings.port) as listener,
        tempfile.TemporaryDirectory(prefix="metrics-") as folder,
    ):
        # The workers inherit it, and keep their figures there.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        from prometheus_client.multiprocess import mark_process_dead

        from bot.monitoring.serving import serve_metrics

        if settings.metrics:
            serve_metrics(settings.metrics, folder)
        command = worker_command("bot.worker", listener.fileno())
        workers = Workers(
            command,
            settings.workers,
            (listener.fileno(),),
            lambda process: mark_process_dead(process, folder),
        )
        try:
            workers.run()
        except NotStartedError as error:
            raise StartError("no worker came up: see above") from error


if __name__ == "__main__":
    guarded(run)

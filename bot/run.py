"""`make run`: trains if the data changed, then serves the assistant on this machine.

With `--console` the trainers' console is served too, by a process of its own: when one of the two
fails, the other goes on, and what failed is started again.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.companion import Companion
from bot.rasa_runtime.server import check_port, listening
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
    with _console("--console" in sys.argv):
        _keep_serving(settings, model)
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
    command = [sys.executable, "-m", "bot.console", "serve", "--watching"]
    console = Companion("console", command, ROOT)
    console.start()
    try:
        yield
    finally:
        console.stop()


def _keep_serving(settings: Settings, model: Path) -> None:
    """Let other processes serve on one port, and start those anew that end or stand still.

    Also where there is only one: nobody need notice that it was killed.
    """
    with (
        listening(settings.host, settings.port) as listener,
        tempfile.TemporaryDirectory(prefix="assistant-") as folder,
    ):
        # The workers inherit it, and keep their figures there.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        from prometheus_client.multiprocess import mark_process_dead

        from bot.monitoring.serving import serve_metrics

        if settings.metrics:
            serve_metrics(settings.metrics, folder)
        command = worker_command("bot.worker", listener.fileno(), _kept(model, Path(folder)))
        workers = Workers(
            command,
            settings.workers,
            (listener.fileno(),),
            lambda process: mark_process_dead(process, folder),
        )
        try:
            workers.run()
        except NotStartedError:
            # They have said why.
            sys.exit(1)


def _kept(model: Path, folder: Path) -> Path:
    """A copy of the model for as long as we serve: its file may be changed or cleared away."""
    models = folder / model.parent.name
    models.mkdir()
    return shutil.copyfile(model, models / model.name)


if __name__ == "__main__":
    guarded(run)

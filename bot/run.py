"""`make run`: trains if the data changed, then serves the assistant on this machine."""

from __future__ import annotations

import os
import tempfile

from bot.errors import StartError
from bot.rasa_runtime.server import check_port, listening, serve
from bot.rasa_runtime.workers import NotStartedError, Workers, worker_command
from bot.settings import ROOT, Settings, read_settings
from bot.starting import guarded, report, trained_model


def run() -> None:
    """Serve until stopped."""
    settings = read_settings()
    check_port(settings.host, settings.port)
    model = trained_model()
    _announce(settings)
    if settings.workers > 1:
        _share(settings)
    else:
        if settings.metrics:
            from bot.monitoring.serving import serve_metrics

            serve_metrics(settings.metrics)
        serve(ROOT, model, settings)
    report("Stopped.")


def _announce(settings: Settings) -> None:
    address = f"http://{settings.host}:{settings.port}"
    report("Starting. Stop with Ctrl-C.")
    report(f"  the widget on a page:  {address}/webhooks/web/")
    report(f"  a whole page:          {address}/webhooks/web/chat")
    report(f"  without JavaScript:    {address}/webhooks/web/plain")
    for name, is_on in (("slack", settings.slack), ("teams", settings.teams)):
        if is_on:
            report(f"  {name}:                 {address}/webhooks/{name}/webhook")
    if settings.credentials == Settings.credentials:
        report(f"  programs (REST):       {address}/webhooks/rest/webhook")


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

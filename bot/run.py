"""`make run`: trains if the data changed, then serves the assistant on this machine.

With `--console` the trainers' console is served too, by a process of its own: when one of the two
fails, the other goes on.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.privacy import prepare
from bot.rasa_runtime.server import check_port, read_endpoints, serve
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
    endpoint = read_endpoints(ROOT, settings.database).tracker_store
    Keeper(lambda: open_store(endpoint).engine, settings.keep_days).start()
    with _console("--console" in sys.argv):
        serve(ROOT, model, settings.credentials, settings.host, settings.port, settings.database)
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


if __name__ == "__main__":
    guarded(run)

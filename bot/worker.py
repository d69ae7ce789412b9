"""One of several processes that answer on one port; `bot.run` starts them, nobody else does."""

from __future__ import annotations

import gc
import socket
import sys
from pathlib import Path

from bot.privacy import prepare
from bot.rasa_runtime.endpoints import read_endpoints
from bot.rasa_runtime.server import serve
from bot.rasa_runtime.workers import live
from bot.settings import ROOT, read_settings
from bot.starting import guarded


def work() -> None:
    """Serve on the socket that was handed down until told to stop."""
    # While it loads, everything stays; the search for garbage would take a tenth of the start.
    gc.disable()
    # Only now: it brings Rasa, whose warnings have to be quietened first.
    from bot.storage.keeping import Keeper, open_store

    model, (listener, beats, heard) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    settings = read_settings()
    prepare()
    endpoint = read_endpoints(ROOT, settings.database, settings.services).tracker_store
    Keeper(lambda: open_store(endpoint).engine, settings.keep_days).start()
    serve(
        ROOT,
        model,
        settings,
        socket.socket(fileno=listener),
        lambda: live(beats, heard),
    )


if __name__ == "__main__":
    guarded(work)

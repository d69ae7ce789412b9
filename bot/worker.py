"""One of several processes that answer on one port; `bot.run` starts them, nobody else does."""

from __future__ import annotations

import socket
import sys

from bot.privacy import prepare
from bot.rasa_runtime.server import serve
from bot.rasa_runtime.training import current_model
from bot.rasa_runtime.workers import live
from bot.settings import ROOT, read_settings
from bot.starting import guarded


def work() -> None:
    """Serve on the socket that was handed down until told to stop."""
    listener, beats, heard = map(int, sys.argv[1:4])
    prepare()
    serve(
        ROOT,
        current_model(ROOT),
        read_settings(),
        socket.socket(fileno=listener),
        lambda: live(beats, heard),
    )


if __name__ == "__main__":
    guarded(work)

"""`make run`: trains if the data changed, then serves the assistant on this machine."""

from __future__ import annotations

from bot.rasa_runtime.server import check_port, serve
from bot.settings import ROOT, read_settings
from bot.starting import guarded, report, trained_model


def run() -> None:
    """Serve until stopped."""
    settings = read_settings()
    check_port(settings.host, settings.port)
    model = trained_model()
    address = f"http://{settings.host}:{settings.port}"
    report(f"Starting. Messages go to {address}/webhooks/rest/webhook; stop with Ctrl-C.")
    serve(ROOT, model, settings.host, settings.port, settings.database)
    report("Stopped.")


if __name__ == "__main__":
    guarded(run)

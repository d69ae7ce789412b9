"""`make run`: trains if the data changed, then serves the assistant on this machine."""

from __future__ import annotations

from bot.rasa_runtime.server import check_port, serve
from bot.settings import ROOT, Settings, read_settings
from bot.starting import guarded, report, trained_model


def run() -> None:
    """Serve until stopped."""
    settings = read_settings()
    check_port(settings.host, settings.port)
    model = trained_model()
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
    serve(ROOT, model, settings.credentials, settings.host, settings.port, settings.database)
    report("Stopped.")


if __name__ == "__main__":
    guarded(run)

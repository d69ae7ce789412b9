"""The page of the switches: the same switches, and the same log, as `python -m bot.switch` has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bot.console import vocabulary
from bot.console.conversations.store import conversations_engine
from bot.console.masking import MaskedField
from bot.console.people.log import keep
from bot.console.people.roles import ADMINISTER, allowed
from bot.storage.opening import UnreachableError, reaching
from bot.storage.switches import CHANNELS, Switches, Switching

NAMES = {
    "web": "Web widget",
    "slack": "Slack",
    "teams": "Microsoft Teams",
    "rest": "REST, for programs",
}
SHOWN = 100


class SwitchForm(forms.Form):
    """What to do, and why."""

    act = forms.ChoiceField(choices=[("off", "off"), ("on", "on")])
    why = MaskedField(max_length=500)


@dataclass(frozen=True)
class Shown:
    """A switching as pages show it."""

    name: str
    is_on: bool
    who: str
    why: str
    at: datetime


@require_GET
@allowed(ADMINISTER)
def service(request: HttpRequest) -> HttpResponse:
    """Each channel, in or out of service, and the log."""
    log: list[Shown] = []
    latest: dict[str, Switching] = {}
    problem = ""
    try:
        history = _history()
        latest = {each.channel: each for each in history}
        log = [_shown(each) for each in reversed(history[-SHOWN:])]
    except UnreachableError as error:
        problem = str(error)
    rows = [(channel, NAMES[channel], _last(latest, channel)) for channel in CHANNELS]
    context = {"rows": rows, "log": log, "problem": problem}
    context["says"] = vocabulary.sentence("out_of_service")
    return render(request, "service.html", context)


def _history() -> list[Switching]:
    with reaching():
        return Switches(conversations_engine()).history()


def _last(latest: dict[str, Switching], channel: str) -> Optional[Shown]:
    return _shown(latest[channel]) if channel in latest else None


def _shown(each: Switching) -> Shown:
    name = NAMES.get(each.channel, each.channel)
    return Shown(name, each.is_on, each.who, each.why, datetime.fromisoformat(each.at))


@require_POST
@allowed(ADMINISTER)
def switch(request: HttpRequest, channel: str) -> HttpResponse:
    """Take a channel out of service, or back, and say why."""
    if channel not in CHANNELS:
        raise Http404
    form = SwitchForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"{NAMES[channel]} was not switched: give a reason for the log.")
        return redirect("service")
    is_on, why = form.cleaned_data["act"] == "on", form.cleaned_data["why"]
    try:
        with reaching():
            switches = Switches(conversations_engine())
            switches.switch(channel, is_on, request.user.get_username(), why)
    except UnreachableError as error:
        messages.error(request, str(error))
        return redirect("service")
    keep(request.user, "took back into service" if is_on else "took out of service", channel)
    state = "in service again" if is_on else "out of service"
    messages.success(request, f"{NAMES[channel]} is {state}, within some seconds everywhere.")
    return redirect("service")

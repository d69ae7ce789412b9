"""The pages of people: logging in, roles, and the log."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bot.console.conversations.models import Fault
from bot.console.people.log import keep
from bot.console.people.models import Entry
from bot.console.people.roles import ADMINISTER, LOOK, ROLES, allowed

SHOWN = 100


@method_decorator([login_not_required, require_http_methods(["GET", "POST"])], name="dispatch")
class LogIn(LoginView):
    """The log-in page; wrong passwords many times over are slowed down by axes."""

    template_name = "log_in.html"
    redirect_authenticated_user = True


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The queue is what the console opens on."""
    return redirect("queue")


@require_GET
@allowed(LOOK)
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The keys."""
    return render(request, "help.html")


@require_GET
@allowed(ADMINISTER)
def people(request: HttpRequest) -> HttpResponse:
    """Accounts with their roles, the log, and what could not be read."""
    users = get_user_model().objects.order_by("username").prefetch_related("groups")
    who = request.GET.get("who", "").strip()[:150]
    entries = Entry.objects.order_by("-at")
    entries = entries.filter(name=who) if who else entries
    return render(
        request,
        "people.html",
        {
            "users": users,
            "roles": ROLES,
            "entries": entries[:SHOWN],
            "who": who,
            "faults": Fault.objects.select_related("conversation").order_by("-id")[:SHOWN],
            "fault_count": Fault.objects.count(),
        },
    )


@require_POST
@allowed(ADMINISTER)
def change_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give somebody a role, or bar them; who is barred is logged out."""
    user = get_object_or_404(get_user_model(), id=number)
    role = request.POST.get("role", "")
    if user == request.user:
        messages.error(request, "Nobody changes their own role: ask another administrator.")
        return redirect("people")
    if role in ROLES:
        user.groups.set([Group.objects.get(name=role)])
        user.is_active = True
    elif role == "barred":
        user.is_active = False
        _log_out(user.pk)
    user.save()
    keep(request.user, "gave role", f"{user.get_username()}: {role}")
    messages.success(request, f"{user.get_username()} is now {role}.")
    return redirect("people")


def _log_out(number: int) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(number):
            session.delete()

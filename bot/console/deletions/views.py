"""The pages of deletion: what to delete, a question back, and the log."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bot.console.conversations.models import Conversation
from bot.console.deletions.carrying_out import carry_out, count, log
from bot.console.deletions.forms import FIELDS, RULES, RuleForm
from bot.console.people.log import keep
from bot.console.people.roles import ADMINISTER, allowed
from bot.storage.deletions import AGE, KEY, VISITOR, Deleted, of_key
from bot.storage.opening import UnreachableError

SHOWN = 100
CALLED = {**dict(RULES), AGE: "The keeping time", VISITOR: "A visitor’s own"}
"""The rules in the log."""


@require_GET
@allowed(ADMINISTER)
def deletions(request: HttpRequest) -> HttpResponse:
    """What to delete, and what was."""
    return _page(request, RuleForm())


def _page(request: HttpRequest, form: RuleForm, status: int = 200) -> HttpResponse:
    rules = [(rule, label, form[FIELDS[rule]]) for rule, label in RULES]
    context = {"rules": rules, "log": [], "problem": ""}
    try:
        context["log"] = [(line, CALLED.get(line.why, line.why)) for line in log(SHOWN)]
    except UnreachableError as error:
        context["problem"] = str(error)
    return render(request, "deletions.html", context, status=status)


@require_POST
@allowed(ADMINISTER)
def ask_deletion(request: HttpRequest) -> HttpResponse:
    """Tell how much would go, and ask."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        much = count(form.condition)
    except UnreachableError as error:
        messages.error(request, str(error))
        return redirect("deletions")
    if not much.events:
        messages.warning(request, "Nothing is kept that this would delete.")
        return redirect("deletions")
    context = {"form": form, "much": much, "rule": CALLED[form.cleaned_data["rule"]]}
    return render(request, "delete_much.html", context)


@require_POST
@allowed(ADMINISTER)
def delete_much(request: HttpRequest) -> HttpResponse:
    """Delete what was asked for, if it is still as much as was confirmed."""
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        if request.POST.get("count") != str(count(form.condition).conversations):
            messages.error(request, "Nothing was deleted: it has changed since; look again.")
            return redirect("deletions")
        rule = form.cleaned_data["rule"]
        who = request.user.get_username()
        deleted = carry_out(form.condition, rule, who, form.senders)
    except UnreachableError as error:
        messages.error(request, str(error))
        return redirect("deletions")
    _tell(request, deleted, CALLED[rule])
    return redirect("deletions")


def _tell(request: HttpRequest, deleted: Deleted, rule: str) -> None:
    much = f"{deleted.events} events of {deleted.conversations} conversations"
    keep(request.user, "deleted", f"{rule}: {much}")
    messages.success(request, f"Deleted, here and at the assistant: {much}.")


@require_http_methods(["GET", "POST"])
@allowed(ADMINISTER)
def delete_conversation(request: HttpRequest, key: str) -> HttpResponse:
    """Delete one conversation, after asking."""
    found = get_object_or_404(Conversation, key=key)
    if request.method == "GET":
        return render(request, "delete.html", {"conversation": found})
    try:
        who = request.user.get_username()
        carry_out(of_key(found.sender), KEY, who, frozenset({found.sender}))
    except UnreachableError as error:
        messages.error(request, str(error))
        return redirect("conversation", key)
    keep(request.user, "deleted", f"conversation {key}")
    messages.success(request, "The conversation was deleted, here and in the assistant.")
    return redirect("conversations")

"""The pages of changes: what is proposed, deciding on it, and the patch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bot.console import vocabulary
from bot.console.changes.checking import UNANSWERABLE, contradicted
from bot.console.changes.deciding import approve, approved_patch, mark_done, refuse
from bot.console.changes.forms import DialogueForm
from bot.console.changes.making import dialogue_of
from bot.console.changes.models import Change, Kind, Stage
from bot.console.conversations.models import Conversation
from bot.console.masking import masked
from bot.console.numbers import chosen
from bot.console.people.roles import LOOK, REVIEW, allowed

SHOWN = 100
MOST_TOLD = 5


@require_GET
@allowed(LOOK)
def changes(request: HttpRequest) -> HttpResponse:
    """What is proposed, what is approved, and what became of the rest."""
    found = Change.objects.select_related("proposed_by", "decided_by", "turn__conversation")
    groups = [
        (stage, Stage(stage).label, list(found.filter(stage=stage).order_by("-id")[:SHOWN]))
        for stage in (Stage.PROPOSED, Stage.APPROVED, Stage.REFUSED, Stage.DONE)
    ]
    return render(request, "changes.html", {"groups": groups})


@require_POST
@allowed(REVIEW)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a change if nothing speaks against it, or refuse it."""
    change = get_object_or_404(Change, id=number, stage__in=[Stage.PROPOSED, Stage.APPROVED])
    if "approve" in request.POST:
        if "text" in request.POST and change.kind == Kind.EXAMPLE:
            text = masked(" ".join(request.POST["text"].split()))
            change.content = {**change.content, "text": text}
        reasons = approve(change, request.user)
        for each in reasons:
            messages.error(request, f"Not approved: {each}")
        if not reasons:
            messages.success(request, "Approved. It is in the patch now.")
            _warn_of_contradictions(request, change)
    elif "refuse" in request.POST:
        refuse(change, request.user, request.POST.get("reason", ""))
        messages.success(request, "Refused.")
    return redirect("changes")


def _warn_of_contradictions(request: HttpRequest, change: Change) -> None:
    if change.kind == Kind.EXAMPLE and change.content["intent"] in UNANSWERABLE:
        return
    against = contradicted(vocabulary.project(), (change.kind, change.content))
    if against:
        told = "; ".join(against[:MOST_TOLD])
        messages.warning(
            request, f"Trained as having no answer, so look whether to take them out: {told}"
        )


@require_POST
@allowed(REVIEW)
def patch(request: HttpRequest) -> HttpResponse:
    """All approved changes as one patch; the checkout is not touched."""
    text = approved_patch()
    if not text:
        messages.error(request, "Nothing is approved, so there is no patch.")
        return redirect("changes")
    response = HttpResponse(text, content_type="text/x-patch; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reviewed.patch"'
    return response


@require_POST
@allowed(REVIEW)
def done(request: HttpRequest) -> HttpResponse:
    """Put away what the product has by now."""
    count = mark_done()
    messages.success(request, f"{count} changes are in the product and were put away.")
    return redirect("changes")


@require_POST
@allowed(REVIEW)
def make_dialogue(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a conversation, or some turns of it, as a test."""
    conversation = get_object_or_404(Conversation, key=key)
    form = DialogueForm(request.POST)
    turns = list(conversation.turns.filter(id__in=chosen(request, "turns")).order_by("first_event"))
    if not form.is_valid() or not turns:
        messages.error(request, "Not proposed: say what it shows, and choose three to eight turns.")
        return redirect("conversation", key)
    content = dialogue_of(form.cleaned_data["title"], turns)
    Change.objects.create(
        kind=Kind.DIALOGUE, content=content, turn=turns[0], proposed_by=request.user
    )
    messages.success(request, "Proposed as a test conversation.")
    return redirect("changes")

"""What guards every page: a strict content policy, and plain words for a forged form."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, loader

logger = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def content_security(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: nothing from elsewhere, nothing inline, and no copy kept of what people wrote."""

    def guarded(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response["Content-Security-Policy"] = POLICY
        response.setdefault("X-Frame-Options", "DENY")
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that does not come from a page of the console."""
    return render(request, "forged.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page."""
    return render(request, "not_found.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is for another role."""
    return render(request, "not_allowed.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that it went wrong, under a reference that the log has as well; uses no database."""
    reference = secrets.token_hex(4)
    logger.error("A page failed: %s. reference=%s", request.path, reference)
    return HttpResponse(
        loader.get_template("failed.html").template.render(Context({"reference": reference})),
        status=500,
    )

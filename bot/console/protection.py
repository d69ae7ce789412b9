"""What guards every page: a strict content policy, and plain words for a forged form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that does not come from a page of the console."""
    return render(request, "forged.html", status=403)

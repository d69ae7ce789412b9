"""The three roles, and how pages ask whether somebody may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

LOOK, REVIEW, ADMINISTER = "people.look", "people.review", "people.administer"
ROLES = {
    "reader": (LOOK,),
    "trainer": (LOOK, REVIEW),
    "administrator": (LOOK, REVIEW, ADMINISTER),
}
"""What each role may do; the names are Django's groups."""

View = Callable[..., HttpResponse]


def allowed(permission: str) -> Callable[[View], View]:
    """A page for those who have a permission; others are told that they may not."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def make_roles(**_signal: Any) -> None:
    """Make the groups and give them their permissions; after each migration, so always."""
    for role, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        names = [each.split(".")[1] for each in permissions]
        kept = Permission.objects.filter(content_type__app_label="people", codename__in=names)
        group.permissions.set(kept)

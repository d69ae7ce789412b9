"""Makes accounts from the command line: the first one, and one for whoever asks."""

from __future__ import annotations

import argparse
import getpass
import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bot.console.people.roles import ROLES
from bot.errors import AssistantError


class AccountError(AssistantError):
    """An account cannot be made as asked."""


def make_account(words: list[str]) -> int:
    """Ask for name, role and password, and make the account or change it.

    Raises:
        AccountError: the name or the password cannot be used.
    """
    parser = argparse.ArgumentParser("python -m bot.console trainer")
    parser.add_argument("--name", help="asked for if left out")
    parser.add_argument("--role", choices=tuple(ROLES), help="trainer if left out")
    asked = parser.parse_args(words)
    name = asked.name or _line("Name: ")
    role = asked.role or "trainer"
    if not name or not name.isprintable() or len(name) > 150:
        raise AccountError(f"The name '{name}' cannot be used: give 1 to 150 characters")
    user = get_user_model().objects.filter(username=name).first()
    user = user or get_user_model()(username=name)
    password = _password()
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from None
    is_new = user.pk is None
    user.set_password(password)
    user.save()
    user.groups.set([Group.objects.get(name=role)])
    print(f"{name} {'can now log in' if is_new else 'has a new password'}, as {role}.")
    return 0


def _password() -> str:
    """The password, typed twice, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password (12 characters or more): ")
    if getpass.getpass("Again: ") != password:
        raise AccountError("The two passwords differ: start again")
    return password


def _line(prompt: str) -> str:
    return input(prompt).strip() if sys.stdin.isatty() else sys.stdin.readline().strip()

"""The console from the command line: serve it, make an account, index, apply a patch, replay."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from bot.errors import AssistantError

USAGE = """python -m bot.console COMMAND
  serve    show the console on this machine, and keep its index up to date (--watching: until
           stdin is closed)
  trainer  make an account
  index    bring the index up to date now (--follow: and keep it so)
  sweep    take out now what the assistant no longer keeps, and overwrite it
  apply    FILE [--to CHECKOUT]: apply a patch of the console to a checkout
  replay   ask past questions again: --help tells how
  manage   Django's own commands, such as check --deploy
"""


def main(words: list[str]) -> int:
    """Run one command; an error of ours is told in plain words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.console.configuration")
    command, rest = (words[0] if words else ""), words[1:]
    if command not in COMMANDS:
        print(USAGE, end="", file=sys.stderr)
        return 2
    try:
        return COMMANDS[command](rest)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _serve(words: list[str]) -> int:
    from bot.console.serving import serve

    return serve(is_watching="--watching" in words)


def _trainer(words: list[str]) -> int:
    _prepare()
    from bot.console.people.accounts import make_account

    return make_account(words)


def _index(words: list[str]) -> int:
    _prepare()
    from bot.console.following import follow, index_once

    return follow() if "--follow" in words else index_once()


def _sweep(_words: list[str]) -> int:
    import django

    django.setup()
    from bot.console.deletions.command import has_tables, sweep_now

    if not has_tables():
        return 0
    _prepare()
    return sweep_now()


def _apply(words: list[str]) -> int:
    from bot.console.changes.applying import apply

    return apply(words)


def _replay(words: list[str]) -> int:
    _prepare()
    from bot.console.replays.replaying import replay

    return replay(words)


def _manage(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["python -m bot.console manage", *words])
    return 0


def _prepare() -> None:
    """Set Django up, and bring the console's tables up to date."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "serve": _serve,
    "trainer": _trainer,
    "index": _index,
    "sweep": _sweep,
    "apply": _apply,
    "replay": _replay,
    "manage": _manage,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

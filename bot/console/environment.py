"""Where the console listens and where its data is: read from the environment and endpoints.yml."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import yaml

from bot.errors import SettingsError
from bot.production import console_faults, flag_faults, is_production
from bot.services import read_services
from bot.settings import ROOT

FILE = "conversations.db"
"""What Rasa calls its SQLite file unless told otherwise."""


@dataclass(frozen=True)
class Environment:
    """What the console was started with.

    Attributes:
        conversations: Django's parameters of the database in which Rasa keeps conversations.
        own: Django's parameters of the console's own tables.
        address: the https address under which people reach it, if not only on this machine.
        project: the checkout whose data the console reads facts and questions from.
    """

    host: str
    port: int
    conversations: dict[str, Any]
    own: dict[str, Any]
    secret: str
    address: Optional[str]
    project: Path


def read_environment(
    environment: Mapping[str, str] | None = None, *, is_served: bool = False
) -> Environment:
    """The console's environment.

    Args:
        is_served: whether pages are shown, for which production asks more than for a command.

    Raises:
        SettingsError: naming every setting that cannot be used.
    """
    values = os.environ if environment is None else environment
    problems: list[str] = []
    project = Path(values.get("ASSISTANT_PROJECT", ROOT))
    port = values.get("ASSISTANT_CONSOLE_PORT", "8000").strip()
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        problems.append(f"ASSISTANT_CONSOLE_PORT is '{port}': give a number from 1 to 65535")
    address = values.get("ASSISTANT_CONSOLE_ADDRESS", "").strip() or None
    if address and (urlsplit(address).scheme != "https" or not urlsplit(address).hostname):
        problems.append(f"ASSISTANT_CONSOLE_ADDRESS is '{address}': give an https address")
    host = values.get("ASSISTANT_CONSOLE_HOST", "127.0.0.1").strip()
    problems += flag_faults(values)
    if is_served and is_production(values, host):
        problems += console_faults(values)
    _services, _workers, faults = read_services(values)
    problems += faults
    if problems:
        raise SettingsError("\n".join(problems))
    conversations = _conversations(values, project)
    own = _own(values, project, conversations)
    return Environment(
        host=host,
        port=int(port),
        conversations=conversations,
        own=own,
        secret=values.get("ASSISTANT_CONSOLE_SECRET") or _kept_secret(_folder(values, project)),
        address=address,
        project=project,
    )


def _conversations(values: Mapping[str, str], project: Path) -> dict[str, Any]:
    if values.get("ASSISTANT_DATABASE_URL"):
        return _postgresql({"url": values["ASSISTANT_DATABASE_URL"]})
    if values.get("ASSISTANT_DATABASE"):
        return _rasas_sqlite(Path(values["ASSISTANT_DATABASE"]))
    content = yaml.safe_load((project / "endpoints.yml").read_text(encoding="utf-8")) or {}
    store = {
        name: _expanded(value, values)
        for name, value in (content.get("tracker_store") or {}).items()
    }
    if str(store.get("dialect", "sqlite")).startswith("postgresql"):
        return _postgresql(store)
    return _rasas_sqlite(project / str(store.get("db") or FILE))


def _rasas_sqlite(path: Path) -> dict[str, Any]:
    """Rasa's own file, which the console never makes."""
    own = _sqlite(path)
    own["NAME"] = f"file:{quote(str(path.absolute()))}?mode=rw"
    own["OPTIONS"]["uri"] = True
    return own


def _expanded(value: Any, values: Mapping[str, str]) -> Any:
    """A value of endpoints.yml with its `${NAME}` filled in, as Rasa does."""
    if not isinstance(value, str):
        return value
    return re.sub(r"\$\{(\w+)\}", lambda found: values.get(found[1], ""), value)


def _postgresql(store: Mapping[str, Any]) -> dict[str, Any]:
    url = str(store.get("url") or "")
    parts = urlsplit(url if "//" in url else f"//{url}")
    # After the question mark stands what the driver knows: sslmode, or the folder of a socket.
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": store.get("db") or unquote(parts.path.strip("/")),
        "USER": store.get("username") or unquote(parts.username or ""),
        "PASSWORD": store.get("password") or unquote(parts.password or ""),
        "HOST": store.get("host") or parts.hostname or host or "",
        "PORT": str(store.get("port") or parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
    }


def _own(
    values: Mapping[str, str], project: Path, conversations: Mapping[str, Any]
) -> dict[str, Any]:
    if conversations["ENGINE"].endswith("postgresql"):
        return dict(conversations)
    own = _sqlite(
        Path(values.get("ASSISTANT_CONSOLE_DATABASE", _folder(values, project) / "console.db"))
    )
    begin = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
    own["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "init_command": f"{begin} PRAGMA secure_delete=ON;",
    }
    return own


def _folder(values: Mapping[str, str], project: Path) -> Path:
    named = values.get("ASSISTANT_CONSOLE_DATABASE")
    return Path(named).parent if named else project


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": 20},
    }


def _kept_secret(folder: Path) -> str:
    """The secret that signs sessions: made once, readable by its owner alone."""
    path = folder / ".env.console"
    if not path.is_file():
        if not os.access(folder, os.W_OK):
            # For a command where nothing can be written, as in a container: it signs no session.
            return secrets.token_urlsafe(64)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8").strip()

"""What the environment says: read once, with every fault named at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Settings:
    """Where the assistant listens, and where it keeps conversations.

    Attributes:
        database: the SQLite file of the conversations; None keeps to endpoints.yml.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    database: Optional[Path] = None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment.

    Raises:
        SettingsError: naming every setting that cannot be used.
    """
    environment = os.environ if environment is None else environment
    host = environment.get("ASSISTANT_HOST", Settings.host).strip()
    port = environment.get("ASSISTANT_PORT", str(Settings.port)).strip()
    database = environment.get("ASSISTANT_DATABASE")
    problems = []
    if not host:
        problems.append("ASSISTANT_HOST is empty: leave it out or name an address")
    if not _is_port(port):
        problems.append(f"ASSISTANT_PORT is '{port}': give a number from 1 to 65535")
    if database is not None and not _may_be_file(Path(database)):
        problems.append(f"ASSISTANT_DATABASE is '{database}': name a file in an existing folder")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(host, int(port), Path(database) if database else None)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536


def _may_be_file(path: Path) -> bool:
    return path.parent.is_dir() and not path.is_dir()

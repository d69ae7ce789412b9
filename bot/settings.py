"""What the environment says: read once, with every fault named at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Settings:
    """Where the assistant listens."""

    host: str = "127.0.0.1"
    port: int = 5005


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment.

    Raises:
        SettingsError: naming every setting that cannot be used.
    """
    environment = os.environ if environment is None else environment
    problems = []
    host = environment.get("ASSISTANT_HOST", Settings.host).strip()
    if not host:
        problems.append("ASSISTANT_HOST is empty: leave it out or name an address")
    raw = environment.get("ASSISTANT_PORT", str(Settings.port))
    if not (raw.isascii() and raw.isdigit() and 0 < int(raw) < 65536):
        problems.append(f"ASSISTANT_PORT is '{raw}': give a number from 1 to 65535")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(host, int(raw))

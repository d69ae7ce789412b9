"""What production asks of the environment: every secret set, none of them a default or a guess.

Production is where others reach the assistant: ASSISTANT_PRODUCTION=1, or, where that is not set,
an address to listen on that is not this machine's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

FLAG = "ASSISTANT_PRODUCTION"
DEPLOYED = "deploy/credentials.yml"
SHORTEST = {
    "SLACK_BOT_TOKEN": 20,
    "SLACK_SIGNING_SECRET": 16,
    "TEAMS_APP_PASSWORD": 16,
    "ASSISTANT_CONSOLE_SECRET": 50,
}
"""Characters that a real one has at least; Django asks for the fifty."""

SHORTEST_PASSWORD = 12
FEWEST_LETTERS = 8
"""Different characters that a real one has at least: "changeme", however often, has seven."""

SERVERS = ("ASSISTANT_DATABASE_URL", "ASSISTANT_LOCK_URL", "ASSISTANT_EVENTS_URL")
"""Settings whose addresses hold a password."""

EVERYDAY = re.compile(
    r"(?i)(?<![a-z0-9])(change[ _-]?(me|it|this)|choose[ _-]?one|example|placeholder|default|dummy"
    r"|sample|insecure|your|my|secret|password|passwort|letmein|admin|guest|root|postgres|redis"
    r"|user|test|token|todo)(?![a-z0-9])|x{6,}|12345678|abcdefgh|[<>\u2026]|\.\.\."
)
"""What stands where nobody has put in a secret."""


def is_production(environment: Mapping[str, str], host: str) -> bool:
    """Whether others can reach what listens at a host."""
    flag = environment.get(FLAG, "").strip()
    return flag == "1" if flag else host not in ("127.0.0.1", "localhost", "::1", "")


def flag_faults(environment: Mapping[str, str]) -> list[str]:
    """What is wrong with the setting itself."""
    flag = environment.get(FLAG, "").strip()
    return [] if flag in ("", "0", "1") else [f"{FLAG} is '{flag}': give 1 or 0"]


def assistant_faults(environment: Mapping[str, str], names_rest: bool) -> list[str]:
    """What the assistant may not be started with in production; no secret is repeated.

    Args:
        names_rest: whether the file of credentials names the REST channel.
    """
    faults = [
        fault
        for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "TEAMS_APP_PASSWORD")
        if environment.get(name, "").strip()
        for fault in _secret_faults(name, environment[name].strip())
    ]
    for name in SERVERS:
        faults += _server_faults(name, environment.get(name, "").strip())
    if names_rest:
        faults.append(
            "ASSISTANT_CREDENTIALS names the REST channel, by which anybody could go on with "
            f"any conversation: set it to {DEPLOYED}"
        )
    return faults


def console_faults(environment: Mapping[str, str]) -> list[str]:
    """What the console may not be started with in production; no secret is repeated."""
    name = "ASSISTANT_CONSOLE_SECRET"
    faults = _secret_faults(name, environment.get(name, "").strip())
    if not environment.get("ASSISTANT_CONSOLE_ADDRESS", "").strip():
        faults.append(
            "ASSISTANT_CONSOLE_ADDRESS is missing: name the https address of the console, so that "
            "its cookies are for https alone"
        )
    return faults


def _secret_faults(name: str, value: str) -> list[str]:
    if not value:
        return [f"{name} is missing: production needs one"]
    if len(value) < SHORTEST[name] or len(set(value)) < FEWEST_LETTERS:
        return [f"{name} is too short to be a secret: give the real one, {SHORTEST[name]} or more"]
    if EVERYDAY.search(value):
        return [f"{name} looks like a default: give the real one"]
    return []


def _server_faults(name: str, url: str) -> list[str]:
    """Why the password in an address is none; a folder of sockets needs none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    hosts = parse_qs(parts.query).get("host", [])
    has_socket = bool(hosts) and all(each.startswith("/") for each in hosts)
    if not url or (parts.scheme == "postgresql" and has_socket):
        return []
    password = unquote(parts.netloc.rpartition("@")[0].partition(":")[2])
    if not password:
        return [f"{name} has no password: production needs one"]
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < FEWEST_LETTERS:
        return [f"{name} has a password of less than {SHORTEST_PASSWORD} characters"]
    return [f"{name} has a password that looks like a default"] if EVERYDAY.search(password) else []


def start_faults(
    environment: Mapping[str, str], host: str, names_rest: bool, with_console: bool
) -> list[str]:
    """Everything that is wrong with a start of the assistant in this environment."""
    faults = flag_faults(environment)
    if is_production(environment, host):
        faults += assistant_faults(environment, names_rest)
    console_host = environment.get("ASSISTANT_CONSOLE_HOST", "").strip()
    if with_console and any(is_production(environment, each) for each in (host, console_host)):
        faults += console_faults(environment)
    return faults

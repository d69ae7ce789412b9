"""The servers that several processes share: their addresses, as the environment names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional
from urllib.parse import SplitResult, urlsplit

SCHEMES = {
    "ASSISTANT_DATABASE_URL": (("postgresql",), "postgresql://user:password@host:5432/name"),
    "ASSISTANT_LOCK_URL": (("redis", "rediss"), "redis://:password@host:6379/0"),
    "ASSISTANT_EVENTS_URL": (
        ("amqp", "amqps", "kafka", "kafkas"),
        "amqp://user:password@host:5672/?queue=events or kafka://host:9092/topic",
    ),
}
"""For each setting the schemes that it takes, and an example."""

HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")

MOST_WORKERS = 64


@dataclass(frozen=True)
class Services:
    """Addresses of shared servers; without them a process keeps to a file and its own memory.

    Attributes:
        database_url: the PostgreSQL database of the conversations.
        lock_url: the Redis that keeps the messages of one conversation in order, and counts
            how often somebody asks.
        events_url: the RabbitMQ or Kafka to which what happens is told.
    """

    database_url: Optional[str] = field(default=None, repr=False)
    lock_url: Optional[str] = field(default=None, repr=False)
    events_url: Optional[str] = field(default=None, repr=False)


def read_services(environment: Mapping[str, str]) -> tuple[Services, int, list[str]]:
    """The shared servers, how many processes answer, and what is wrong with them.

    No fault repeats an address, as it may hold a password.
    """
    given = {name: environment.get(name, "").strip() or None for name in SCHEMES}
    problems = [
        f"{name} is not an address that can be used: give one like {example}"
        for name, (schemes, example) in SCHEMES.items()
        if given[name] is not None and not _is_address(given[name] or "", schemes)
    ]
    if given["ASSISTANT_DATABASE_URL"] and environment.get("ASSISTANT_DATABASE"):
        problems.append(
            "ASSISTANT_DATABASE and ASSISTANT_DATABASE_URL are both set: keep the one that holds "
            "the conversations"
        )
    services = Services(*given.values())
    workers, faults = _read_workers(environment, services)
    return services, workers, problems + faults


def _read_workers(environment: Mapping[str, str], services: Services) -> tuple[int, list[str]]:
    """How many processes answer, and why that many cannot."""
    text = environment.get("ASSISTANT_WORKERS", "").strip() or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        return 1, [f"ASSISTANT_WORKERS is '{text}': give a number from 1 to {MOST_WORKERS}"]
    workers = int(text)
    if not 0 < workers <= MOST_WORKERS:
        return 1, [f"ASSISTANT_WORKERS is '{text}': give a number from 1 to {MOST_WORKERS}"]
    if workers == 1:
        return 1, []
    needed = {
        "ASSISTANT_DATABASE_URL": (services.database_url, "a PostgreSQL database"),
        "ASSISTANT_LOCK_URL": (services.lock_url, "a Redis server"),
    }
    return workers, [
        f"{name} is missing: {workers} workers share {what}; set it, or use one worker"
        for name, (url, what) in needed.items()
        if url is None
    ]


def read_address(text: str) -> Optional[tuple[str, int]]:
    """Host and port of `host:port`, None if it is something else."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (host, port) if host and port and parts.netloc == text else None


def _is_address(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        is_named = _has_hosts(parts)
    except ValueError:
        return False
    return parts.scheme in schemes and is_named and not parts.fragment


def _has_hosts(parts: SplitResult) -> bool:
    """Whether hosts are named; Kafka may have several, and PostgreSQL a folder of sockets."""
    if parts.scheme == "postgresql" and "host=" in parts.query:
        return True
    return all(HOST.fullmatch(each) for each in parts.netloc.rpartition("@")[2].split(","))

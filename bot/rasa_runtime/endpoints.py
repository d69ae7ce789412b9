"""What Rasa stands on: endpoints.yml, with the servers that the environment names instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from bot.errors import StartError
from bot.services import Services

if TYPE_CHECKING:
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    from bot.storage.switches import Switches

STORE = "bot.storage.tracker_store.ConversationStore"
LOCKS = "bot.storage.locks.SharedLocks"
QUEUE = "conversation_events"
"""Where events are told unless the address names another queue or topic."""


def read_endpoints(
    root: Path, database: Optional[Path] = None, services: Services | None = None
) -> AvailableEndpoints:
    """What endpoints.yml says, with what the environment names in place of it.

    Args:
        database: the SQLite file of the conversations.
        services: the servers that several processes share.

    Raises:
        StartError: the address of the events cannot be understood.
    """
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    endpoints = AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))
    services = services or Services()
    if database is not None:
        endpoints.tracker_store = EndpointConfig(
            type=endpoints.tracker_store.type, dialect="sqlite", db=str(database)
        )
    if services.database_url:
        endpoints.tracker_store = EndpointConfig(
            services.database_url, type=STORE, dialect="postgresql"
        )
    if services.lock_url:
        endpoints.lock_store = EndpointConfig(services.lock_url, type=LOCKS)
    if services.events_url:
        endpoints.event_broker = event_endpoint(services.events_url)
    return endpoints


def open_switches(
    root: Path, database: Optional[Path] = None, services: Services | None = None
) -> Switches:
    """The switches of the channels, where the conversations are kept."""
    from rasa.core.tracker_store import TrackerStore

    endpoints = read_endpoints(root, database, services)
    return TrackerStore.create(endpoints.tracker_store).switches


def event_endpoint(url: str) -> EndpointConfig:
    """The address of RabbitMQ or Kafka as the parameters of Rasa's brokers.

    Raises:
        StartError: something in it is not known.
    """
    from rasa.utils.endpoints import EndpointConfig

    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    is_kafka = parts.scheme.startswith("kafka")
    known = {"sasl_mechanism", "ssl_cafile", "client_id"} if is_kafka else {"queue", "exchange"}
    if not known.issuperset(options):
        raise StartError(
            "ASSISTANT_EVENTS_URL: after the question mark may stand "
            f"{' and '.join(sorted(known))}: leave out {', '.join(sorted(set(options) - known))}"
        )
    if is_kafka:
        return EndpointConfig(_servers(parts), type="kafka", **_kafka(parts, options))
    return EndpointConfig(
        f"{parts.scheme}://{parts.netloc}{parts.path}", type="pika", **_pika(parts, options)
    )


def _servers(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _kafka(parts: SplitResult, options: dict[str, str]) -> dict[str, Any]:
    """Events of one conversation stay in order: they go to one partition."""
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    secure = "SSL" if parts.scheme == "kafkas" else "PLAINTEXT"
    login = {"sasl_username": unquote(user), "sasl_password": unquote(password)} if user else {}
    return {
        "topic": parts.path.strip("/") or QUEUE,
        "security_protocol": f"SASL_{secure}" if user else secure,
        "partition_by_sender": True,
        "ssl_check_hostname": True,
        **login,
        **options,
    }


def _pika(parts: SplitResult, options: dict[str, str]) -> dict[str, Any]:
    """Rasa puts user and password into the address unless they stand there, as they stand there."""
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    named = {"exchange_name": options["exchange"]} if "exchange" in options else {}
    return {
        "username": user or "guest",
        "password": password or "guest",
        "port": parts.port or (5671 if parts.scheme == "amqps" else 5672),
        "queues": [options.get("queue", QUEUE)],
        # We try again ourselves, without keeping anybody waiting.
        "connection_attempts": 1,
        "retry_delay_in_seconds": 0,
        **named,
    }

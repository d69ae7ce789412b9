"""Serves the metrics at an address of their own: visitors, and a proxy before us, never see it."""

from __future__ import annotations

from typing import Optional

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from bot.errors import StartError


def serve_metrics(address: tuple[str, int], folder: Optional[str] = None) -> None:
    """Serve the metrics from a thread.

    Args:
        address: host and port.
        folder: where several processes keep theirs; None for those of this process.

    Raises:
        StartError: the address is taken.
    """
    registry = REGISTRY
    if folder is not None:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=folder)
    host, port = address
    try:
        start_http_server(port, host, registry)
    except OSError as error:
        raise StartError(
            f"{host}:{port}: {error.strerror}: stop what listens there, or name another address "
            "with ASSISTANT_METRICS"
        ) from error

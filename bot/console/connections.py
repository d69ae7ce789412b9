"""Keeps slow senders from holding the console's connections."""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

TIMES = {"channel_timeout": 15, "cleanup_interval": 5, "connection_limit": 500}
"""Seconds within which a whole request has to be here, and how many connections are held."""


class GuardedChannel(HTTPChannel):
    """Waitress's connection, for which a request that drips in is as late as one that stopped."""

    def handle_read(self) -> None:
        """Take bytes; only the first of a request begin the count of its seconds."""
        began, is_under_way = self.last_activity, self.request is not None
        super().handle_read()
        if is_under_way and self.request is not None:
            self.last_activity = began


def guard_connections() -> None:
    """Let waitress use it."""
    TcpWSGIServer.channel_class = GuardedChannel

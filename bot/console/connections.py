"""Keeps slow senders from holding the console's connections."""

from __future__ import annotations

from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

TIMES = {"channel_timeout": 15, "cleanup_interval": 5, "connection_limit": 500}
"""Seconds within which a whole request has to be here, and how many connections are held."""


class GuardedChannel(HTTPChannel):
    """Waitress's connection, for which a request that drips in is as late as one that stopped.

    When so many are open that waitress would soon take no more, who has kept it waiting longest
    gives way: otherwise some hundreds of unfinished requests would shut everybody out until their
    time is over.
    """

    def __init__(self, server: Any, *given: Any, **named: Any) -> None:
        super().__init__(server, *given, **named)
        waiting = [each for each in server.active_channels.values() if each.is_waited_for]
        if len(waiting) > server.adj.connection_limit // 2:
            min(waiting, key=lambda each: each.last_activity).will_close = True

    @property
    def is_waited_for(self) -> bool:
        """Whether the next thing that happens here is for the other end to do."""
        return not self.requests and not self.will_close

    def handle_read(self) -> None:
        """Take bytes; only the first of a request begin the count of its seconds."""
        began, is_under_way = self.last_activity, self.request is not None
        super().handle_read()
        if is_under_way and self.request is not None:
            self.last_activity = began


def guard_connections() -> None:
    """Let waitress use it."""
    TcpWSGIServer.channel_class = GuardedChannel

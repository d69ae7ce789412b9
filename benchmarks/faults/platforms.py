"""Slack and Microsoft on this machine, with a network that can be cut."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.server import HTTPServer

from tests.scenarios.colleague import QUESTION, Colleague
from tests.scenarios.microsoft import Microsoft
from tests.scenarios.slack_workspace import POST, SlackApi, Workspace, mention, settings_for

TO_ARRIVE = 60.0
TO_KNOW_KEYS = 10
"""Messages before the cut, after which each of two processes has had one."""


class Platforms:
    """Both platforms, and people who write to the assistant there."""

    def __init__(self) -> None:
        self.slack, self.microsoft = SlackApi(), Microsoft()
        threading.Thread(target=self.slack.serve_forever, args=(0.05,), daemon=True).start()
        self._servers: tuple[HTTPServer, ...] = (self.slack, self.microsoft._server)
        for each in self._servers:
            # A connection for each request: none outlives a cut.
            each.RequestHandlerClass.protocol_version = "HTTP/1.0"

    @property
    def settings(self) -> dict[str, str]:
        """The settings of an assistant that is connected to both."""
        return {**settings_for(self.slack), **self.microsoft.settings}

    def stop(self) -> None:
        """End both."""
        self.slack.shutdown()
        self.slack.server_close()
        self.microsoft.stop()

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Nobody listens there for a while."""
        with ExitStack() as stack:
            for each in self._servers:
                each.shutdown()
                each.socket.close()
                stack.callback(_listen_again, each)
            yield

    def ask_while_cut_off(self, address: str, number: int, seconds: float) -> list[str]:
        """Let people write while the network is cut; what became of their messages."""
        colleagues = [Colleague(address, self.microsoft) for _ in range(number)]
        with closing(Workspace(address, self.slack)) as workspace:
            for _ in range(TO_KNOW_KEYS):
                # As with any bot that was in use before, every process knows Microsoft's keys.
                Colleague(address, self.microsoft).ask(QUESTION)
            before = len(self.slack.of(POST))
            with self.cut_off():
                until = time.monotonic() + seconds
                for at in range(number):
                    workspace.deliver(mention(QUESTION, user=f"U{at}"))
                taken = [_is_taken(each) for each in colleagues]
                time.sleep(max(0.0, until - time.monotonic()))
            wait_for_all = time.monotonic() + TO_ARRIVE
            while time.monotonic() < wait_for_all and (
                len(self.slack.of(POST)) - before < number
                or sum(bool(each.posts) for each in colleagues) < sum(taken)
            ):
                time.sleep(0.1)
            # A second answer would come by now.
            time.sleep(1)
        posted, told = len(self.slack.of(POST)) - before, [len(each.posts) for each in colleagues]
        return [
            f"Slack: {number} acknowledged, {posted} posted; Teams: {sum(taken)} acknowledged, "
            f"{sum(map(bool, told))} answered, {sum(each > 1 for each in told)} twice"
        ]


def _is_taken(colleague: Colleague) -> bool:
    """Write to the assistant; whether it has acknowledged that."""
    return colleague.send(colleague.activity(text=QUESTION)).status_code == 200


def _listen_again(server: HTTPServer) -> None:
    server.socket = socket.socket(server.address_family, server.socket_type)
    server.server_bind()
    server.server_activate()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

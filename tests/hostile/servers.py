"""Starts what is attacked: the assistant with all its channels, and the console, both as people do.

Before anything hostile comes, somebody else talks in every channel, of whom nothing may be told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.channels.web import tracker_key
from bot.settings import ROOT
from tests.hostile.console import Console
from tests.hostile.rest import Rest
from tests.hostile.slack import Slack
from tests.hostile.teams import Teams
from tests.hostile.verdict import Judge
from tests.hostile.ways import Way
from tests.hostile.web import Web
from tests.scenarios.colleague import Colleague
from tests.scenarios.console_served import PASSWORD, ServedConsole
from tests.scenarios.microsoft import APP_PASSWORD, Microsoft
from tests.scenarios.served import HOST, TO_START, TO_TRAIN, Served, free_port
from tests.scenarios.slack_workspace import (
    SECRET,
    TOKEN,
    SlackApi,
    Workspace,
    message,
    settings_for,
    slack_api,
)
from tests.scenarios.visitor import Visitor

CONSOLE_SECRET = "planted-console-secret-" + "zq4" * 20
WORDS = ("quokkapuzzle", "wombatlantern", "numbatteapot", "bilbytrumpet")
"""What the other person says in the web, in Slack, in Teams and over REST."""


@dataclass
class Target:
    """What runs, and every way into it."""

    assistant: Served
    console: ServedConsole
    ways: tuple[Way, ...]
    judge: Judge
    other: Visitor
    said: str
    metrics: str = ""


@contextmanager
def running(folder: Path) -> Iterator[Target]:
    """The assistant and the console, with somebody else's conversations in them."""
    microsoft = Microsoft()
    with slack_api() as api:
        # Limits are counted by address, so a proxy tells of a new one every few requests.
        settings = {**microsoft.settings, **settings_for(api), "SANIC_PROXIES_COUNT": "1"}
        settings["ASSISTANT_METRICS"] = metrics = f"{HOST}:{free_port()}"
        assistant = Served(ROOT, folder, settings=settings)
        console = ServedConsole(folder, ROOT, assistant.database)
        console.environment["ASSISTANT_CONSOLE_SECRET"] = CONSOLE_SECRET
        try:
            assistant.wait_until_it_answers(TO_TRAIN + TO_START)
            target = _prepared(assistant, console, api, microsoft)
            target.metrics = f"http://{metrics}/metrics"
            yield target
        finally:
            console.stop()
            assistant.stop()
            microsoft.stop()


def _prepared(
    assistant: Served, console: ServedConsole, api: SlackApi, microsoft: Microsoft
) -> Target:
    web, slack, teams, rest = (f"my {word} asks what CT is" for word in WORDS)
    other = Visitor(assistant.address).open()
    other.say(web)
    workspace = Workspace(assistant.address, api)
    workspace.deliver(message(slack, "UOTHER", channel="DOTHER"))
    workspace.settle()
    workspace.close()
    colleague = Colleague(assistant.address, microsoft, "a:other", "29:other")
    colleague.ask(teams)
    assistant.ask(rest, "another-visitor")
    console.make_account("rosa", "trainer")
    console.make_account("rhys", "reader")
    console.run("index").check_returncode()
    console.start()
    secrets = (SECRET, TOKEN, APP_PASSWORD, CONSOLE_SECRET, PASSWORD, "granted-", "pbkdf2_sha256")
    judge = Judge(secrets, (*WORDS, other.token))
    port = int(console.address.rpartition(":")[2])
    ways = (
        Rest(assistant.port, judge),
        Web(assistant.port, judge, other.token),
        Slack(assistant.port, judge, api, "slack:T1:DOTHER:direct:UOTHER"),
        Teams(assistant.port, judge, microsoft, "other"),
        Console(port, judge, tracker_key(other.token)),
    )
    return Target(assistant, console, ways, judge, other, json.dumps(_history(other)))


def untouched(target: Target) -> list[str]:
    """What is wrong after the attack: with the other's conversation, or in the logs."""
    found = []
    if json.dumps(_history(target.other)) != target.said:
        found.append("another visitor's conversation was changed")
    for name, text in (
        ("the assistant's stderr", target.assistant.errors),
        ("the assistant's stdout", target.assistant.output),
        ("the console's stderr", target.console.errors),
        ("the metrics", httpx.get(target.metrics).raise_for_status().text),
    ):
        hidden = (*target.judge.secrets, *target.judge.told)
        found += [f"{name} tells {each}" for each in hidden if each in text]
        if "Traceback" in text:
            found.append(f"{name} has a traceback: {text[text.index('Traceback') :][:3000]}")
    return found


def _history(visitor: Visitor) -> dict:
    reply = visitor.request("GET", "/conversation", headers={"X-Forwarded-For": "10.200.0.1"})
    assert reply.status_code == httpx.codes.OK, reply.text
    return reply.json()

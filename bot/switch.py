"""Takes a channel out of service, and back: `python -m bot.switch off web --why "…"`."""

from __future__ import annotations

import argparse
import getpass
import logging
from collections.abc import Sequence

from bot.rasa_runtime.endpoints import open_switches
from bot.settings import ROOT, read_settings
from bot.starting import guarded, report

CHANNELS = ("web", "slack", "teams", "rest")
MOST_SHOWN = 20

logger = logging.getLogger(__name__)


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What to do; it ends the command if that cannot be understood."""
    parser = argparse.ArgumentParser(prog="python -m bot.switch", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    for act in ("off", "on"):
        one = acts.add_parser(act)
        one.add_argument("channels", nargs="+", choices=(*CHANNELS, "all"))
        one.add_argument("--why", required=True, help="for the log; visitors do not see it")
        one.add_argument("--who", default=getpass.getuser(), help="by default the user here")
    acts.add_parser("show")
    return parser.parse_args(arguments)


def switch(arguments: Sequence[str] | None = None) -> None:
    """Switch, or show the switchings of late; every process sees it within some seconds."""
    asked = read_arguments(arguments)
    settings = read_settings()
    switches = open_switches(ROOT, settings.database, settings.services)
    if asked.act == "show":
        for each in switches.history()[-MOST_SHOWN:]:
            state = "on" if each.is_on else "off"
            report(f"{each.at}  {each.channel} {state}  by {each.who}: {each.why}")
        return
    for channel in CHANNELS if "all" in asked.channels else asked.channels:
        done = switches.switch(channel, asked.act == "on", asked.who, asked.why)
        state = "in service again" if done.is_on else "out of service"
        logger.warning("channel %s is %s, by %s: %s", channel, state, done.who, done.why)
        report(f"{channel} is {state}.")


if __name__ == "__main__":
    guarded(switch)

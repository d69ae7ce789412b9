"""All that is changed in Rasa 3.6.21 while it runs, in one place to put in or leave out."""

from __future__ import annotations

from bot.rasa_runtime.event_classes import remember_event_classes
from bot.rasa_runtime.graph_order import run_in_order
from bot.rasa_runtime.local_actions import run_actions_here
from bot.rasa_runtime.reading_ahead import read_ahead


def adjust_rasa() -> None:
    """Put every adjustment in place; doing it twice changes nothing."""
    run_actions_here()
    remember_event_classes()
    run_in_order()
    read_ahead()

"""The Django app `replays`."""

from django.apps import AppConfig


class ReplaysConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.replays"
    label = "replays"

"""The Django app `changes`."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.changes"
    label = "changes"

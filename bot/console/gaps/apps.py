"""The Django app `gaps`."""

from django.apps import AppConfig


class GapsConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.gaps"
    label = "gaps"

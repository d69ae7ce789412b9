"""The Django app `insights`."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.insights"
    label = "insights"

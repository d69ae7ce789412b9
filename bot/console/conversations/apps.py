"""The Django app `conversations`."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.conversations"
    label = "conversations"

"""The Django app `reviews`."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.reviews"
    label = "reviews"

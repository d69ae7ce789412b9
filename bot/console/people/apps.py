"""The Django app `people`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.people"
    label = "people"

    def ready(self) -> None:
        """Keep the roles as the code says."""
        from bot.console.people.roles import make_roles

        post_migrate.connect(make_roles, sender=self)

"""The Django app `people`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """The app and the name of its tables."""

    name = "bot.console.people"
    label = "people"

    def ready(self) -> None:
        """Keep the roles as the code says, and words out of the database's statistics."""
        from bot.console.deletions.samples import keep_no_samples
        from bot.console.people.roles import make_roles

        post_migrate.connect(make_roles, sender=self)
        post_migrate.connect(keep_no_samples, sender=self)

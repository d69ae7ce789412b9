"""What full-text search needs, beside the tables."""

from django.db import migrations

from bot.console.conversations.search import make_search


class Migration(migrations.Migration):
    """Made by each database in its own way."""

    dependencies = [("conversations", "0002_indexes")]
    operations = [migrations.RunPython(make_search, migrations.RunPython.noop)]

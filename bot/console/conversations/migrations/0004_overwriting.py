from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_search")]

    operations = [
        migrations.AddField("progress", "let_go", models.BigIntegerField(default=0)),
        migrations.AddField("progress", "overwritten", models.BigIntegerField(default=0)),
        migrations.AddField("progress", "overwritten_at", models.DateTimeField(null=True)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["outcome", "conversation"], name="turn_outcome"),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["intent", "conversation"], name="turn_intent"),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["confidence"], name="turn_confidence"),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(("helpful__isnull", False)),
                fields=["helpful", "conversation"],
                name="turn_helpful",
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(("state", "open"), _negated=True),
                fields=["state", "conversation"],
                name="turn_state",
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(("waits", True)), fields=["look", "-at", "id"], name="turn_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(
                condition=models.Q(
                    ("gap", None),
                    (
                        "outcome__in",
                        (
                            "unanswered_unclear",
                            "unanswered_no_fact",
                            "answered_partly",
                            "answered_nearest",
                        ),
                    ),
                ),
                fields=["id"],
                name="turn_ungrouped",
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["day", "channel", "outcome"], name="turn_day"),
        ),
        migrations.AddConstraint(
            model_name="turn",
            constraint=models.UniqueConstraint(
                fields=("conversation", "first_event"), name="turn_once"
            ),
        ),
        migrations.AddIndex(
            model_name="turnfact",
            index=models.Index(fields=["fact", "turn"], name="turn_fact"),
        ),
        migrations.AddIndex(
            model_name="turnsubject",
            index=models.Index(fields=["subject", "turn"], name="turn_subject"),
        ),
    ]

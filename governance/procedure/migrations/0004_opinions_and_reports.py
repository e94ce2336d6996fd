"""Lead times of opinions and reports become rules; a shorter usual time keeps the shortest one below it."""

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Least


def shorten(apps, schema_editor):
    rules = apps.get_model("procedure", "RulesOfProcedure").objects
    rules.update(opinion_min_days=Least(F("opinion_min_days"), F("opinion_days")))


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0002_seats_change_and_terms"),
        ("procedure", "0003_second_call"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rulesofprocedure",
            name="rules_periods_last",
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="dissent_days",
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="opinion_min_days",
            field=models.PositiveSmallIntegerField(default=7),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="report_days",
            field=models.PositiveSmallIntegerField(default=28),
        ),
        migrations.AddField(
            model_name="rulesofprocedure",
            name="review_days",
            field=models.PositiveSmallIntegerField(default=7),
        ),
        migrations.RunPython(shorten, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="rulesofprocedure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("circular_days__gt", 0),
                    ("dissent_days__gt", 0),
                    ("length_minutes__gt", 0),
                    ("minutes_draft_days__gt", 0),
                    ("objection_days__gt", 0),
                    ("opinion_days__gt", 0),
                    ("opinion_min_days__gt", 0),
                    ("opinion_min_days__lte", models.F("opinion_days")),
                    ("report_days__gt", 0),
                    ("response_days__gt", 0),
                    ("review_days__gt", 0),
                    ("term_months__gt", 0),
                ),
                name="rules_periods_last",
            ),
        ),
    ]

"""Dates that fell away before anybody was told were known by SEQUENCE 0; now a field says so."""

from django.db import migrations, models
from django.db.models import Q


def mark_dropped(apps, schema_editor):
    meetings = apps.get_model("meeting", "Meeting").objects
    meetings.filter(status="cancelled", sequence=0).update(dropped=True)


class Migration(migrations.Migration):
    dependencies = [("meeting", "0002_files")]

    operations = [
        migrations.AddField("meeting", "dropped", models.BooleanField(default=False)),
        migrations.AddField("meeting", "published_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(mark_dropped, migrations.RunPython.noop),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(condition=Q(dropped=False) | Q(status="cancelled"), name="dropped_is_cancelled"),
        ),
    ]

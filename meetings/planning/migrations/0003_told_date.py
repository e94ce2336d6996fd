"""What members hold in their calendars is kept by meeting, whether a year plan set its date or not."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_told(apps: Any, schema_editor: Any) -> None:
    planned = apps.get_model("planning", "PlannedDate").objects.exclude(told_sequence=None).exclude(meeting=None)
    told = apps.get_model("planning", "ToldDate")
    told.objects.bulk_create(
        told(meeting_id=meeting, sequence=sequence)
        for meeting, sequence in planned.values_list("meeting", "told_sequence")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("meeting", "0001_initial"),
        ("planning", "0002_told_dates"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldDate",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="told_date",
                        serialize=False,
                        to="meeting.meeting",
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunPython(keep_told, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="planneddate", name="told_sequence"),
    ]

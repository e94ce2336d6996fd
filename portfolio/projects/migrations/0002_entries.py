from datetime import UTC, datetime, time

import django.db.models.deletion
from django.db import migrations, models


def keep_the_day(apps, _schema):
    """Notes from before count as entered by the system on the day they speak of."""
    notes = apps.get_model("projects", "ProgressNote")
    for note in notes.objects.all():
        note.entered_at = datetime.combine(note.as_of, time(12), UTC)
        note.save(update_fields=["entered_at"])


def entry(*fields):
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("entered_at", models.DateTimeField()),
        ("entered_by", models.CharField(max_length=80)),
        *fields,
    ]


def thing(*fields):
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("title", models.CharField(max_length=200, verbose_name="title")),
        *fields,
    ]


def of(model, name):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"projects.{model}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="progressnote", name="one_note_per_day"),
        migrations.AlterModelOptions(name="progressnote", options={"ordering": ["project", "-as_of", "-pk"]}),
        migrations.AddField("progressnote", "entered_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "progressnote", "entered_by", models.CharField(default="system", max_length=80), preserve_default=False
        ),
        migrations.RunPython(keep_the_day, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("progressnote", "entered_at", models.DateTimeField()),
        migrations.CreateModel(
            name="Milestone",
            fields=thing(("project", of("project", "milestones"))),
            options={"ordering": ["project", "pk"]},
        ),
        migrations.AddConstraint(
            "milestone", models.UniqueConstraint(fields=("project", "title"), name="milestone_once")
        ),
        migrations.CreateModel(
            name="MilestoneEntry",
            fields=entry(
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("reached", "reached"), ("dropped", "dropped")],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("milestone", of("milestone", "entries")),
            ),
            options={"ordering": ["milestone", "-pk"], "verbose_name_plural": "milestone entries"},
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=thing(
                ("unit", models.CharField(max_length=30)),
                ("target", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("project", of("project", "indicators")),
            ),
            options={"ordering": ["project", "pk"]},
        ),
        migrations.AddConstraint(
            "indicator", models.UniqueConstraint(fields=("project", "title"), name="indicator_once")
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=entry(
                ("day", models.DateField()),
                ("value", models.DecimalField(decimal_places=2, max_digits=14)),
                ("indicator", of("indicator", "measurements")),
            ),
            options={"ordering": ["indicator", "-day", "-pk"]},
        ),
    ]

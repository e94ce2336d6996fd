"""Who submitted and who wrote a report; what was submitted before stays without a name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0002_seats_change_and_terms"),
        ("editions", "0001_initial"),
        ("meeting", "0001_initial"),
        ("people", "0003_anonymised"),
    ]

    operations = [
        migrations.AddField(
            model_name="managementreport",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submitted_reports",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="managementreport",
            name="writers",
            field=models.ManyToManyField(related_name="written_reports", to="people.person"),
        ),
        migrations.AddField(
            model_name="reportversion",
            name="submitted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submitted_versions",
                to="people.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="managementreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("submitted_by__isnull", True),
                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="submitter_never_approves",
            ),
        ),
    ]

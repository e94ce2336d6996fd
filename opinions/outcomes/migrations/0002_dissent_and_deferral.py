"""Dissents know the text they speak of; what is deferred comes back on a day.

Dissents so far were written against the text that stands. What was deferred without a day comes back within the
time that the rules usually give for an answer, counted from now: nothing is overdue that had no day.
"""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

DAYS = 30


def fill(apps, schema_editor):
    Opinion = apps.get_model("outcomes", "ConsolidatedOpinion")
    stands = Opinion.objects.filter(pk=OuterRef("opinion")).values("revision")[:1]
    apps.get_model("outcomes", "Dissent").objects.update(revision=Subquery(stands))
    Response, soon = apps.get_model("outcomes", "ManagementResponse"), timezone.localdate() + timedelta(days=DAYS)
    Response.objects.filter(answer="deferred").update(again_on=soon)


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_initial"),
        ("outcomes", "0001_initial"),
        ("people", "0003_anonymised"),
    ]

    operations = [
        migrations.AddField(
            model_name="dissent",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="dissent",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="managementresponse",
            name="again_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="managementresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("again_on__isnull", False), ("answer", "deferred")),
                    models.Q(models.Q(("answer", "deferred"), _negated=True), ("again_on__isnull", True)),
                    _connector="OR",
                ),
                name="deferred_response_comes_back",
            ),
        ),
    ]

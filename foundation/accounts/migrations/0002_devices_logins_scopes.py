from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_reading(apps, schema_editor):
    """Keys made before there were scopes go on reading."""
    apps.get_model("accounts", "ApiKey").objects.update(scopes=["read"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("device", models.CharField(blank=True, max_length=60)),
                ("started_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.CreateModel(
            name="RememberedDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(db_index=True, max_length=80)),
                ("sha256", models.CharField(max_length=64)),
                ("device", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField()),
                ("last_used_on", models.DateField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "holder"), name="one_row_per_device_and_holder"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))), name="device_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviceCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=80, unique=True)),
                ("mac", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField("apikey", "scopes", models.JSONField(default=list)),
        migrations.AddField(
            "apikey", "expires_on", models.DateField(default=date(2027, 12, 31)), preserve_default=False
        ),
        migrations.RunPython(keep_reading, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "apikey",
            models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("user", "name"), name="one_active_key_per_name"
            ),
        ),
    ]

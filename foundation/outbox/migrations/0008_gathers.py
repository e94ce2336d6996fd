from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What waits for the mail of the day at the upgrade gathers."""
    apps.get_model("outbox", "Delivery").objects.filter(state="gathering").update(gathers=True)


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0007_message_id"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="gathers",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]

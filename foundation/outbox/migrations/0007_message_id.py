from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from foundation.outbox.queue import message_id

BATCH = 500


def name(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The mails that were sent before bear the Message-ID that follows from their key."""
    deliveries = apps.get_model("outbox", "Delivery").objects
    keys = list(deliveries.filter(message_id="").order_by("pk").values_list("pk", "key"))
    for at in range(0, len(keys), BATCH):
        rows = [deliveries.model(pk=pk, message_id=message_id(key)) for pk, key in keys[at : at + BATCH]]
        deliveries.bulk_update(rows, ["message_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0006_sums"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="message_id",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["message_id"], name="outbox_deli_message_1a218f_idx"),
        ),
        migrations.RunPython(name, migrations.RunPython.noop),
    ]

from email.parser import BytesHeaderParser

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from foundation.outbox.queue import message_id


def name(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The mails that were sent before bear the Message-ID in their head; of those without text only the key is left."""
    rows = apps.get_model("outbox", "Delivery").objects.filter(message_id="")
    for pk in list(rows.values_list("pk", flat=True)):
        row = rows.only("key", "raw").get(pk=pk)
        head = BytesHeaderParser().parsebytes(bytes(row.raw).partition(b"\r\n\r\n")[0])
        rows.filter(pk=pk).update(message_id=str(head["Message-ID"] or "").strip()[:300] or message_id(row.key))


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

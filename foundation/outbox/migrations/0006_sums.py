import hashlib

from django.db import migrations, models


def take_sums(apps, schema_editor):
    Delivery = apps.get_model("outbox", "Delivery")
    for row in Delivery.objects.exclude(raw=b"").only("raw").iterator(chunk_size=100):
        Delivery.objects.filter(pk=row.pk).update(sha256=hashlib.sha256(bytes(row.raw)).hexdigest())


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0005_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RunPython(take_sums, migrations.RunPython.noop, elidable=True),
    ]

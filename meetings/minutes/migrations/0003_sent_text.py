from django.db import migrations, models


def fill(apps, schema_editor):
    """From the newest version of each minutes."""
    entries = apps.get_model("minutes", "MinutesEntry").objects
    newest = {one.minutes_id: one for one in apps.get_model("minutes", "MinutesVersion").objects.order_by("number")}
    for version in newest.values():
        for item in version.content.get("items", []):
            text = "\n\n".join(item["text"])
            entries.filter(minutes=version.minutes_id, item=item["key"]).update(sent_text=text)


class Migration(migrations.Migration):
    dependencies = [("minutes", "0002_chair_review")]

    operations = [
        migrations.AddField(
            model_name="minutesentry",
            name="sent_text",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

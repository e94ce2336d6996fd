from django.db import migrations, models


def fill(apps, schema_editor):
    """From the newest version of each report."""
    sections = apps.get_model("editions", "ReportSection").objects
    newest = {one.report_id: one for one in apps.get_model("editions", "ReportVersion").objects.order_by("number")}
    for version in newest.values():
        for section in version.content.get("sections", []):
            text = "\n".join(section["paragraphs"])
            sections.filter(report=version.report_id, slug=section["slug"]).update(sent_text=text)


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_who_wrote")]

    operations = [
        migrations.AddField(
            model_name="reportsection",
            name="sent_text",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

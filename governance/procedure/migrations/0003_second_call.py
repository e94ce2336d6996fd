"""What a named source switched on before is a rule of its own now."""

from django.db import migrations


def switch_on(apps, schema_editor):
    rules_of_procedure = apps.get_model("procedure", "RulesOfProcedure")
    known = [rules.pk for rules in rules_of_procedure.objects.all() if "second_call" in rules.sources]
    rules_of_procedure.objects.filter(pk__in=known).update(second_call=True)


class Migration(migrations.Migration):
    dependencies = [("procedure", "0002_dated_versions")]

    operations = [migrations.RunPython(switch_on, migrations.RunPython.noop)]

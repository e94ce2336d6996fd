"""Nothing is kept about a person that the person cannot take away (desk/mydata)."""

from django.apps import apps

from desk.mydata.registry import NOBODY, PARTS
from foundation.accounts.models import User
from governance.people.models import Person


def pointers() -> set[tuple[str, str]]:
    """Every field of every model that may lead to a person: keys to people and logins, and plain keys."""
    found = set()
    for model in apps.get_models():
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            plain = field.get_internal_type() == "CharField" and field.max_length == 80
            if (field.is_relation and field.related_model in (Person, User)) or plain:
                found.add((f"{model._meta.app_label}.{model.__name__}", field.name))
    return found - {("people.Person", "user")}


def test_every_model_with_a_person_is_registered():
    known = {(part.model, part.way) for part in PARTS} | {tuple(words.rsplit(".", 1)) for words in NOBODY}
    missing = {f"{model}.{field}" for model, field in pointers() - known}
    assert missing == set(), (
        "Add a line to PARTS in desk/mydata/registry.py for each of these, such as "
        'Part(_("Title"), "app.Model", "field"); a field of 80 letters that never holds a person goes to NOBODY.'
    )


def test_nothing_is_registered_that_does_not_exist():
    for part in PARTS:
        model = apps.get_model(part.model)
        assert {field.name for field in model._meta.concrete_fields} >= set(part.fields), part.model
        model.objects.filter(**{f"{part.way}__isnull": True})

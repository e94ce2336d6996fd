"""Who opens which page of people; the person in the addresses is a member of the business advisory board."""

from datetime import date

from governance.people.models import Organisation
from tests.contracts.test_routes import ROLES

NOBODY = dict.fromkeys(ROLES, 404)
OFFICE = NOBODY | {"secretariat": 200}
SUPPORTERS = OFFICE | {"management": 200, "other_member": 200}
ONLY_POST = dict.fromkeys(ROLES, 405)
EVERY_LOGIN = dict.fromkeys(ROLES, 200) | {"anonymous": 302}

ROWS = {
    "people": OFFICE,
    "person_add": OFFICE,
    "person": OFFICE | {"chair": 200},
    "person_edit": OFFICE,
    "person_login": ONLY_POST,
    "person_address": OFFICE,
    "person_alias_add": OFFICE,
    "person_alias": ONLY_POST,
    "assistance_add": OFFICE,
    "assistance_end": ONLY_POST,
    "own_details": EVERY_LOGIN,
    "own_address": ONLY_POST | {"anonymous": 302},
    "own_address_remove": ONLY_POST | {"anonymous": 302},
    "own_interests": EVERY_LOGIN,
    "interests": OFFICE | {"chair": 200, "other_member": 200},
    "organisations": SUPPORTERS,
    "organisation": SUPPORTERS,
    **dict.fromkeys(("organisation_add", "organisation_edit", "organisation_interests"), OFFICE),
    **dict.fromkeys(("contact_add", "contact_edit", "support_add", "support_edit"), OFFICE),
    "contact_remove": ONLY_POST,
    "support_remove": ONLY_POST,
    "rosters": OFFICE,
    "roster_take_over": ONLY_POST,
    "roster_export": OFFICE,
}


def kwargs(world):
    one = {"pk": world.lamprecht.pk}
    body = Organisation.objects.get()
    contact = body.contacts.create(name="Ina Roth")
    support = body.support.create(kind="money", amount_cents=100, start=date(2026, 1, 1))
    at = {"pk": body.pk}
    return {
        "people": {},
        "person_add": {},
        **dict.fromkeys(("person", "person_edit", "person_login", "person_address", "person_alias_add"), one),
        "person_alias": one | {"alias": 1},
        "assistance_add": one,
        "assistance_end": one | {"assistance": 1},
        "own_details": {},
        "own_address": {},
        "own_address_remove": {"pk": 1},
        "own_interests": {},
        "interests": {},
        "organisations": {},
        "organisation_add": {},
        **dict.fromkeys(("organisation", "organisation_edit", "organisation_interests"), at),
        **dict.fromkeys(("contact_add", "support_add"), at),
        **dict.fromkeys(("contact_edit", "contact_remove"), at | {"contact": contact.pk}),
        **dict.fromkeys(("support_edit", "support_remove"), at | {"support": support.pk}),
        "rosters": {},
        "roster_take_over": {},
        "roster_export": {"kind": "csv"},
    }

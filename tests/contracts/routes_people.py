"""Who opens which page of people; the person in the addresses is a member of the business advisory board."""

from datetime import UTC, date, datetime

from foundation.accounts.links import link_for
from governance.boards import proving
from governance.people.models import Organisation
from tests.contracts.roles import LEADERS, everybody, inside, logged_in, only

OFFICE = only("secretariat")
SUPPORTERS = only("secretariat", "management", "other_member")
ONLY_POST = everybody(405)

ROWS = {
    "people": OFFICE,
    "person_add": OFFICE,
    "person": only(*LEADERS),
    "person_edit": OFFICE,
    "person_login": ONLY_POST,
    "person_address": OFFICE,
    "person_alias_add": OFFICE,
    "person_alias": ONLY_POST,
    "assistance_add": OFFICE,
    "assistance_end": ONLY_POST,
    "partner_add": OFFICE,
    "partner_end": ONLY_POST,
    "own_details": logged_in(),
    "own_address": logged_in(405),
    "own_address_check": logged_in(405),
    "address_confirm": everybody(),
    "mail_settings": logged_in(),
    "person_mail_settings": inside("secretariat"),
    "own_address_remove": logged_in(405),
    "own_interests": logged_in(),
    "interests": only(*LEADERS, "other_member"),
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
POSTS = {
    **dict.fromkeys(("person_add", "person_edit", "person_address", "person_alias_add", "assistance_add"), 400),
    "partner_add": 400,
    "partner_end": only("secretariat", got=302),
    **dict.fromkeys(("person_alias", "assistance_end"), only("secretariat", got=302)),
    **dict.fromkeys(("own_details", "own_interests"), 400),
    "own_address": logged_in(400),
    "own_address_check": inside("member", got=302),
    "address_confirm": 200,
    "mail_settings": 400,
    "person_mail_settings": 400,
    "own_address_remove": inside("member", got=302),
    **dict.fromkeys(("organisation_add", "organisation_edit"), 400),
    **dict.fromkeys(("contact_add", "contact_edit", "support_add", "support_edit", "rosters"), 400),
    "organisation_interests": 302,
    **dict.fromkeys(
        ("person_login", "contact_remove", "support_remove", "roster_take_over"), only("secretariat", got=302)
    ),
}


def kwargs(world):
    one = {"pk": world.lamprecht.pk}
    body = Organisation.objects.get()
    contact = body.contacts.create(name="Ina Roth")
    support = body.support.create(kind="money", amount_cents=100, start=date(2026, 1, 1))
    speaking = body.partner_people.create(person=world.lamprecht, start=date(2026, 1, 1))
    known = world.lamprecht.alias_addresses.create(email="lamprecht@kanzlei.example")
    own = world.kaya.alias_addresses.create(email="kaya@hochschule.example")
    link = link_for(
        purpose=proving.PURPOSE,
        subject=proving.subject_of(own),
        holder=world.kaya.key,
        now=datetime(2026, 11, 23, 8, tzinfo=UTC),
        expires_at=datetime(2026, 11, 30, 8, tzinfo=UTC),
    )
    answering = world.lamprecht.assisted_by.create(assistant=world.assistant, start=date(2026, 1, 1))
    at = {"pk": body.pk}
    return {
        "people": {},
        "person_add": {},
        **dict.fromkeys(("person", "person_edit", "person_login", "person_address", "person_alias_add"), one),
        "person_alias": one | {"alias": known.pk},
        "assistance_add": one,
        "assistance_end": one | {"assistance": answering.pk},
        "partner_add": at,
        "partner_end": at | {"assignment": speaking.pk},
        "own_details": {},
        "own_address": {},
        "own_address_check": {"pk": own.pk},
        "address_confirm": {"token": link.token},
        "mail_settings": {},
        "person_mail_settings": {"pk": world.kaya.pk},
        "own_address_remove": {"pk": own.pk},
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

"""Two clicks at once: one person, one address, one organisation, one contact."""

from datetime import date
from functools import partial

from foundation.journal.models import JournalEntry
from governance.mandates.appointing import appoint
from governance.people import addresses, assisting, organising, registering
from governance.people.models import AliasAddress, Assistance, Contact, Organisation, Person, Support
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_person_registered_twice_at_once_is_one(transactional_db, world, now):
    new = {"given_name": "Ruth", "family_name": "Neu", "email": "ruth.neu@mitglied.example"}
    click = partial(registering.register, **new, by=world.actor(world.secretary), now=now)
    assert sum(one == "person_known" for one in together(click, click)) == 1
    assert (Person.objects.filter(email=new["email"]).count(), entries("person.registered")) == (1, 1)


def test_an_address_stands_for_one_person_whoever_comes_first(transactional_db, world, now):
    by, email = world.actor(world.secretary), "buero@stadt.example"
    new = {"given_name": "Ruth", "family_name": "Neu", "email": email}
    found = together(
        partial(addresses.add_alias, world.kaya, email, verified=True, by=by, now=now),
        partial(addresses.add_alias, world.lamprecht, email, verified=True, by=by, now=now),
        partial(addresses.change_main, world.dahlhoff, email, by=by, now=now),
        partial(registering.register, **new, by=by, now=now),
    )
    assert sum(one in ("address_taken", "person_known") for one in found) == 3
    holders = Person.objects.filter(email=email).count() + AliasAddress.objects.filter(email=email).count()
    assert holders == 1


def test_an_organisation_added_twice_at_once_is_one(transactional_db, world, now):
    values = {"name": "ENTEGA", "kind": "city_company"}
    click = partial(organising.add, values, by=world.actor(world.secretary), now=now)
    assert sum(one == "organisation_known" for one in together(click, click)) == 1
    assert (Organisation.objects.filter(name="ENTEGA").count(), entries("organisation.added")) == (1, 1)


def test_what_a_sponsor_gives_and_whom_to_reach_are_entered_once(transactional_db, world, now):
    body, by = Organisation.objects.get(), world.actor(world.secretary)
    given = {"kind": "money", "amount_cents": 150_000, "description": "", "start": date(2027, 1, 1), "end": None}
    contacts = [partial(organising.keep_contact, Contact(organisation=body), {"name": "Ina Roth"}) for _ in range(2)]
    support = [
        partial(organising.keep_support, Support(organisation=body), given | {"published": False}) for _ in range(2)
    ]
    together(*(partial(click, by=by, now=now) for click in contacts))
    together(*(partial(click, by=by, now=now) for click in support))
    assert (body.contacts.count(), entries("organisation.contact_kept")) == (1, 1)
    assert (body.support.count(), entries("organisation.support_kept")) == (1, 1)


def test_an_assistance_ended_twice_at_once_is_ended_once(transactional_db, world, now):
    by, last = world.actor(world.secretary), date(2026, 11, 30)
    clicks = [partial(assisting.end_assistance, Assistance.objects.get(), on=last, by=by, now=now) for _ in range(2)]
    assert together(*clicks) == [None, None]
    assert (Assistance.objects.get().end, entries("assistance.ended")) == (last, 1)


def test_nobody_becomes_member_and_management_at_once(transactional_db, world, now):
    """Whoever comes second is told: the management is never a voting member."""
    by, start = world.actor(world.secretary), date(2026, 12, 1)
    seat, person = world.etb.seats.get(number=31), Person.objects.get(pk=world.assistant.pk)
    terms = {"start": start, "appointed_on": date(2026, 11, 1), "document": "Schreiben vom 1. November 2026"}
    found = together(
        partial(appoint, seat=seat, person=person, **terms, by=by, now=now),
        partial(registering.assign, person=person, role="management", start=start, by=by, now=now),
    )
    assert sum(one in ("management_as_member", "management_with_vote") for one in found) == 1

"""How people are reached: details, addresses, and what a change of the main address brings with it."""

from functools import partial

import pytest

from foundation.accounts.links import link_for
from foundation.accounts.models import PersonalLink, User
from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.people.addresses import add_alias, change_main, remove_alias, verify_alias
from governance.people.editing import edit
from governance.people.models import AliasAddress, Person
from governance.people.registering import open_login, register


@pytest.fixture
def acts(world, now):
    return {"by": world.actor(world.secretary), "now": now}


def test_only_what_changed_is_kept_and_named_in_the_journal(world, acts):
    values = {"phone": " 069  90009-1 ", "channel": "mail", "language": "de", "email": "x@y.example"}
    assert edit(world.kaya, values, **acts) == ["phone"]
    assert edit(world.kaya, values, **acts) == []
    assert (world.kaya.phone, world.kaya.email) == ("069 90009-1", "aylin.kaya@mitglied.example")
    assert JournalEntry.objects.get(action="person.edited").facts == {"fields": ["phone"]}


def test_a_new_name_is_the_name_of_the_login_too(world, acts):
    edit(world.kaya, {"family_name": "Kaya-Roth"}, **acts)
    assert User.objects.get(person=world.kaya).name == "Aylin Kaya-Roth"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"channel": "post"}, "postal_address_missing"),
        ({"channel": "pigeon"}, "person_invalid"),
        ({"language": "xx"}, "language_unknown"),
        ({"phone": "1" * 41}, "person_invalid"),
        ({"given_name": " "}, "name_missing"),
        ({"postal_address": "Weg\x00 1"}, "name_missing"),
    ],
)
def test_details_that_are_refused_change_nothing(world, acts, values, code):
    before = Person.objects.filter(pk=world.kaya.pk).values().get()
    with pytest.raises(DomainError) as refusal:
        edit(world.kaya, values, **acts)
    assert (refusal.value.code, refusal.value.status) == (code, 400)
    assert Person.objects.filter(pk=world.kaya.pk).values().get() == before


def test_a_further_address_counts_once_it_is_verified(world, acts):
    alias = add_alias(world.kaya, "Kaya@Firma.example ", **acts)
    assert add_alias(world.kaya, "kaya@firma.example", **acts) == alias
    assert alias.verified_at is None
    for _click in range(2):
        verify_alias(alias, **acts)
    alias.refresh_from_db()
    assert alias.verified_at == acts["now"]
    for _click in range(2):
        remove_alias(AliasAddress.objects.filter(email=alias.email).first() or alias, **acts)
    assert not AliasAddress.objects.exists()
    assert JournalEntry.objects.count() == 3


def test_no_address_stands_for_two_people(world, acts):
    add_alias(world.kaya, "kaya@firma.example", verified=True, **acts)
    for taken in ("kaya@firma.example", "WERNER.dahlhoff@mitglied.example"):
        for act in (partial(add_alias, verified=True), change_main):
            with pytest.raises(DomainError) as refusal:
                act(world.ostermann, taken, **acts)
            assert (refusal.value.code, refusal.value.status) == ("address_taken", 409)
    with pytest.raises(DomainError) as refusal:
        register(given_name="A", family_name="B", email="kaya@firma.example", **acts)
    assert refusal.value.code == "person_known"
    with pytest.raises(DomainError) as refusal:
        add_alias(world.ostermann, "keine", **acts)
    assert refusal.value.status == 400


def test_an_address_nobody_has_verified_keeps_nobody_from_it(world, acts):
    claimed = add_alias(world.kaya, "werner@firma.example", **acts)
    proven = add_alias(world.dahlhoff, "werner@firma.example", **acts)
    assert claimed != proven
    verify_alias(proven, **acts)
    with pytest.raises(DomainError) as refusal:
        verify_alias(claimed, **acts)
    assert refusal.value.code == "address_taken"
    register(given_name="Ruth", family_name="Keller", email="ruth@post.example", **acts)
    unproven = add_alias(world.kaya, "ruth@post.example", **acts)
    change_main(world.dahlhoff, "werner@firma.example", **acts)
    for one in (claimed, unproven):
        with pytest.raises(DomainError):
            verify_alias(one, **acts)
    assert not AliasAddress.objects.exclude(verified_at=None).exists()


def test_what_the_office_adds_verifies_what_stood_there(world, acts):
    alias = add_alias(world.kaya, "kaya@firma.example", **acts)
    assert add_alias(world.kaya, "kaya@firma.example", verified=True, **acts) == alias
    alias.refresh_from_db()
    assert alias.verified_at == acts["now"]


def test_the_main_address_is_no_further_one(world, acts):
    with pytest.raises(DomainError) as refusal:
        add_alias(world.kaya, world.kaya.email.upper(), **acts)
    assert refusal.value.code == "address_taken"


def test_a_sixth_further_address_is_refused(world, acts):
    for number in range(5):
        add_alias(world.kaya, f"kaya{number}@firma.example", **acts)
    with pytest.raises(DomainError) as refusal:
        add_alias(world.kaya, "kaya6@firma.example", **acts)
    assert refusal.value.code == "many_addresses"


def test_the_login_follows_the_main_address_and_its_sessions_and_links_end(world, acts, client):
    link_for(purpose="reply", subject="meeting:1", holder=world.kaya.key, now=acts["now"], expires_at=acts["now"])
    client.force_login(world.kaya.user)
    assert client.get("/konto/").status_code == 200
    change_main(world.kaya, "Kaya@Neu.example", **acts)
    assert client.get("/konto/").status_code == 302
    world.kaya.user.refresh_from_db()
    assert (world.kaya.email, world.kaya.user.email) == ("kaya@neu.example", "kaya@neu.example")
    assert PersonalLink.objects.get().revoked_at == acts["now"]
    change_main(world.kaya, "kaya@neu.example", **acts)
    assert JournalEntry.objects.filter(action="person.main_address_changed").count() == 1


def test_a_further_address_becomes_the_main_one(world, acts):
    add_alias(world.kaya, "kaya@firma.example", verified=True, **acts)
    change_main(world.kaya, "kaya@firma.example", **acts)
    assert (world.kaya.email, AliasAddress.objects.count()) == ("kaya@firma.example", 0)


def test_a_login_is_opened_once(world, acts):
    ruth = register(given_name="Ruth", family_name="Keller", email="ruth@post.example", login=False, **acts)
    for _click in range(2):
        open_login(ruth, **acts)
    ruth.refresh_from_db()
    assert ruth.user.email == "ruth@post.example"
    assert JournalEntry.objects.filter(action="person.login_opened").count() == 1

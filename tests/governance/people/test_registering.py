"""People become known once; roles are dated and never mix advice with management."""

from datetime import date

import pytest

from foundation.accounts.models import User
from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError
from governance.boards.mailing import post
from governance.people.models import Person, StaffAssignment
from governance.people.registering import assign, register

START = date(2027, 1, 1)


def new(**changes):
    return {
        "given_name": "Ruth",
        "family_name": "Keller",
        "email": "Ruth.Keller@Mitglied.example",
        "by": SYSTEM,
    } | changes


def test_a_person_with_a_login_by_code(world, now):
    ruth = register(**new(academic_title="Dr.", form_of_address="frau"), now=now)
    assert (str(ruth), ruth.formal_name) == ("Dr. Ruth Keller", "Frau Dr. Keller")
    assert ruth.user.email == ruth.email == "ruth.keller@mitglied.example"
    assert not ruth.user.has_usable_password()
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.subject, entry.facts) == ("person.registered", ruth.key, {"login": True})


def test_a_person_without_a_login(world, now):
    users = User.objects.count()
    assert register(**new(login=False), now=now).user is None
    assert User.objects.count() == users


def test_a_login_without_a_person_becomes_theirs(world, now):
    user = User.objects.create_user("ruth.keller@mitglied.example", "Ruth")
    assert register(**new(), now=now).user == user


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"email": "werner.dahlhoff@mitglied.example"}, "person_known", 409),
        ({"email": "WERNER.dahlhoff@mitglied.example"}, "person_known", 409),
        ({"email": "nobody"}, "email_invalid", 400),
        ({"given_name": "  "}, "name_missing", 400),
        ({"family_name": "Kel\x00ler"}, "name_missing", 400),
        ({"family_name": "K" * 101}, "person_invalid", 400),
        ({"form_of_address": "king"}, "person_invalid", 400),
    ],
)
def test_people_that_are_refused(world, now, changes, code, status):
    people, users = Person.objects.count(), User.objects.count()
    with pytest.raises(DomainError) as refusal:
        register(**new(**changes), now=now)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert (Person.objects.count(), User.objects.count()) == (people, users)


def test_a_role_is_assigned_once(world, now):
    before = StaffAssignment.objects.count()
    for _time in range(2):
        assign(person=world.secretary, role="admin", start=START, by=SYSTEM, now=now)
    assert StaffAssignment.objects.count() == before + 1
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "end", "code"),
    [("emperor", None, "unknown_role"), ("admin", date(2026, 12, 31), "end_before_start")],
)
def test_roles_that_are_refused(world, now, role, end, code):
    with pytest.raises(DomainError) as refusal:
        assign(person=world.secretary, role=role, start=START, end=end, by=SYSTEM, now=now)
    assert (refusal.value.code, refusal.value.status) == (code, 400)


def test_a_voting_member_does_not_become_management(world, now):
    with pytest.raises(DomainError) as refusal:
        assign(person=world.dahlhoff, role="management", start=START, by=SYSTEM, now=now)
    assert (refusal.value.code, refusal.value.status) == ("management_with_vote", 409)
    assign(person=world.former, role="management", start=START, by=SYSTEM, now=now)
    assert "management" in world.reader(world.former, today=START).roles


def test_an_address_that_no_mail_can_go_to_is_refused_at_the_door(world, now):
    with pytest.raises(DomainError) as refused:
        register(**new(email="ruth@büro-beispiel.example"), now=now)
    assert (refused.value.code, refused.value.status) == ("email_invalid", 400)


def test_one_unreachable_person_keeps_nobody_else_from_a_letter(world, now):
    Person.objects.filter(pk=world.kaya.pk).update(email="kaya@büro-beispiel.example")
    people = [Person.objects.get(pk=one.pk) for one in (world.kaya, world.dahlhoff)]
    year = {"meetings": [], "year": 2027}
    sent = post("year_overview", people, key="k", topic="year:2027", version=1, context=year, now=now)
    assert [one.recipient for one in sent] == [world.dahlhoff.key]


def test_nobody_stands_on_both_sides_of_the_review(world, now):
    with pytest.raises(DomainError) as refused:
        assign(person=world.manager, role="mayors_office", start=START, by=SYSTEM, now=now)
    assert (refused.value.code, refused.value.status) == ("both_sides", 409)
    assert not StaffAssignment.objects.filter(person=world.manager, role="mayors_office").exists()

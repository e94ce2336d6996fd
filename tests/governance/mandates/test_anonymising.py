"""An anonymised member: seat, votes and counts stay; name, addresses and login are nowhere any more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from foundation.accounts.links import link_for
from foundation.accounts.models import PersonalLink, User
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery, IncomingMail
from foundation.values import DomainError
from governance.mandates.anonymising import FORMER, anonymise
from governance.mandates.models import Mandate
from governance.people.models import AliasAddress, InterestDeclaration
from meetings.agenda.models import Recusal
from meetings.invitations.models import Invitation, Reply
from meetings.sittings.models import Attendance

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def gone(world):
    """The former member of seat 10 left traces in every room."""
    person = world.former
    type(person).objects.filter(pk=person.pk).update(
        phone="069/17 17 17",
        mobile="0170/28 28 28",
        postal_address="Altweg 3",
        academic_title="Dr.",
        form_of_address="herr",
    )
    AliasAddress.objects.create(person=person, email="altmann.privat@mitglied.example")
    InterestDeclaration.objects.create(
        person=person, year=2025, employer="Altmann Bau", declared_at=NOW, entered_by=person.key
    )
    link_for(purpose="reply", subject="meeting:1", holder=person.key, now=NOW, expires_at=NOW)
    Delivery.objects.create(
        key="1",
        kind="invitation",
        recipient=person.key,
        recipient_name="Hugo Altmann",
        address=person.email,
        subject="Einladung",
        raw=b"Guten Tag, Herr Altmann",
        state="pending",
        created_at=NOW,
        not_before=NOW,
    )
    IncomingMail.objects.create(
        key="1",
        received_at=NOW,
        size=1,
        raw=b"Hugo Altmann: Ja, ich komme.",
        sender=person.email,
        sender_name="Hugo Altmann",
        subject="Altmann: Zusage",
        state="done",
        disposition="applied",
        reason="applied",
        person=person.key,
        facts={"comment": "Altmann kommt"},
    )
    meeting = world.meeting(day=date(2026, 2, 1), status="held")
    world.agenda(meeting, "Vergabe")
    mandate = person.mandates.get()
    invitation = Invitation.objects.create(meeting=meeting, person=person, mandate=mandate, invited_at=NOW)
    Reply.objects.create(
        invitation=invitation,
        answer="accepted",
        note="Altmann kommt",
        comment="Hugo kommt",
        sequence=1,
        received_at=NOW,
        source="page",
        entered_by=person.key,
    )
    Attendance.objects.create(meeting=meeting, person=person, mandate=mandate, arrived_at=NOW)
    Recusal.objects.create(
        item=meeting.items.get(), person=person, reason="Altmann Bau", declared_at=NOW, entered_by=person.key
    )
    person.refresh_from_db()
    return person


def everything() -> str:
    """Every value of every row of every table."""
    rows = (row for model in apps.get_models() for row in model._base_manager.values())
    return " ".join(str(value) for row in rows for value in row.values()).lower()


def test_name_addresses_and_login_are_nowhere_any_more(world, gone):
    user = gone.user_id
    assert "altmann" in everything()
    anonymise(gone, by=world.actor(world.secretary), now=NOW)
    found = everything()
    for trace in ("altmann", "hugo", "069/17", "0170/28", "altweg"):
        assert trace not in found
    assert not User.objects.filter(pk=user).exists()
    assert PersonalLink.objects.count() == 0
    assert Delivery.objects.get().state == "obsolete"


def test_seat_votes_and_counts_stay(world, gone):
    anonymise(gone, by=world.actor(world.secretary), now=NOW)
    assert str(gone) == "Mitglied, Sitz 10"
    assert gone.formal_name == "Mitglied, Sitz 10"
    assert [mandate.seat.number for mandate in gone.mandates.all()] == [10]
    assert Attendance.objects.get().person == gone
    assert Invitation.objects.get().replies.get().answer == "accepted"
    assert Recusal.objects.get().reason == ""


def test_twice_is_once(world, gone):
    for _click in range(2):
        anonymise(gone, by=world.actor(world.secretary), now=NOW)
    acts = JournalEntry.objects.filter(action="person.anonymised")
    assert [(act.subject, act.facts) for act in acts] == [(gone.key, {})]


@pytest.mark.parametrize("who", ["kaya", "secretary", "mayor"])
def test_whoever_still_has_a_function_keeps_the_name(world, who):
    person = getattr(world, who)
    name = str(person)
    with pytest.raises(DomainError) as refused:
        anonymise(person, by=world.actor(world.secretary), now=NOW)
    assert refused.value.code == "still_in_office"
    person.refresh_from_db()
    assert (str(person), person.anonymised_at) == (name, None)


def test_due_two_years_after_the_last_mandate(world, gone):
    end = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert list(FORMER.rows(end)) == []
    assert list(FORMER.rows(end + timedelta(days=1))) == [gone]
    Mandate.objects.create(
        seat=world.etb.seats.get(number=31), person=gone, status="proposed", start=date(2027, 1, 1)
    )
    assert list(FORMER.rows(end + timedelta(days=1))) == []


def test_the_office_anonymises_after_a_question(world, client, gone):
    client.force_login(world.secretary.user)
    path = reverse("person_anonymise", args=[gone.pk])
    assert "In Listen bleibt „Mitglied, Sitz 10“" in client.get(path).text
    gone.refresh_from_db()
    assert gone.anonymised_at is None
    assert client.post(path).status_code == 302
    gone.refresh_from_db()
    assert str(gone) == "Mitglied, Sitz 10"
    assert "Diese Person ist bereits anonymisiert." in client.get(path).text
    busy = reverse("person_anonymise", args=[world.kaya.pk])
    assert "Diese Person hat noch einen Sitz, ein Amt oder eine Rolle." in client.get(busy).text
    assert client.post(busy).status_code == 409

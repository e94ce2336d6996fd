"""A member's deputy takes the seat with its vote while the member is not there, where the rules know deputies."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.mandates.models import Deputy, Mandate, Suspension
from meetings.agenda.models import AgendaItem
from meetings.invitations.models import Invitation
from meetings.minutes import writing
from meetings.minutes.facts import facts_of
from meetings.minutes.presence import correct
from meetings.sittings import presence, running
from meetings.sittings.models import Attendance
from tests.meetings.live import Evening

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, deputised):
    client.force_login(deputised.world.secretary.user)
    return client


@pytest.fixture
def deputised(evening) -> Evening:
    """The rules know deputies, and Ostermann, who has no vote here, is named for Kaya's seat."""
    world = evening.world
    world.ub.rules.update(deputies_allowed=True)
    evening.meeting.rules.refresh_from_db()
    seat = Mandate.objects.get(person=world.kaya, seat__board=world.ub).seat
    Deputy.objects.create(seat=seat, person=world.ostermann, start=date(2027, 1, 1))
    return evening


def test_the_deputy_votes_for_the_absent_member(deputised):
    world = deputised.world
    deputised.arrive(world.ostermann)
    assert presence.voters(deputised.meeting) == {world.ostermann.pk}
    assert Attendance.objects.get().mandate.person == world.kaya


def test_a_member_does_not_come_beside_the_deputy(deputised):
    world = deputised.world
    deputised.arrive(world.ostermann)
    with pytest.raises(DomainError) as refused:
        deputised.arrive(world.kaya)
    assert (refused.value.code, str(world.ostermann) in refused.value.message) == ("represented", True)
    deputised.leave(world.ostermann)
    deputised.arrive(world.kaya)
    assert presence.voters(deputised.meeting) == {world.kaya.pk}


def test_corrected_times_put_member_and_deputy_into_the_seat_one_after_the_other(deputised):
    world = deputised.world
    deputised.arrive(world.ostermann)
    deputised.open(present=3)
    deputised.tick(10)
    deputised.leave(world.ostermann)
    left = Attendance.objects.get(person=world.ostermann).left_at
    deputised.tick(10)
    deputised.arrive(world.kaya)
    stay = Attendance.objects.get(person=world.kaya)
    with pytest.raises(DomainError) as refused:
        deputised.act(correct, stay, arrived_at=left - timedelta(minutes=1), left_at=None)
    assert (refused.value.code, str(world.ostermann) in refused.value.message) == ("twice_present", True)
    deputised.act(correct, stay, arrived_at=left, left_at=None)
    stay.refresh_from_db()
    assert stay.arrived_at == left


def test_beside_the_member_the_deputy_is_a_guest(deputised):
    deputised.arrive(deputised.world.kaya, deputised.world.ostermann)
    assert presence.voters(deputised.meeting) == {deputised.world.kaya.pk}


def test_a_deputy_takes_the_place_of_a_mandate_that_rests(deputised):
    world = deputised.world
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    Suspension.objects.create(mandate=mandate, start=date(2027, 1, 1), reason="Elternzeit")
    deputised.arrive(world.ostermann)
    assert presence.voters(deputised.meeting) == {world.ostermann.pk}


def test_where_the_rules_know_no_deputies_the_deputy_is_a_guest(deputised):
    deputised.world.ub.rules.update(deputies_allowed=False)
    deputised.arrive(deputised.world.ostermann)
    assert presence.voters(deputised.meeting) == frozenset()


def test_all_present_never_gives_a_seat_two_votes(deputised):
    deputised.arrive(deputised.world.ostermann)
    assert running.mark_all(deputised.meeting, by=deputised.by, now=deputised.now) == len(deputised.members) - 1
    assert len(presence.voters(deputised.meeting)) == len(deputised.members)


def test_the_database_keeps_member_and_deputy_apart(deputised):
    deputised.arrive(deputised.world.ostermann)
    row = {"meeting": deputised.meeting, "mandate": Attendance.objects.get().mandate, "arrived_at": deputised.now}
    with pytest.raises(IntegrityError, match="mandate_present_once"), transaction.atomic():
        Attendance.objects.create(person=deputised.world.kaya, **row)
    Attendance.objects.create(person=deputised.world.kaya, left_at=deputised.now, **row)


def test_the_deputy_of_who_said_no_is_on_the_live_page_and_comes_with_one_tap(office, deputised):
    world, page = deputised.world, reverse("live", args=[deputised.meeting.pk])
    assert "für Aylin Kaya" not in office.get(page).content.decode()
    said = {"meeting": deputised.meeting, "invited_at": deputised.now}
    Invitation.objects.create(person=world.kaya, answer="declined", **said)
    line = f"{world.ostermann} für {world.kaya}"
    assert office.get(page).content.decode().count(f"<span>{line}</span>") == 1
    assert office.post(page, {"mark": f"present:{world.ostermann.pk}"}).status_code == 302
    shown = office.get(page).content.decode()
    assert (shown.count(f"<span>{line}</span>"), f"<span>{world.kaya}</span>" in shown) == (1, False)
    assert "1 von 10" in shown


def test_any_deputy_is_entered_like_a_guest(office, deputised):
    form = reverse("live_guest", args=[deputised.meeting.pk])
    assert office.post(form, {"person": str(deputised.world.ostermann.pk)}).status_code == 302
    assert presence.voters(deputised.meeting) == {deputised.world.ostermann.pk}


def test_the_minutes_say_for_whom_the_deputy_came(deputised):
    world = deputised.world
    deputised.arrive(world.ostermann)
    deputised.open(present=3)
    AgendaItem.objects.filter(meeting=deputised.meeting).update(outcome="noted")
    deputised.act(running.close, deputised.meeting)
    minutes = deputised.act(writing.draft, deputised.meeting)
    told = {one.name: (one.seat, bool(one.stays)) for one in facts_of(minutes, state="", now=deputised.now).attendees}
    assert told[str(world.ostermann)] == (f"Für {world.kaya}, Sitz\N{NO-BREAK SPACE}4, Sitz 4", True)
    assert told[str(world.kaya)][1] is False


def test_a_guest_takes_the_seat_when_the_member_left(office, deputised):
    """One tap: the deputy leaves as guest and enters for the seat, which counts from then on."""
    world, page = deputised.world, reverse("live", args=[deputised.meeting.pk])
    button = f"Nimmt den Sitz von {world.kaya} ein"
    deputised.open(present=6)
    deputised.arrive(world.ostermann)
    assert button not in office.get(page).text
    deputised.leave(world.kaya)
    before = presence.answer(deputised.meeting).numbers["present"]
    assert button in office.get(page).text
    for _tap in range(2):
        assert office.post(page, {"mark": f"present:{world.ostermann.pk}"}).status_code == 302
    stays = Attendance.objects.filter(person=world.ostermann).order_by("pk")
    assert [(one.mandate_id is not None, one.left_at is None) for one in stays] == [(False, False), (True, True)]
    assert presence.answer(deputised.meeting).numbers["present"] == before + 1
    assert JournalEntry.objects.filter(action="attendance.took_seat").count() == 1
    assert button not in office.get(page).text


def test_a_guest_stays_guest_while_the_member_is_there(deputised):
    deputised.arrive(deputised.world.kaya, deputised.world.ostermann)
    deputised.arrive(deputised.world.ostermann, how="video")
    assert list(Attendance.objects.filter(person=deputised.world.ostermann).values_list("mandate", "mode")) == [
        (None, "video")
    ]


def test_the_deputy_of_a_mandate_that_rests_is_awaited_on_the_live_page(office, deputised):
    world, page = deputised.world, reverse("live", args=[deputised.meeting.pk])
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    Suspension.objects.create(mandate=mandate, start=date(2027, 1, 1), reason="Elternzeit")
    line = f"<span>{world.ostermann} für {world.kaya}</span>"
    assert office.get(page).text.count(line) == 1
    said = {"meeting": deputised.meeting, "invited_at": deputised.now, "mandate": mandate, "role": "deputy"}
    Invitation.objects.create(person=world.ostermann, answer="declined", **said)
    assert line not in office.get(page).text


@pytest.mark.parametrize(("answer", "comes"), [("needs_action", "ostermann"), ("declined", "kaya")])
def test_all_present_brings_the_deputy_who_was_called(deputised, answer, comes):
    world = deputised.world
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    said = {"meeting": deputised.meeting, "invited_at": deputised.now, "mandate": mandate}
    Invitation.objects.create(person=world.kaya, answer="delegated", **said)
    Invitation.objects.create(person=world.ostermann, answer=answer, role="deputy", **said)
    for expected in (10, 0):
        assert running.mark_all(deputised.meeting, by=deputised.by, now=deputised.now) == expected
    assert Attendance.objects.get(mandate=mandate).person == getattr(world, comes)


@pytest.mark.parametrize(
    ("since", "comes"),
    [
        ("the mandate rests", ["ostermann"]),
        ("the mandate is exercised again", ["kaya"]),
        ("the member comes after all", ["kaya"]),
        ("the mandate ended", []),
        ("a successor came", ["former"]),
        ("named for another seat", []),
    ],
)
def test_all_present_brings_the_deputy_only_while_the_place_is_hers(deputised, since, comes):
    """The invitation may be older than what holds on the day of the meeting; one seat brings at most one person."""
    world, day = deputised.world, deputised.meeting.day
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    said = {"meeting": deputised.meeting, "invited_at": deputised.now, "mandate": mandate}
    Invitation.objects.create(person=world.ostermann, role="deputy", **said)
    if since == "the member comes after all":
        Invitation.objects.create(person=world.kaya, answer="accepted", **said)
    else:
        back = day if since == "the mandate is exercised again" else None
        Suspension.objects.create(mandate=mandate, start=date(2027, 1, 1), back_on=back, reason="Elternzeit")
    if since in ("the mandate ended", "a successor came"):
        Mandate.objects.filter(pk=mandate.pk).update(status="ended", end=day - timedelta(days=1))
    if since == "a successor came":
        mandate.seat.mandates.create(person=world.former, status="active", start=day, appointed_on=day)
    if since == "named for another seat":
        Deputy.objects.update(seat=world.ub.seats.get(number=5))
    running.mark_all(deputised.meeting, by=deputised.by, now=deputised.now)
    came = Attendance.objects.filter(mandate__seat=mandate.seat)
    assert [one.person for one in came] == [getattr(world, who) for who in comes]
    assert not Attendance.objects.filter(mandate=None).exists()


def test_a_recused_deputy_bars_one_seat(deputised):
    world = deputised.world
    deputised.arrive(world.ostermann)
    deputised.open(present=3)
    for person in (world.ostermann, world.kaya):
        deputised.recuse(person, 1)
    assert presence._voters_barred(deputised.meeting, deputised.item(1)) == 1
    deputised.leave(world.ostermann)
    assert presence._voters_barred(deputised.meeting, deputised.item(1)) == 1

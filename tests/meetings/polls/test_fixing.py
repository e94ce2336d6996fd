"""Fixing the date: the meeting, the closed poll and the mails come in one step, once."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from meetings.invitations import sending
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning.telling import tell_changes
from meetings.polls import asking
from meetings.polls.fixing import fix
from meetings.polls.pencilled import beside
from tests.meetings.polls.conftest import STARTS


@pytest.fixture
def fixed(world, dates, say, now):
    """The second date; only Aylin Kaya had answered."""
    say(world.kaya, "no", "yes", "no")
    return fix(dates[1], by=world.actor(world.mayor), now=now)


def test_the_meeting_is_scheduled_at_this_time_and_place(world, poll, dates, fixed, now):
    poll.refresh_from_db()
    assert (poll.status, poll.chosen, poll.meeting, poll.closed_at) == ("fixed", dates[1], fixed, now)
    assert (fixed.board, fixed.status, fixed.starts_at) == (world.ub, "scheduled", STARTS[1])
    assert (fixed.ends_at - fixed.starts_at, fixed.place, fixed.mode) == (
        timedelta(hours=2),
        "Rathaus, Raum 4",
        "in_person",
    )


def test_everybody_gets_the_save_the_date_the_silent_too(world, fixed):
    letters = Delivery.objects.filter(kind="date_set")
    assert {one.recipient for one in letters} == {member.key for member in world.members["UB"]}
    mail = message_from_bytes(bytes(letters.get(recipient=world.lamprecht.key).raw), policy=policy.default)
    (attached,) = [part for part in mail.walk() if part.get_filename() == "termine.ics"]
    calendar = icalendar.Calendar.from_ical(attached.get_content())
    (event,) = calendar.events
    assert (calendar["METHOD"], str(event["UID"]), str(event["STATUS"])) == ("PUBLISH", fixed.uid, "TENTATIVE")
    assert event.start == STARTS[1]
    assert str(mail["Subject"]) == "Bitte freihalten: Unternehmensbeirat, 21.01.2027"


def test_what_still_waited_to_be_sent_is_overtaken(fixed):
    assert set(Delivery.objects.filter(kind="date_poll").values_list("state", flat=True)) == {"obsolete"}


def test_fixing_twice_is_fixing_once_and_another_date_is_refused(world, dates, fixed, now):
    office = world.actor(world.secretary)
    assert fix(dates[1], by=office, now=now) == fixed
    with pytest.raises(DomainError) as refused:
        fix(dates[0], by=office, now=now)
    assert (refused.value.status, refused.value.code) == (409, "poll_fixed")
    assert (Meeting.objects.count(), Delivery.objects.filter(kind="date_set").count()) == (1, 10)
    assert JournalEntry.objects.filter(action="date_poll.fixed").count() == 1


def test_a_video_link_makes_it_a_hybrid_meeting(world, question, now):
    poll = question(video_url="https://video.example/ub")
    meeting = fix(poll.options.first(), by=world.actor(world.secretary), now=now)
    assert (meeting.mode, meeting.video_url) == ("hybrid", "https://video.example/ub")


def test_a_date_pencilled_in_for_that_hour_is_taken_over(world, dates, now):
    office = world.actor(world.secretary)
    pencilled = scheduling.pencil_in(world.ub, date(2027, 1, 21), by=office, now=now)
    meeting = fix(dates[1], by=office, now=now)
    assert (meeting.pk, meeting.status, meeting.place) == (pencilled.pk, "scheduled", "Rathaus, Raum 4")


def test_a_board_does_not_meet_twice_at_one_hour(world, poll, dates, now):
    world.meeting(day=date(2027, 1, 21))
    with pytest.raises(DomainError) as refused:
        fix(dates[1], by=world.actor(world.secretary), now=now)
    poll.refresh_from_db()
    assert (refused.value.code, poll.status, Meeting.objects.count()) == ("meeting_there", "open", 1)
    assert Delivery.objects.filter(kind="date_set").count() == 0


@pytest.mark.parametrize("gone", ["withdrawn", "over", "cancelled"])
def test_a_date_that_is_gone_is_not_fixed(world, poll, dates, now, gone):
    office = world.actor(world.secretary)
    if gone == "withdrawn":
        asking.withdraw_date(dates[1], by=office, now=now)
    if gone == "cancelled":
        asking.call_off(poll, reason="Entfällt.", by=office, now=now)
    with pytest.raises(DomainError) as refused:
        fix(dates[1], by=office, now=STARTS[1] if gone == "over" else now)
    assert refused.value.code == ("poll_cancelled" if gone == "cancelled" else "date_gone")
    assert Meeting.objects.count() == 0


def test_a_fixed_date_that_moves_is_told_once(world, fixed, now):
    assert tell_changes(now=now) == 0
    later = STARTS[1] + timedelta(days=7)
    sending.change(
        fixed, by=world.actor(world.secretary), now=now, starts_at=later, ends_at=later + timedelta(hours=2)
    )
    assert tell_changes(now=now) == 10
    assert tell_changes(now=now) == 0
    assert Delivery.objects.filter(kind="date_changed").count() == 10


@pytest.fixture
def pencilled(world, now):
    """After the meeting of 8 October the rules want the next one until 10 February: 28 January is pencilled in for
    it, 6 May for the one after."""
    world.meeting(day=date(2026, 10, 8), status="held", number=4)
    office = world.actor(world.secretary)
    return [scheduling.pencil_in(world.ub, day, by=office, now=now) for day in (date(2027, 1, 28), date(2027, 5, 6))]


def test_a_date_pencilled_in_for_the_same_meeting_is_shown_and_dropped(world, office, poll, dates, pencilled, client):
    page = reverse("poll_fix", args=[poll.pk, dates[1].pk])
    shown = office.get(page)
    assert shown.context["pencilled"] == pencilled[:1]
    assert "Donnerstag, 28. Januar 2027, 16:00 Uhr streichen" in shown.text.replace("\u00a0", " ")
    office.post(page, {"drop": str(pencilled[0].pk)})
    states = dict(Meeting.objects.values_list("starts_at__date", "status"))
    assert states == {
        date(2026, 10, 8): "held",
        date(2027, 1, 21): "scheduled",
        date(2027, 1, 28): "cancelled",
        date(2027, 5, 6): "planned",
    }
    pencilled[0].refresh_from_db()
    assert pencilled[0].cancelled_reason == "Eine Terminumfrage ergab einen anderen Tag: 21.01.2027."
    assert set(Delivery.objects.values_list("kind", flat=True)) == {"date_poll", "date_set"}
    assert Meeting.objects.visible_to(world.reader(world.kaya)).filter(pk=pencilled[0].pk).exists() is False


def test_a_date_that_is_unticked_stays(world, office, poll, dates, pencilled):
    office.post(reverse("poll_fix", args=[poll.pk, dates[1].pk]))
    assert set(Meeting.objects.filter(status="planned")) == set(pencilled)


def test_the_chair_reads_of_it_and_drops_nothing(world, client, poll, dates, pencilled):
    client.force_login(world.mayor.user)
    page = reverse("poll_fix", args=[poll.pk, dates[1].pk])
    assert "Für dieselbe Sitzung ist noch vorgemerkt:" in client.get(page).text
    client.post(page, {"drop": str(pencilled[0].pk)})
    pencilled[0].refresh_from_db()
    assert pencilled[0].status == "planned"


@pytest.mark.parametrize("named", ["set meanwhile", "of another window", "nonsense"])
def test_what_is_not_pencilled_in_beside_it_is_not_dropped_and_nothing_is_fixed(
    world, office, poll, dates, pencilled, now, named
):
    drop = {"set meanwhile": pencilled[0].pk, "of another window": pencilled[1].pk, "nonsense": "x"}[named]
    if named == "set meanwhile":
        scheduling.confirm([pencilled[0]], by=world.actor(world.secretary), now=now)
    answer = office.post(reverse("poll_fix", args=[poll.pk, dates[1].pk]), {"drop": str(drop)})
    assert answer.status_code == (400 if named == "nonsense" else 409)
    assert "Ein vorgemerkter Termin hat sich inzwischen geändert." in answer.text
    poll.refresh_from_db()
    assert (poll.status, Delivery.objects.filter(kind="date_set").count()) == ("open", 0)


def test_before_the_first_meeting_the_window_is_as_wide_as_the_rules_allow(world, poll, dates, now):
    """Between 84 and 126 days, so dates up to 42 days away can be meant for the same meeting."""
    office = world.actor(world.secretary)
    near, far = (
        scheduling.pencil_in(world.ub, date(2027, 1, 21) + timedelta(days=n), by=office, now=now) for n in (42, 43)
    )
    known = beside(world.ub, dates[1].starts_at, date(2027, 1, 21), now)
    assert (near in known, far in known) == (True, False)


def test_an_extraordinary_meeting_in_between_moves_no_window(world, poll, dates, now):
    """Counted from the ordinary meeting of 8 October, 28 January is for the same meeting, whoever met in November."""
    world.meeting(day=date(2026, 10, 8), status="held", number=4)
    urgent = world.meeting(day=date(2026, 11, 20), status="held", number=5)
    Meeting.objects.filter(pk=urgent.pk).update(kind="extraordinary")
    near, far = (
        scheduling.pencil_in(world.ub, day, by=world.actor(world.secretary), now=now)
        for day in (date(2027, 1, 28), date(2027, 3, 4))
    )
    known = beside(world.ub, dates[1].starts_at, date(2027, 1, 21), now)
    assert (near in known, far in known) == (True, False)

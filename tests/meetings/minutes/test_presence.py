"""When somebody came or left is corrected until the minutes leave the board office."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.values import BERLIN, DomainError
from foundation.web import clock
from meetings.minutes import presence
from meetings.pages.forms import TimesForm
from meetings.sittings import running
from meetings.sittings.models import Attendance
from tests.meetings.live import at
from tests.meetings.minutes.steps import sign

pytestmark = pytest.mark.django_db


def stay(held, person) -> Attendance:
    return Attendance.objects.get(meeting=held.meeting, person=person)


def correct(held, person, came, left):
    held.act(presence.correct, stay(held, person), arrived_at=came, left_at=left)


def times(held, person):
    row = stay(held, person)
    return row.arrived_at, row.left_at


@pytest.fixture
def came_and_left(held):
    """The opening counts at 16:02, the vote at 16:03; the meeting ends at 16:06."""
    return times(held, held.members[0])


def test_somebody_left_earlier_than_was_tapped_and_the_journal_keeps_both(held, came_and_left):
    came, left = came_and_left
    for _twice in range(2):
        correct(held, held.members[0], at(15, 55), at(16, 4))
    assert times(held, held.members[0]) == (at(15, 55), at(16, 4))
    kept = JournalEntry.objects.get(action="attendance.corrected").facts
    assert (kept["came_before"], kept["left_before"]) == (came.isoformat(), left.isoformat())


@pytest.mark.parametrize(
    ("came", "left", "code", "status"),
    [
        (at(16, 0), at(16, 3), "counted", 409),
        (at(16, 3), at(16, 5), "counted", 409),
        (at(16, 5), at(16, 4), "wrong_order", 400),
        (at(16, 0), at(18, 0), "too_late", 400),
    ],
)
def test_what_was_counted_and_what_cannot_be_stays(held, came_and_left, came, left, code, status):
    with pytest.raises(DomainError) as refused:
        correct(held, held.members[0], came, left)
    assert (refused.value.code, refused.value.status) == (code, status)
    assert times(held, held.members[0]) == came_and_left


def test_nobody_who_came_after_a_vote_is_put_before_it(evening):
    evening.open(present=8)
    late = evening.members[9]
    evening.tick()
    evening.arrive(late)
    with pytest.raises(DomainError) as refused:
        correct(evening, late, at(16, 1), None)
    assert refused.value.code == "counted"


def test_a_guest_counts_nowhere_but_is_not_there_twice(evening):
    guest = evening.world.manager
    evening.arrive(guest)
    evening.open(present=8)
    evening.leave(guest)
    evening.tick(10)
    evening.arrive(guest)
    first, second = Attendance.objects.filter(person=guest).order_by("arrived_at")
    with pytest.raises(DomainError) as refused:
        evening.act(
            presence.correct, first, arrived_at=first.arrived_at, left_at=second.arrived_at.replace(second=30)
        )
    assert refused.value.code == "twice_present"
    evening.act(presence.correct, first, arrived_at=first.arrived_at, left_at=at(16, 2))
    first.refresh_from_db()
    assert first.left_at == at(16, 2)


def test_once_the_minutes_are_with_the_chair_the_times_stand(held, came_and_left):
    sign(held)
    with pytest.raises(DomainError) as refused:
        correct(held, held.members[0], at(15, 55), at(16, 4))
    assert refused.value.code == "minutes_gone"


def test_the_page_takes_one_time_and_keeps_the_other(held, came_and_left, client):
    path = reverse("live_times", args=[held.meeting.pk])
    client.force_login(held.world.secretary.user)
    row = stay(held, held.members[0])
    with clock.at(held.tick()):
        assert path in client.get(reverse("meeting_minutes", args=[held.meeting.pk])).text
        refused = client.post(path, {"stay": row.pk, "left": "16:03"})
        assert "Eine Feststellung oder Abstimmung um 16:03 Uhr zählt" in refused.text.replace("\xa0", " ")
        saved = client.post(path, {"stay": row.pk, "left": "16:04"})
        assert saved.headers["Location"] == reverse("meeting_minutes", args=[held.meeting.pk])
    assert times(held, held.members[0]) == (came_and_left[0], at(16, 4))
    assert client.post(path, {"stay": row.pk + 1000, "left": "16:04"}).status_code == 400


@pytest.mark.parametrize(("typed", "day"), [("15:30", 0), ("23:50", 0), ("00:15", 1)])
def test_a_time_after_midnight_belongs_to_the_next_day(held, typed, day):
    row = stay(held, held.members[0])
    form = TimesForm({"stay": row.pk, "left": typed}, meeting=held.meeting)
    assert form.is_valid()
    moment = form.cleaned_data["left"].astimezone(BERLIN)
    assert (f"{moment:%H:%M}", moment.date() - held.meeting.day) == (typed, timedelta(days=day))


def test_the_moments_that_count_are_findings_and_votes(held):
    assert sorted(running.counting_moments(held.meeting)) == [at(16, 2), at(16, 3)]

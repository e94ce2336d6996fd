"""A board that has to meet soon and has no date gets one pencilled in; one click sets it and tells the members."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.almanac.entering import Stretch, enter
from foundation.almanac.periods import seed
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.procedure.models import RulesOfProcedure
from meetings.invitations import sending
from meetings.meeting.models import Meeting
from meetings.planning import proposing, year
from meetings.planning.guarding import pencil_due
from meetings.planning.posing import problem
from meetings.planning.setting import DATE_SET, set_date
from meetings.planning.telling import tell_changes

LAST = date(2026, 11, 12)
CLOSES = date(2027, 3, 18)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


DUE = at(CLOSES - timedelta(days=60))


@pytest.fixture
def met(world):
    """The Unternehmensbeirat met on 12 November 2026 and has no date after it."""
    seed([2026, 2027])
    world.meeting(world.ub, day=LAST, status="held", number=4)


def ahead(world):
    return [one.day for one in Meeting.objects.filter(board=world.ub, year=2027).exclude(status="cancelled")]


def test_sixty_days_before_the_window_closes_the_best_date_is_pencilled_in_once(world, met):
    assert (pencil_due(now=DUE - timedelta(days=1)), ahead(world)) == (0, [])
    assert (pencil_due(now=DUE), ahead(world)) == (1, [date(2027, 2, 18)])
    assert (pencil_due(now=DUE), ahead(world)) == (0, [date(2027, 2, 18)])
    entry = JournalEntry.objects.get(action="meeting.planned")
    assert (entry.actor, Delivery.objects.count()) == ("system", 0)


def test_a_proposed_year_gives_the_date_and_adopting_it_later_doubles_nothing(world, met, now):
    office = world.actor(world.secretary)
    RulesOfProcedure.objects.filter(board=world.ub).update(target_min=84, target_max=98, tolerated_max=98)
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=office, now=now)
    proposed = list(plan.dates.values_list("day", flat=True))
    sixty_days_before = at(LAST + timedelta(days=98 - 60))
    assert pencil_due(now=sixty_days_before) == 1
    assert ahead(world) == proposed[:1]
    year.adopt(plan, by=office, now=sixty_days_before)
    assert ahead(world) == proposed


def test_a_proposed_day_that_was_closed_meanwhile_is_not_taken(world, met, now):
    office = world.actor(world.secretary)
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=office, now=now)
    proposed = plan.dates.first().day
    enter(Stretch("custom", "Betriebsversammlung", proposed, proposed), by=office, now=now)
    assert pencil_due(now=DUE) == 1
    assert proposed not in ahead(world)


def test_a_proposal_that_does_not_know_a_date_set_meanwhile_is_not_adopted(world, met, now):
    office = world.actor(world.secretary)
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=office, now=now)
    pencil_due(now=DUE)
    with pytest.raises(DomainError) as refused:
        year.adopt(plan, by=office, now=DUE)
    assert (refused.value.code, ahead(world)) == ("proposal_outdated", [date(2027, 2, 18)])


def test_a_pencilled_date_stands_in_the_year_that_is_planned_after_it(world, met):
    pencil_due(now=DUE)
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=world.actor(world.secretary), now=DUE)
    days = list(plan.dates.values_list("day", flat=True))
    assert (len(days), days[0]) == (4, date(2027, 2, 18))


def test_a_cancelled_day_is_not_tried_again(world, met):
    pencil_due(now=DUE)
    pencilled = Meeting.objects.get(board=world.ub, status="planned")
    sending.cancel(pencilled, reason="Messe", by=world.actor(world.secretary), now=DUE)
    pencil_due(now=DUE)
    assert ahead(world) == [date(2027, 2, 25)]


def test_a_date_nobody_confirmed_before_it_was_over_is_neither_set_nor_counted(world, client, met):
    pencil_due(now=DUE)
    pencilled = Meeting.objects.select_related("board").get(board=world.ub, status="planned")
    late = pencilled.starts_at + timedelta(hours=1)
    with pytest.raises(DomainError) as refused:
        set_date(pencilled, by=world.actor(world.mayor), now=late)
    pencilled.refresh_from_db()
    assert (refused.value.code, pencilled.status, Delivery.objects.count()) == ("date_over", "planned", 0)
    (asked,) = problem([world.ub], date(2027, 4, 1), date(2027, 12, 31), now=late).boards
    assert (asked.last, asked.meetings) == (LAST, 4)
    (asked,) = problem([world.ub], date(2027, 4, 1), date(2027, 12, 31), now=DUE).boards
    assert (asked.last, asked.meetings) == (pencilled.day, 3)
    with clock.at(late):
        client.force_login(world.mayor.user)
        assert "Passt dieser Termin?" not in client.get(pencilled.get_absolute_url()).content.decode()


def test_where_no_day_can_be_called_in_time_nothing_is_pencilled_in(world, met):
    late = at(CLOSES - timedelta(days=20))
    assert (pencil_due(now=late), ahead(world)) == (0, [])


def test_setting_the_date_tells_each_member_once_and_later_changes_too(world, met):
    pencil_due(now=DUE)
    pencilled = Meeting.objects.select_related("board").get(board=world.ub, status="planned")
    chair = world.actor(world.mayor)
    assert (set_date(pencilled, by=chair, now=DUE), set_date(pencilled, by=chair, now=DUE)) == (10, 0)
    told = Delivery.objects.filter(kind=DATE_SET).values_list("recipient", flat=True)
    assert sorted(told) == sorted(member.key for member in world.members["UB"])
    sending.change(pencilled, by=chair, now=DUE, place="Rathaus")
    assert tell_changes(now=DUE) == 10


def test_the_chair_finds_the_date_on_the_first_screen_and_sets_it_with_one_click(world, client, met):
    pencil_due(now=DUE)
    pencilled = Meeting.objects.get(board=world.ub, status="planned")
    client.force_login(world.mayor.user)
    assert "Termin Unternehmensbeirat: 18.02.2027" in client.get("/").content.decode()
    assert "Passt dieser Termin?" in client.get(pencilled.get_absolute_url()).content.decode()
    answer = client.post(f"/sitzungen/{pencilled.pk}/termin-bestaetigen/", follow=True).content.decode()
    assert "Der Termin steht. 10 Personen werden gebeten, ihn freizuhalten." in answer
    assert "Passt dieser Termin?" not in answer
    assert "Termin Unternehmensbeirat" not in client.get("/").content.decode()


def test_a_member_neither_sees_nor_sets_a_pencilled_date(world, client, met):
    pencil_due(now=DUE)
    pencilled = Meeting.objects.get(board=world.ub, status="planned")
    client.force_login(world.dahlhoff.user)
    assert client.get(pencilled.get_absolute_url()).status_code == 404
    assert client.post(f"/sitzungen/{pencilled.pk}/termin-bestaetigen/").status_code == 404
    pencilled.refresh_from_db()
    assert pencilled.status == "planned"

"""J1 thin: the cadence becomes dates, the dates become meetings, everybody gets one overview."""

from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import icalendar
import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import seed
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from governance.mandates.models import Mandate
from meetings.meeting.models import Meeting
from meetings.planning import proposing, year
from meetings.planning.models import YearPlan
from meetings.planning.posing import best
from tests.world import board, seat_person

DAYS_2027 = [date(2027, 2, 11), date(2027, 5, 13), date(2027, 8, 12), date(2027, 11, 11)]


@pytest.fixture
def almanac(db):
    seed([2026, 2027])


@pytest.fixture
def last_meeting(world):
    return world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=4)


def plan_for(world, boards, now):
    return proposing.propose(year=2027, boards=boards, by=world.actor(world.secretary), now=now)


def test_the_unternehmensbeirat_gets_the_proven_best_dates(world, almanac, last_meeting, now):
    (plan,) = plan_for(world, [world.ub], now)
    assert [one.day for one in plan.dates.all()] == DAYS_2027
    assert [one.reason["gap"] for one in plan.dates.all()] == [91, 91, 91, 91]
    assert (plan.outcome, plan.weighing["own"][:7]) == ("optimal", [0] * 7)


def test_boards_that_share_somebody_who_leads_never_meet_on_the_same_day(world, almanac, last_meeting, now):
    plans = plan_for(world, [world.ub, world.etb, world.sb], now)
    ub, etb, sb = ({one.day for one in plan.dates.all()} for plan in plans)
    assert [len(ub), len(etb), len(sb)] == [4, 2, 1]
    assert not ub & etb


def test_adopting_pencils_in_and_sends_no_mail(world, almanac, last_meeting, now):
    (plan,) = plan_for(world, [world.ub], now)
    office = world.actor(world.secretary)
    made = year.adopt(plan, by=office, now=now)
    again = year.adopt(plan, by=office, now=now)
    assert [meeting.status for meeting in made] == ["planned"] * 4
    assert [meeting.number for meeting in made] == [1, 2, 3, 4]
    assert {meeting.pk for meeting in again} == {meeting.pk for meeting in made}
    assert made[0].starts_at == datetime(2027, 2, 11, 15, tzinfo=UTC)
    assert made[1].starts_at == datetime(2027, 5, 13, 14, tzinfo=UTC)
    assert not Delivery.objects.exists()


def test_confirming_schedules_and_sends_each_member_one_overview(world, almanac, last_meeting, now):
    office = world.actor(world.secretary)
    plans = plan_for(world, [world.ub, world.etb], now)
    for plan in plans:
        year.adopt(plan, by=office, now=now)
    sent = year.confirm(plans, by=office, now=now)
    assert year.confirm(plans, by=office, now=now) == 0
    people = {member.pk for board in ("UB", "ETB") for member in world.members[board]}
    assert sent == Delivery.objects.count() == len(people)
    assert set(Meeting.objects.exclude(pk=last_meeting.pk).values_list("status", flat=True)) == {"scheduled"}
    mail = message_from_bytes(bytes(Delivery.objects.get(recipient=world.dahlhoff.key).raw), policy=policy.default)
    (attached,) = [part for part in mail.walk() if part.get_filename() == "termine.ics"]
    calendar = icalendar.Calendar.from_ical(attached.get_content())
    assert (calendar["METHOD"], len(calendar.events)) == ("PUBLISH", 6)
    assert {str(event["STATUS"]) for event in calendar.events} == {"TENTATIVE"}
    # M11: the entry that becomes the meeting's, in a file alone, with nothing to answer
    assert {str(event["UID"]) for event in calendar.events} == set(
        Meeting.objects.filter(status="scheduled").exclude(pk=last_meeting.pk).values_list("uid", flat=True)
    )
    assert {event["SEQUENCE"] for event in calendar.events} == {0}
    assert not any("ATTENDEE" in event for event in calendar.events)
    assert "text/calendar" not in {part.get_content_type() for part in mail.walk()}


def test_who_sits_on_one_board_gets_its_dates_only(world, almanac, last_meeting, now):
    office = world.actor(world.secretary)
    plans = plan_for(world, [world.ub, world.etb], now)
    for plan in plans:
        year.adopt(plan, by=office, now=now)
    year.confirm(plans, by=office, now=now)
    raw = bytes(Delivery.objects.get(recipient=world.kaya.key).raw)
    assert message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content().count("Uhr, Haus") == 4


def test_the_duty_proposes_from_october_on_for_boards_without_a_plan(world, almanac, last_meeting):
    assert proposing.propose_due(now=datetime(2026, 9, 30, 8, tzinfo=UTC)) == 0
    assert proposing.propose_due(now=datetime(2026, 10, 1, 8, tzinfo=UTC)) == 3
    assert proposing.propose_due(now=datetime(2026, 10, 2, 8, tzinfo=UTC)) == 0


def test_a_plan_without_dates_cannot_be_adopted(world, now):
    plan = YearPlan.objects.create(board=world.ub, year=2027, proposed_at=now, outcome="infeasible")
    with pytest.raises(DomainError, match="keine Termine"):
        year.adopt(plan, by=world.actor(world.secretary), now=now)


@pytest.fixture
def twin(world):
    """A board with the rhythm of the UB and the UB's chair among its members."""
    made = board("other", "zukunftsbeirat", "Zukunftsbeirat", "ZB", 3)
    for number, member in enumerate([world.mayor, world.kaya, world.lamprecht], 1):
        seat_person(made, number, member)
    world.meeting(made, day=date(2026, 11, 12), status="held", number=4)
    return made


def days(plan):
    return [one.day for one in plan.dates.all()]


def test_a_board_planned_later_keeps_clear_of_meetings_that_stand(world, almanac, last_meeting, twin, now):
    (ub,) = plan_for(world, [world.ub], now)
    year.adopt(ub, by=world.actor(world.secretary), now=now)
    (later,) = plan_for(world, [twin], now)
    assert days(ub) == DAYS_2027
    assert len(days(later)) == 4
    assert not {*days(ub)} & {*days(later)}


def test_boards_that_share_any_member_keep_clear_of_each_other(world, almanac, last_meeting, twin, now):
    twin.seats.get(number=1).mandates.all().delete()
    ub, later = plan_for(world, [world.ub, twin], now)
    assert (len(days(ub)), len(days(later))) == (4, 4)
    assert not {*days(ub)} & {*days(later)}


@pytest.mark.parametrize(("place", "same"), [("Altes Rathaus, Saal 2", True), ("", False)])
def test_boards_that_share_nobody_may_meet_on_one_day_but_not_in_one_place(
    world, almanac, last_meeting, twin, now, place, same
):
    Mandate.objects.filter(seat__board=twin).delete()
    twin.place = place or world.ub.place.upper()
    twin.save()
    (ub,) = plan_for(world, [world.ub], now)
    year.adopt(ub, by=world.actor(world.secretary), now=now)
    (later,) = plan_for(world, [twin], now)
    assert (days(later) == DAYS_2027) is same
    assert bool({*days(ub)} & {*days(later)}) is same


def test_a_board_without_a_plan_takes_nothing_from_the_others(world, almanac, last_meeting, twin, now):
    monthly = board("other", "monatsrunde", "Monatsrunde", "MR", 3, meetings_per_year=12)
    ub, other, none = plan_for(world, [world.ub, twin, monthly], now)
    assert (len(days(ub)), len(days(other)), days(none)) == (4, 4, [])
    assert not {*days(ub)} & {*days(other)}
    assert (none.outcome, [reason["board"] for reason in none.reasons]) == ("infeasible", ["monatsrunde"])


def test_holidays_are_known_before_the_first_plan(world, last_meeting, now):
    assert not CalendarPeriod.objects.exists()
    (plan,) = plan_for(world, [world.ub], now)
    assert days(plan) == DAYS_2027
    assert CalendarPeriod.objects.filter(kind="public", start=date(2027, 5, 6)).exists()


def test_a_plan_adopted_during_the_search_stays(world, almanac, last_meeting, now, monkeypatch):
    office = world.actor(world.secretary)
    (plan,) = plan_for(world, [world.ub], now)

    def adopted_meanwhile(asked):
        year.adopt(plan, by=office, now=now)
        return best(asked)

    monkeypatch.setattr(proposing, "best", adopted_meanwhile)
    assert plan_for(world, [world.ub], now) == []
    assert Meeting.objects.filter(planned_date__plan=plan, status="planned").count() == 4


def test_a_proposal_whose_dates_pass_is_not_adopted(world, almanac, last_meeting, now):
    (plan,) = plan_for(world, [world.ub], now)
    with pytest.raises(DomainError) as refused:
        year.adopt(plan, by=world.actor(world.secretary), now=datetime(2027, 2, 11, 8, tzinfo=UTC))
    assert refused.value.code == "proposal_outdated"
    assert not Meeting.objects.filter(status="planned").exists()


def test_a_date_cancelled_before_confirming_is_told_to_nobody(world, almanac, last_meeting, now):
    office = world.actor(world.secretary)
    (plan,) = plan_for(world, [world.ub], now)
    first, *_others = year.adopt(plan, by=office, now=now)
    Meeting.objects.filter(pk=first.pk).update(status="cancelled")
    year.confirm([plan], by=office, now=now)
    mail = message_from_bytes(bytes(Delivery.objects.get(recipient=world.kaya.key).raw), policy=policy.default)
    assert mail.get_body(("plain",)).get_content().count("Uhr, Haus") == 3
    (attached,) = [part for part in mail.walk() if part.get_filename() == "termine.ics"]
    assert len(icalendar.Calendar.from_ical(attached.get_content()).events) == 3


def test_a_board_whose_rules_begin_later_stops_nobody(world, almanac, last_meeting):
    coming = board("other", "neuer-beirat", "Neuer Beirat", "NB", 3)
    coming.rules.update(valid_from=date(2027, 3, 1))
    october = datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert proposing.propose_due(now=october) == 3
    assert proposing.propose_due(now=october) == 0
    with pytest.raises(DomainError) as refused:
        plan_for(world, [coming], october)
    assert refused.value.code == "no_rules"

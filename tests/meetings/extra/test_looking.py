"""The suggested day, and what people should know of a day before they set it."""

from datetime import date

import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import seed
from governance.people.models import Person
from meetings.absences.models import Absence
from meetings.extra.looking import look, suggest
from meetings.meeting.models import Meeting
from meetings.rooms import keeping
from tests.meetings.extra.conftest import TODAY, asked

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 12, day) for day in (8, 9, 10))


def away(person: Person, day: date, now) -> None:
    Absence.objects.create(person=person, start=day, end=day, entered_at=now, entered_by=person.key)


def test_the_first_day_with_the_full_notice_period_from_the_next_working_day_on(world, now):
    found = suggest(world.ub, now)
    assert found.day == WEDNESDAY
    assert found.sentence == (
        "Mittwoch, 9.\xa0Dezember 2026 ist der erste offene Tag mit voller Ladungsfrist von 14 Tagen, wenn die "
        "Einladung bis Dienstag, 24.\xa0November 2026 versandt wird."
    )


def test_closed_days_other_boards_own_meetings_and_days_without_the_chair_are_left_out(world, now):
    CalendarPeriod.objects.create(kind="custom", name="Umzug", start=WEDNESDAY, end=WEDNESDAY, source="own")
    world.meeting(world.etb, day=THURSDAY)
    away(world.mayor, date(2026, 12, 11), now)
    world.meeting(world.ub, day=date(2026, 12, 14), number=7)
    assert suggest(world.ub, now).day == date(2026, 12, 15)


def test_a_board_that_shares_nobody_and_no_place_is_in_nobodys_way(world, now):
    apart = world.meeting(world.sb, day=WEDNESDAY)
    Meeting.objects.filter(pk=apart.pk).update(place="Sparkasse")
    assert suggest(world.ub, now).day == WEDNESDAY


def test_where_somebody_gets_letters_by_post_the_day_is_later(world, now):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    assert suggest(world.ub, now).day == date(2026, 12, 14)


def test_no_open_day_in_two_months_is_no_suggestion(world, now):
    CalendarPeriod.objects.create(
        kind="custom", name="Sanierung", start=date(2026, 12, 1), end=date(2027, 3, 31), source="own"
    )
    assert suggest(world.ub, now) is None


def test_an_ordinary_day_needs_no_warning(world, now):
    seen = look(world.ub, asked(), office=True, now=now)
    assert (seen.warnings, seen.people, seen.ruling.notice.ok) == ([], 10, True)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "warnings"),
    [
        (date(2026, 12, 12), ["Samstag, 12. Dezember 2026 liegt am Wochenende."]),
        (TUESDAY, ["Die Einladung muss noch heute versandt werden."]),
    ],
)
def test_weekends_and_haste_are_warned_of(world, now, day, warnings):
    told = look(world.ub, asked(day), office=True, now=now).warnings
    assert [one.replace("\xa0", " ") for one in told][: len(warnings)] == warnings


def test_the_office_learns_names_and_the_chair_only_that_something_is(world, now):
    CalendarPeriod.objects.create(kind="custom", name="Umzug", start=THURSDAY, end=THURSDAY, source="own")
    world.meeting(world.etb, day=THURSDAY)
    away(world.kaya, THURSDAY, now)
    office, chair = (
        [one.replace("\xa0", " ") for one in look(world.ub, asked(), office=who, now=now).warnings]
        for who in (True, False)
    )
    assert office == [
        "Donnerstag, 10. Dezember 2026 ist sitzungsfrei: Umzug.",
        "Am selben Tag: Ethik- und Technologiebeirat, 16:00 Uhr bis 18:00 Uhr, Haus der Digitalstadt, Raum 1.04.",
        "Abwesend: Aylin Kaya.",
    ]
    assert chair == [
        "Donnerstag, 10. Dezember 2026 ist sitzungsfrei.",
        "Am selben Tag tagt ein anderes Gremium.",
        "1 Mitglied ist abwesend.",
    ]


def test_a_room_that_is_too_small_is_told_the_office(world, now):
    keeping.add(name="Rathaus, Raum 4", capacity=6, by=world.actor(world.secretary), now=now)
    assert look(world.ub, asked(), office=True, now=now).warnings == [
        "Rathaus, Raum 4 hat 6 Plätze, bis zu 11 Personen können kommen."
    ]
    assert look(world.ub, asked(), office=False, now=now).warnings == []


def test_a_public_holiday_has_its_name_for_everybody(world, now):
    seed([2026])
    told = look(world.ub, asked(date(2026, 12, 25)), office=False, now=now).warnings
    assert "sitzungsfrei: Erster Weihnachtstag." in told[0]


def test_four_weeks_after_the_demand_it_is_late_but_the_chair_is_free(world, now):
    last = date(2026, 12, 21)
    for who, day, late in (("management", last, False), ("management", date(2026, 12, 22), True)):
        told = look(world.ub, asked(day, asked_by=who, asked_on=TODAY), office=True, now=now).warnings
        assert any("bis 21.\xa0Dezember 2026 stattfinden" in one for one in told) is late
    told = look(world.ub, asked(date(2027, 1, 20)), office=True, now=now).warnings
    assert not any("stattfinden" in one for one in told)

"""A calendar becomes absences: in a process of its own that ends, against the hours of the person's boards."""

from datetime import date

import pytest

from foundation.values import DomainError
from meetings.absences import busy, reading
from meetings.absences.reading import read
from meetings.absences.stretches import Stretch
from tests.meetings.absences.test_busy import BERLIN_TOLD, calendar, event, free_busy

TODAY = date(2026, 11, 23)


def code(data, person):
    with pytest.raises(DomainError) as refused:
        read(data, person, today=TODAY)
    assert refused.value.status == 400
    return refused.value.code, list(refused.value.fields)


def test_whole_days_become_absences_and_single_hours_do_not(world):
    found = read(
        calendar(
            event("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270306"),
            event("DTSTART:20270310T080000Z", "DTEND:20270310T090000Z", "SUMMARY:Zahnarzt"),
            free_busy("FREEBUSY:20270312T140000Z/20270312T180000Z"),
        ),
        world.kaya,
        today=TODAY,
    )
    assert found.stretches == [
        Stretch(date(2027, 3, 1), date(2027, 3, 5)),
        Stretch(date(2027, 3, 12), date(2027, 3, 12)),
    ]
    assert (found.days, found.unread) == (6, 0)


def test_days_that_are_over_and_those_beyond_two_years_are_left_out(world):
    found = read(calendar(event("DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20400101")), world.kaya, today=TODAY)
    assert found.stretches == [Stretch(TODAY, date(2028, 11, 23))]


def test_meetings_of_the_own_boards_are_no_absence(world):
    world.meeting(world.ub, day=date(2027, 2, 11), status="invited")
    world.meeting(world.sb, day=date(2027, 2, 18), status="invited")
    entries = calendar(
        event("DTSTART:20270211T150000Z", "DTEND:20270211T170000Z", uid="1"),
        event("DTSTART:20270218T150000Z", "DTEND:20270218T170000Z", uid="2"),
    )
    assert read(entries, world.kaya, today=TODAY).stretches == [Stretch(date(2027, 2, 18), date(2027, 2, 18))]


def test_the_hours_are_those_of_the_rules_of_the_persons_boards(world):
    world.ub.rules.update(start_time="10:00", length_minutes=60)
    morning = calendar(event("DTSTART:20270301T090000Z", "DTEND:20270301T100000Z"))
    assert read(morning, world.kaya, today=TODAY).days == 1
    world.ub.rules.update(length_minutes=1000)
    assert read(morning, world.kaya, today=TODAY).days == 0


def test_for_who_sits_nowhere_the_hours_are_those_the_house_proposes(world):
    afternoon = calendar(event("DTSTART:20270301T150000Z", "DTEND:20270301T170000Z"))
    assert read(afternoon, world.assistant, today=TODAY).days == 1


def test_a_zone_the_file_does_not_tell_is_asked_for_at_its_field(world):
    naive = calendar(event("DTSTART:20270301T140000", "DTEND:20270301T190000"))
    assert code(naive, world.kaya) == ("zone", ["zone"])
    assert read(naive, world.kaya, today=TODAY, zone="Europe/Berlin").days == 1


def test_a_series_that_never_comes_is_stopped_by_the_clock_of_the_processor(world, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 1)
    never = event("DTSTART:20200101T000000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert code(calendar(never), world.kaya) == ("stopped", ["file"])


@pytest.mark.parametrize(("limit", "value"), [("PATIENCE", 0.01), ("MEMORY", 20 * 2**20)])
def test_what_waits_and_what_grows_is_stopped_as_well(world, monkeypatch, limit, value):
    monkeypatch.setattr(reading, limit, value)
    assert code(calendar(BERLIN_TOLD, event("DTSTART;VALUE=DATE:20270301")), world.kaya) == ("stopped", ["file"])


def test_every_refusal_has_a_sentence_and_a_field(world):
    assert {problem: list(reading._refusal(problem).fields) for problem in (*busy.PROBLEMS, "stopped")} == {
        "not_a_calendar": ["file"],
        "too_large": ["file"],
        "many_entries": ["file"],
        "too_often": ["file"],
        "broken": ["file"],
        "empty": ["file"],
        "zone": ["zone"],
        "stopped": ["file"],
    }
    assert code(b"\xff\xfe\x00", world.kaya) == ("not_a_calendar", ["file"])


def test_a_hundred_megabytes_are_refused(world):
    assert code(b"BEGIN:VCALENDAR\r\n" + b"X" * 100 * 2**20, world.kaya) == ("too_large", ["file"])

"""What a calendar file says about when its owner is taken: rules B1, B2 and B4, and what hostile files get."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.values import BERLIN
from meetings.absences import busy
from meetings.absences.busy import Refused, read

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
BERLIN_TOLD = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


def calendar(*parts: str) -> bytes:
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mitglied//DE", *parts, "END:VCALENDAR", ""])
    return lines.replace("\n", "\r\n").encode()


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T080000Z", *lines, "END:VEVENT"])


def free_busy(*lines: str) -> str:
    return "\n".join(["BEGIN:VFREEBUSY", "UID:1", "DTSTAMP:20261101T080000Z", *lines, "END:VFREEBUSY"])


def taken(*parts: str, zone: str = "") -> list[str]:
    """The intervals as read on a clock in Darmstadt."""
    found = read(calendar(*parts), first=FIRST, last=LAST, zone=zone).busy
    return [
        f"{start.astimezone(BERLIN):%d.%m.%Y %H:%M} {end.astimezone(BERLIN):%d.%m.%Y %H:%M}" for start, end in found
    ]


def problem(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(data, first=FIRST, last=LAST)
    return str(refused.value)


def test_free_busy_lists_have_ends_and_lengths_and_several_values_a_line():
    listed = free_busy(
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270301T080000Z/PT8H,20270302T080000Z/20270302T160000Z",
        "FREEBUSY:20270303T080000Z/PT1H",
    )
    assert taken(listed) == [
        "01.03.2027 09:00 01.03.2027 17:00",
        "02.03.2027 09:00 02.03.2027 17:00",
        "03.03.2027 09:00 03.03.2027 10:00",
    ]


@pytest.mark.parametrize("kind", ["FREE", "BUSY-TENTATIVE"])
def test_free_and_tentative_periods_do_not_count(kind):
    assert taken(free_busy(f"FREEBUSY;FBTYPE={kind}:20270301T080000Z/PT8H")) == []


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "STATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)
def test_events_marked_as_free_do_not_count(line):
    assert taken(event("DTSTART:20270301T080000Z", "DTEND:20270301T160000Z", line)) == []


@pytest.mark.parametrize("line", ["TRANSP:OPAQUE", "STATUS:CONFIRMED", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"])
def test_events_marked_as_taken_count(line):
    one = event("DTSTART:20270301T080000Z", "DTEND:20270301T160000Z", line)
    assert taken(one) == ["01.03.2027 09:00 01.03.2027 17:00"]


def test_no_title_and_no_name_leaves_the_file():
    one = event("DTSTART;VALUE=DATE:20270301", "SUMMARY:Operation am Knie", "ATTENDEE:mailto:arzt@klinik.example")
    found = read(calendar(one), first=FIRST, last=LAST)
    assert vars(found) == {
        "busy": [(datetime(2027, 2, 28, 23, tzinfo=UTC), datetime(2027, 3, 1, 23, tzinfo=UTC))],
        "unread": 0,
    }


def test_whole_days_end_the_day_before_the_end_that_is_written():
    assert taken(event("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270303")) == [
        "01.03.2027 00:00 03.03.2027 00:00"
    ]


@pytest.mark.parametrize("day", ["20270328", "20271031"])
def test_the_day_of_a_clock_change_is_one_day(day):
    whole = f"{day[6:]}.{day[4:6]}.2027 00:00"
    after = (date.fromisoformat(day) + timedelta(days=1)).strftime("%d.%m.%Y 00:00")
    assert taken(event(f"DTSTART;VALUE=DATE:{day}")) == [f"{whole} {after}"]


def test_a_series_keeps_its_wall_time_across_both_clock_changes():
    one = event(
        "DTSTART;TZID=Europe/Berlin:20270325T140000",
        "DTEND;TZID=Europe/Berlin:20270325T180000",
        "RRULE:FREQ=MONTHLY;COUNT=9",
    )
    found = taken(BERLIN_TOLD, one)
    assert len(found) == 9
    assert {line[11:16] + line[-6:] for line in found} == {"14:00 18:00"}


def test_an_hour_that_does_not_exist_is_the_one_after_it():
    one = event("DTSTART;TZID=Europe/Berlin:20270328T023000", "DURATION:PT30M")
    assert taken(BERLIN_TOLD, one) == ["28.03.2027 03:30 28.03.2027 04:00"]


def test_the_29th_of_february_comes_in_leap_years():
    one = event("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY")
    assert taken(one) == ["29.02.2028 00:00 01.03.2028 00:00"]


def test_dates_are_left_out_added_and_moved():
    series = event(
        "DTSTART;TZID=Europe/Berlin:20270301T100000",
        "DTEND;TZID=Europe/Berlin:20270301T110000",
        "RRULE:FREQ=WEEKLY;UNTIL=20270322T090000Z",
        "EXDATE;TZID=Europe/Berlin:20270308T100000",
        "RDATE:20270310T090000Z",
    )
    moved = event("RECURRENCE-ID:20270315T090000Z", "DTSTART:20270316T090000Z", "DTEND:20270316T100000Z")
    dropped = event("RECURRENCE-ID:20270322T090000Z", "DTSTART:20270322T090000Z", "STATUS:CANCELLED")
    assert taken(BERLIN_TOLD, series, moved, dropped) == [
        "01.03.2027 10:00 01.03.2027 11:00",
        "10.03.2027 10:00 10.03.2027 11:00",
        "16.03.2027 10:00 16.03.2027 11:00",
    ]


def test_a_long_absence_is_cut_to_the_time_that_is_asked_about():
    assert taken(event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20400101")) == [
        "01.01.2027 00:00 01.01.2029 00:00"
    ]


def test_an_unreadable_entry_is_counted_and_spoils_no_other():
    broken = event("DTSTART:gestern", uid="2")
    good = event("DTSTART;VALUE=DATE:20270301")
    found = read(calendar(broken, good), first=FIRST, last=LAST)
    assert (len(found.busy), found.unread) == (1, 1)


NAIVE = event("DTSTART:20270301T100000", "DTEND:20270301T110000")
UNKNOWN = event("DTSTART;TZID=Buero oben:20270301T100000", "DTEND;TZID=Buero oben:20270301T110000")
TEN = ["01.03.2027 10:00 01.03.2027 11:00"]


@pytest.mark.parametrize("one", [NAIVE, UNKNOWN])
def test_times_without_a_zone_are_asked_about(one):
    assert problem(calendar(one)) == "zone"
    assert problem(calendar("X-WR-TIMEZONE:Mars/Phobos", one)) == "zone"
    assert taken(one, zone="Europe/Berlin") == TEN
    assert taken("X-WR-TIMEZONE:Europe/Berlin", one) == TEN


def test_a_zone_known_by_its_windows_name_is_understood():
    one = event("DTSTART;TZID=W. Europe Standard Time:20270301T100000", "DURATION:PT1H")
    assert taken(one) == TEN


def test_a_file_that_tells_other_hours_for_a_known_zone_is_asked_about():
    lying = BERLIN_TOLD.replace("+0100", "+0900").replace("+0200", "+0900")
    one = event("DTSTART;TZID=Europe/Berlin:20270301T100000", "DURATION:PT1H")
    assert problem(calendar(lying, one)) == "zone"
    assert problem(calendar("X-WR-TIMEZONE:Europe/Berlin", lying, one)) == "zone"
    assert taken(lying, one, zone="Europe/Berlin") == TEN
    assert taken(BERLIN_TOLD, one) == TEN


def test_a_zone_of_its_own_is_believed():
    own = BERLIN_TOLD.replace("TZID:Europe/Berlin", "TZID:Rathaus")
    assert taken(own, event("DTSTART;TZID=Rathaus:20270701T100000", "DURATION:PT1H")) == [
        "01.07.2027 10:00 01.07.2027 11:00"
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "INTERVAL=2;FREQ=minutely", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0"]
)
def test_what_repeats_all_day_is_refused_before_anything_is_expanded(rule):
    assert problem(calendar(event("DTSTART:20200101T000000Z", f"RRULE:{rule}"))) == "too_often"


def test_a_rule_hidden_by_folding_or_in_a_zone_is_refused_too():
    assert problem(calendar(event("DTSTART:20200101T000000Z", "RRULE:FRE\n Q=SECO\n NDLY"))) == "too_often"
    assert problem(calendar(BERLIN_TOLD.replace("FREQ=YEARLY", "FREQ=SECONDLY"), NAIVE)) == "too_often"


def test_the_word_in_a_description_is_none_of_our_business():
    assert taken(event("DTSTART;VALUE=DATE:20270301", "DESCRIPTION:RRULE:FREQ=SECONDLY")) == [
        "01.03.2027 00:00 02.03.2027 00:00"
    ]


def test_a_series_of_every_second_of_a_day_ends_at_the_limit():
    every = ",".join(map(str, range(60)))
    hours = ",".join(map(str, range(24)))
    rule = f"RRULE:FREQ=DAILY;BYHOUR={hours};BYMINUTE={every};BYSECOND={every}"
    assert problem(calendar(event("DTSTART:20270101T000000Z", "DURATION:PT1S", rule))) == "many_entries"


def test_limits_hold_before_the_file_is_understood(monkeypatch):
    assert problem(b"BEGIN:VCALENDAR" + b" " * busy.MOST_BYTES) == "too_large"
    assert problem(calendar("X-A:1\n" * busy.MOST_LINES)) == "many_entries"
    assert problem(calendar(*["BEGIN:VEVENT\nEND:VEVENT"] * busy.MOST_COMPONENTS)) == "many_entries"
    assert problem(calendar(event(*["RRULE:FREQ=DAILY"] * (busy.MOST_RULES + 1)))) == "many_entries"
    listed = ",".join(["20270301T080000Z/PT1H"] * (busy.MOST_INTERVALS + 1))
    assert problem(calendar(free_busy(f"FREEBUSY:{listed}"))) == "many_entries"


def test_what_is_no_calendar_is_said_to_be_none():
    assert problem(b"Name;Von;Bis\n") == "not_a_calendar"
    assert problem(b"") == "not_a_calendar"
    assert problem(calendar()) == "empty"
    assert problem(b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") == "broken"


def test_entries_within_entries_say_nothing():
    nested = b"BEGIN:VEVENT\r\n" * 2_000 + b"END:VEVENT\r\n" * 2_000
    found = read(b"BEGIN:VCALENDAR\r\n" + nested + b"END:VCALENDAR\r\n", first=FIRST, last=LAST)
    assert (found.busy, found.unread) == ([], 2_000)


def test_a_mark_at_the_beginning_of_the_file_does_no_harm():
    found = read(b"\xef\xbb\xbf" + calendar(event("DTSTART;VALUE=DATE:20270301")), first=FIRST, last=LAST)
    assert len(found.busy) == 1


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@settings(max_examples=40)
@given(
    start=st.dates(date(2025, 1, 1), date(2027, 6, 30)),
    on=st.sets(st.integers(0, 6), min_size=1),
    count=st.integers(1, 200),
    hour=st.integers(4, 22),
)
def test_a_weekly_series_falls_on_its_weekdays_at_its_wall_time(start, on, count, hour):
    one = event(
        f"DTSTART;TZID=Europe/Berlin:{start:%Y%m%d}T{hour:02}0000",
        "DURATION:PT1H",
        f"RRULE:FREQ=WEEKLY;COUNT={count};BYDAY={','.join(WEEKDAYS[day] for day in sorted(on))}",
    )
    every = (start + timedelta(days=step) for step in range(count * 7 + 7))
    expected = [day for day in every if day.weekday() in on][:count]
    begun = [one.astimezone(BERLIN) for one, _end in read(calendar(BERLIN_TOLD, one), first=FIRST, last=LAST).busy]
    assert [moment.date() for moment in begun] == [day for day in expected if FIRST <= day <= LAST]
    assert {moment.hour for moment in begun} <= {hour}


VALUES = st.one_of(
    st.sampled_from(["20270301", "20270230", "20270301T100000Z", "99991231T235959Z", "-PT1H", "P999999999W", ""]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30),
)
NAMES = st.sampled_from(
    ["DTSTART", "DTEND", "DURATION", "EXDATE", "RDATE", "RECURRENCE-ID", "UID", "STATUS", "FREEBUSY", "X-WR-TIMEZONE"]
)


@settings(max_examples=80)
@given(st.lists(st.tuples(NAMES, st.sampled_from(["", ";VALUE=DATE", ";VALUE=PERIOD", ";TZID=Nirgends"]), VALUES)))
def test_any_file_gets_intervals_within_the_window_or_a_reason(lines):
    told = [f"{name}{kind}:{value}" for name, kind, value in lines]
    window = (datetime(2026, 12, 31, 23, tzinfo=UTC), datetime(2028, 12, 31, 23, tzinfo=UTC))
    with suppress(Refused):
        found = read(calendar(event(*told), free_busy(*told)), first=FIRST, last=LAST)
        assert all(window[0] <= start < end <= window[1] for start, end in found.busy)

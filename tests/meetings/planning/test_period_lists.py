"""Lists of days: what can be read is taken, what cannot says why, and nothing hostile is worked on."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.almanac.entering import Stretch
from foundation.values import DomainError
from meetings.planning.period_lists import MOST_CALENDAR_BYTES, MOST_EVENTS, Line, read

SUMMER = Stretch("school", "Sommerferien", date(2027, 6, 28), date(2027, 8, 6))


def entry(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def test_a_table_is_read_row_by_row():
    table = "Name;Von;Bis;Art\nSommerferien;28.06.2027;2027-08-06;Schulferien\nHeinerfest;01.07.2027;;\n"
    assert read(table.encode(), kind="custom") == [
        Line(2, "Sommerferien", SUMMER),
        Line(3, "Heinerfest", Stretch("custom", "Heinerfest", date(2027, 7, 1), date(2027, 7, 1))),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Fest;1. Juli 2027;;", "Tage stehen als 01.03.2027 oder 2027-03-01."),
        ("Fest;02.07.2027;01.07.2027;", "Das Ende liegt vor dem Beginn."),
        ("Fest;01.07.2027;01.07.2029;", "Das ist mehr als ein Jahr. Bitte prüfen Sie die Tage."),
        ("Fest;01.07.2027;;Feierabend", "Die Art ist nicht bekannt: Feierabend."),
        (";01.07.2027;;", "Der Name fehlt oder ist länger als 200 Zeichen."),
        ("Fest;01.07.1927;;", "Bitte wählen Sie ein Datum zwischen 2000 und 2100."),
    ],
)
def test_a_row_that_cannot_be_read_says_why(row, problem):
    (line,) = read(f"Name;Von;Bis;Art\n{row}\n".encode(), kind="custom")
    assert (line.stretch, line.problem) == (None, problem)


def test_a_table_without_days_is_refused():
    with pytest.raises(DomainError) as refused:
        read(b"Name;Ort\nFest;Marktplatz\n", kind="custom")
    assert (refused.value.code, refused.value.status) == ("columns", 400)


def test_whole_days_of_a_calendar_end_the_day_before_their_end():
    (line,) = read(
        entry("SUMMARY:Sommerferien", "DTSTART;VALUE=DATE:20270628", "DTEND;VALUE=DATE:20270807"), kind="school"
    )
    assert line == Line(1, "Sommerferien", SUMMER)


@pytest.mark.parametrize(
    ("times", "last"),
    [
        (("DTSTART:20270701T220000Z", "DTEND:20270702T220000Z"), date(2027, 7, 2)),
        (("DTSTART:20270702T080000", "DTEND:20270703T120000"), date(2027, 7, 3)),
        (("DTSTART;VALUE=DATE:20270702",), date(2027, 7, 2)),
        (("DTSTART;VALUE=DATE:20270702", "DTEND;VALUE=DATE:20270702"), date(2027, 7, 2)),
    ],
)
def test_the_days_an_entry_covers_are_those_in_darmstadt(times, last):
    (line,) = read(entry("SUMMARY:Heinerfest", *times), kind="custom")
    assert line.stretch == Stretch("custom", "Heinerfest", date(2027, 7, 2), last)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ("SUMMARY:Wahl", "DTSTART;VALUE=DATE:20270314", "RRULE:FREQ=SECONDLY"),
            "Der Eintrag wiederholt sich. Bitte tragen Sie seine Tage einzeln ein.",
        ),
        (("SUMMARY:Wahl",), "Die Tage sind nicht lesbar."),
        (("SUMMARY:Wahl", "DTSTART:morgen"), "Die Tage sind nicht lesbar."),
        (("SUMMARY:Wahl", "DTSTART;VALUE=DATE:18000101"), "Bitte wählen Sie ein Datum zwischen 2000 und 2100."),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(lines, problem):
    (line,) = read(entry(*lines), kind="custom")
    assert (line.title, line.stretch, line.problem) == ("Wahl", None, problem)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"BEGIN:VCALENDAR\r\n" + b"X" * MOST_CALENDAR_BYTES, "too_large"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * MOST_EVENTS, "many_entries"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "broken_calendar"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "empty"),
        (b"Name;Von\n" + b"Fest;01.07.2027\n" * (MOST_EVENTS + 1), "many_entries"),
        (b"%PDF-1.7", "not_a_table"),
    ],
)
def test_hostile_files_are_refused_before_they_cost(data, code):
    with pytest.raises(DomainError) as refused:
        read(data, kind="custom")
    assert (refused.value.code, refused.value.status) == (code, 400)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(noise):
    """Each line has days or says why it has none; what is no calendar at all is refused."""
    lines = []
    with suppress(DomainError):
        lines = read(entry(noise.decode("latin-1")), kind="custom")
    assert all((line.stretch is None) == bool(line.problem) for line in lines)

from datetime import UTC, date, datetime, time

import pytest

from foundation.almanac.days import (
    at_wall_time,
    days_next_to_holidays,
    german_holidays,
    is_working_day,
    previous_working_day,
    school_data_until,
    school_holidays,
)

HESSE_2027 = german_holidays(2027)


def test_hesse_has_ten_public_holidays():
    named = dict(HESSE_2027)

    assert named == {
        date(2027, 1, 1): "Neujahr",
        date(2027, 3, 26): "Karfreitag",
        date(2027, 3, 29): "Ostermontag",
        date(2027, 5, 1): "Erster Mai",
        date(2027, 5, 6): "Christi Himmelfahrt",
        date(2027, 5, 17): "Pfingstmontag",
        date(2027, 5, 27): "Fronleichnam",
        date(2027, 10, 3): "Tag der Deutschen Einheit",
        date(2027, 12, 25): "Erster Weihnachtstag",
        date(2027, 12, 26): "Zweiter Weihnachtstag",
    }


def test_holidays_differ_by_land_and_cover_only_the_years_asked_for():
    assert date(2027, 1, 6) in german_holidays([2027], state="BY")
    assert date(2027, 1, 6) not in HESSE_2027
    assert {day.year for day in german_holidays([2026, 2028])} == {2026, 2028}
    assert german_holidays([]) == {}


def test_school_holidays_of_hesse_in_2027():
    days = list(school_holidays(2027))
    starts = [day for day in days if date.fromordinal(day.toordinal() - 1) not in days]
    ends = [day for day in days if date.fromordinal(day.toordinal() + 1) not in days]

    assert list(zip(starts, ends, strict=True)) == [
        (date(2027, 1, 1), date(2027, 1, 12)),
        (date(2027, 3, 22), date(2027, 4, 2)),
        (date(2027, 6, 28), date(2027, 8, 6)),
        (date(2027, 10, 4), date(2027, 10, 16)),
        (date(2027, 12, 23), date(2027, 12, 31)),
    ]


def test_school_holidays_end_with_the_summer_of_2029():
    assert school_data_until("HE") == date(2029, 8, 24)
    assert school_holidays(2030) == {}


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2027, 2, 11), True),
        (date(2027, 2, 13), False),
        (date(2027, 2, 14), False),
        (date(2027, 5, 6), False),
    ],
)
def test_working_days_are_monday_to_friday_without_holidays(day, working):
    assert is_working_day(day, HESSE_2027) is working


def test_working_days_around_easter():
    assert previous_working_day(date(2027, 3, 30), HESSE_2027) == date(2027, 3, 25)
    assert previous_working_day(date(2027, 3, 28), HESSE_2027, or_same=True) == date(2027, 3, 25)


def test_days_next_to_holidays():
    assert days_next_to_holidays({date(2027, 3, 26), date(2027, 3, 29)}) == {
        date(2027, 3, 25),
        date(2027, 3, 30),
    }
    assert days_next_to_holidays({date(2027, 12, 25), date(2027, 12, 26)}) == {
        date(2027, 12, 24),
        date(2027, 12, 27),
    }


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 16, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 15, tzinfo=UTC)),
        (date(2027, 10, 30), datetime(2027, 10, 30, 15, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 16, tzinfo=UTC)),
    ],
)
def test_five_in_the_afternoon_stays_five_in_the_afternoon_when_clocks_change(day, utc):
    moment = at_wall_time(day, time(17))

    assert moment == utc
    assert moment.tzinfo is UTC


def test_a_time_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="does not exist"):
        at_wall_time(date(2027, 3, 28), time(2, 30))
    assert at_wall_time(date(2027, 3, 28), time(3)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_happens_twice_is_refused(fold):
    with pytest.raises(ValueError, match="happens twice"):
        at_wall_time(date(2027, 10, 31), time(2, 30, fold=fold))
    assert at_wall_time(date(2027, 10, 31), time(3)) == datetime(2027, 10, 31, 2, tzinfo=UTC)


def test_other_zones_and_naive_values():
    assert at_wall_time(date(2027, 7, 1), time(12), zone="UTC") == datetime(2027, 7, 1, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="no zone"):
        at_wall_time(date(2027, 7, 1), time(12, tzinfo=UTC))

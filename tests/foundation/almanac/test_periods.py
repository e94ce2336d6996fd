"""Holidays of Hesse as rows, and own closed periods beside them."""

from datetime import date

import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import closed_days, is_working_day, school_days, seed

pytestmark = pytest.mark.django_db


def names(kind: str) -> list[tuple[str, date, date]]:
    return list(CalendarPeriod.objects.filter(kind=kind).values_list("name", "start", "end"))


def test_seeding_twice_adds_nothing():
    assert seed(2026) == seed([2026]) == CalendarPeriod.objects.count()
    assert len(names("public")) == 10


def test_school_holidays_are_whole_even_across_the_year():
    seed(2026)
    alone = names("school")
    assert ("Sommerferien", date(2026, 6, 29), date(2026, 8, 7)) in alone
    assert any(start.year == 2026 and end.year == 2027 for _name, start, end in alone)
    seed([2027])
    seed([2026, 2027])
    winters = [period for period in names("school") if period[0] == "Weihnachtsferien" and period[1].year == 2026]
    assert len(winters) == 1


def test_closed_days_are_holidays_and_own_periods_but_not_school():
    seed(2026)
    CalendarPeriod.objects.create(
        kind="custom", name="Betriebsruhe", start=date(2026, 12, 23), end=date(2026, 12, 30), source="Geschäftsstelle"
    )
    assert closed_days(date(2026, 12, 24), date(2026, 12, 27)) == {
        date(2026, 12, 24): "Betriebsruhe",
        date(2026, 12, 25): "Betriebsruhe",
        date(2026, 12, 26): "Betriebsruhe",
        date(2026, 12, 27): "Betriebsruhe",
    }
    assert closed_days(date(2026, 10, 1), date(2026, 10, 4)) == {date(2026, 10, 3): "Tag der Deutschen Einheit"}
    assert closed_days(date(2026, 7, 1), date(2026, 7, 31)) == {}


def test_the_office_works_neither_at_weekends_nor_on_holidays_nor_on_its_own_closed_days():
    CalendarPeriod.objects.create(
        kind="custom", name="Betriebsruhe", start=date(2026, 12, 28), end=date(2026, 12, 30), source="Geschäftsstelle"
    )
    days = [date(2026, 12, day) for day in range(22, 32)]
    assert [day.day for day in days if is_working_day(day)] == [22, 23, 24, 31]


def test_a_holiday_of_the_law_counts_unstored_and_not_once_the_office_took_it_out():
    new_year = date(2027, 1, 1)
    assert closed_days(new_year, new_year) == {new_year: "Neujahr"}
    seed(2027)
    CalendarPeriod.objects.filter(start=new_year).update(withdrawn=True)
    assert closed_days(date(2026, 12, 25), date(2027, 1, 6)) == {
        date(2026, 12, 25): "Erster Weihnachtstag",
        date(2026, 12, 26): "Zweiter Weihnachtstag",
    }
    assert is_working_day(new_year)
    assert not is_working_day(date(2026, 12, 25))


def test_school_days_are_cut_at_the_ends_asked_for():
    seed(2026)
    days = school_days(date(2026, 8, 6), date(2026, 8, 12))
    assert days == {date(2026, 8, 6): "Sommerferien", date(2026, 8, 7): "Sommerferien"}


def test_unpublished_school_holidays_are_not_invented():
    seed(2060)
    assert names("school") == []
    assert len(names("public")) == 10


def test_seeding_costs_two_queries_whatever_the_years(django_assert_num_queries):
    seed(2025)
    with django_assert_num_queries(2):
        seed(range(2025, 2028))
    with django_assert_num_queries(1):
        closed_days(date(2026, 1, 1), date(2027, 12, 31))

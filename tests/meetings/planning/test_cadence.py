"""Why gaps are tolerated outside the target."""

from datetime import date, timedelta

from foundation.almanac.days import german_holidays, school_holidays


def test_one_thursday_of_term_time_has_no_successor_in_the_target():
    closed = german_holidays([2026, 2027, 2028]).keys() | school_holidays([2026, 2027, 2028]).keys()
    first = date(2026, 1, 1)
    thursdays = [first + timedelta(weeks=number) for number in range(105)]
    term_time = [day for day in thursdays if day.year < 2028 and day not in closed]

    def has_successor(day):
        weeks = (day + timedelta(days=number) for number in range(91, 123))
        return any(later.weekday() == 3 and later not in closed for later in weeks)

    assert len(term_time) == 74
    assert [day for day in term_time if not has_successor(day)] == [date(2027, 4, 8)]

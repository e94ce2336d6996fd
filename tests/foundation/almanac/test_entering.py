"""Days entered by hand stand beside published ones, and publishing never undoes what a person decided."""

from datetime import UTC, date, datetime

import pytest

from foundation.almanac import entering
from foundation.almanac.entering import Stretch
from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import closed_days, school_days, seed
from foundation.journal.models import JournalEntry
from foundation.values import Actor, DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WENDT = Actor("person:wendt")
HOLIDAYS = Stretch("custom", "Betriebsferien", date(2027, 7, 5), date(2027, 7, 9))


def act(what, *values):
    return what(*values, by=WENDT, now=NOW)


def journal():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_own_days_are_closed_from_the_first_to_the_last():
    act(entering.enter, HOLIDAYS)
    assert list(closed_days(date(2027, 7, 1), date(2027, 7, 31))) == [date(2027, 7, day) for day in range(5, 10)]


def test_the_same_days_entered_twice_stand_there_once():
    assert act(entering.enter, HOLIDAYS) == act(entering.enter, HOLIDAYS)
    assert journal() == ["period.entered"]


def test_the_same_beginning_with_another_end_is_a_change_and_refused():
    act(entering.enter, HOLIDAYS)
    with pytest.raises(DomainError) as refused:
        act(entering.enter, Stretch("custom", "Betriebsferien", date(2027, 7, 5), date(2027, 7, 16)))
    assert (refused.value.code, refused.value.status, set(refused.value.fields)) == ("period_known", 409, {"start"})
    assert CalendarPeriod.objects.get().end == date(2027, 7, 9)


@pytest.mark.parametrize("end", [date(2027, 7, 4), date(2028, 7, 5)])
def test_impossible_days_are_refused(end):
    with pytest.raises(DomainError) as refused:
        act(entering.enter, Stretch("custom", "Betriebsferien", date(2027, 7, 5), end))
    assert (refused.value.status, set(refused.value.fields)) == (400, {"end"})
    assert not CalendarPeriod.objects.exists()


def test_what_was_taken_out_stays_out_when_holidays_are_published_again():
    seed(2027)
    summer = CalendarPeriod.objects.get(name="Sommerferien")
    act(entering.take_out, summer)
    act(entering.take_out, summer)
    seed(2027)
    assert school_days(date(2027, 7, 1), date(2027, 7, 31)) == {}
    act(entering.take_in, summer)
    assert len(school_days(date(2027, 7, 1), date(2027, 7, 31))) == 31
    assert journal() == ["period.taken_out", "period.taken_in"]


def test_published_days_that_are_changed_keep_the_change():
    seed(2027)
    summer = CalendarPeriod.objects.get(name="Sommerferien")
    later = Stretch("school", "Sommerferien", date(2027, 7, 5), date(2027, 8, 13))
    changed = act(entering.change, summer, later)
    seed(2027)
    assert (changed.start, changed.end) == (later.start, later.end)
    assert min(school_days(date(2027, 6, 1), date(2027, 8, 31))) == later.start
    assert journal() == ["period.taken_out", "period.entered"]


def test_published_days_with_another_end_keep_it_and_may_be_changed_again():
    seed(2027)
    summer = CalendarPeriod.objects.get(name="Sommerferien")
    longer = act(entering.change, summer, Stretch("school", "Sommerferien", summer.start, date(2027, 8, 20)))
    seed(2027)
    assert max(school_days(date(2027, 6, 1), date(2027, 8, 31))) == date(2027, 8, 20)
    later = Stretch("school", "Sommerferien", date(2027, 7, 5), date(2027, 8, 20))
    act(entering.change, longer, later)
    seed(2027)
    assert min(school_days(date(2027, 6, 1), date(2027, 8, 31))) == later.start


def test_own_days_are_not_written_over_by_published_ones():
    seed(2027)
    summer = CalendarPeriod.objects.get(name="Sommerferien")
    CalendarPeriod.objects.all().delete()
    act(entering.enter, Stretch("school", "Sommerferien", summer.start, date(2027, 8, 20)))
    seed(2027)
    assert CalendarPeriod.objects.get(name="Sommerferien").end == date(2027, 8, 20)


def test_own_days_are_changed_in_their_row():
    mine = act(entering.enter, HOLIDAYS)
    again = act(entering.change, mine, Stretch("custom", "Betriebsferien", date(2027, 7, 12), date(2027, 7, 16)))
    assert (again.pk, again.start) == (mine.pk, date(2027, 7, 12))
    assert act(entering.change, again, Stretch("custom", "Betriebsferien", again.start, again.end)) == again
    assert journal() == ["period.entered", "period.changed"]


def test_a_list_is_entered_as_a_whole_or_not_at_all():
    act(entering.enter, HOLIDAYS)
    election = Stretch("custom", "Wahltag", date(2027, 3, 14), date(2027, 3, 14))
    with pytest.raises(DomainError):
        act(entering.enter_all, [election, Stretch("custom", "Verdreht", date(2027, 5, 2), date(2027, 5, 1))])
    assert CalendarPeriod.objects.count() == 1
    assert act(entering.enter_all, [election, HOLIDAYS]) == 1

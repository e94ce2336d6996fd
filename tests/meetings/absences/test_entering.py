"""Absences are entered, merged, replaced and forgotten; who reads them, and who is told of them."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from foundation.journal.models import JournalEntry
from foundation.retention.clearing import clear_due, confirm
from foundation.retention.periods import in_force
from foundation.values import DomainError
from governance.confidentiality import Reader
from meetings.absences import away
from meetings.absences.entering import enter, forget_calendar, take_out, take_over
from meetings.absences.models import Absence
from meetings.absences.retention import forget_absences
from meetings.absences.stretches import Stretch

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def march(first: int, last: int) -> Stretch:
    return Stretch(date(2027, 3, first), date(2027, 3, last))


def kept(person, source="entered"):
    rows = Absence.objects.filter(person=person, source=source).order_by("start")
    return [(one.start.day, one.end.day) for one in rows]


@pytest.fixture
def say(world):
    def entered(person, *stretches, now=NOW):
        return [enter(person, one, by=world.actor(person), now=now) for one in stretches]

    return entered


def journal():
    entries = JournalEntry.objects.filter(action__startswith="absence.").order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_an_absence_is_kept_with_who_entered_it_and_without_a_reason(world, say):
    (made,) = say(world.kaya, march(1, 5))
    assert Absence.objects.values_list("person", "start", "end", "source", "entered_by").get() == (
        world.kaya.pk,
        date(2027, 3, 1),
        date(2027, 3, 5),
        "entered",
        world.kaya.key,
    )
    entry = JournalEntry.objects.get(action="absence.entered")
    assert (entry.subject, entry.facts) == (world.kaya.key, {"absence": made.pk})


def test_what_overlaps_or_adjoins_becomes_one(world, say):
    say(world.kaya, march(1, 5), march(20, 22), march(4, 8), march(9, 10))
    say(world.ostermann, march(6, 7))
    assert kept(world.kaya) == [(1, 10), (20, 22)]
    assert kept(world.ostermann) == [(6, 7)]


def test_known_days_change_nothing(world, say):
    (first,) = say(world.kaya, march(1, 10))
    assert say(world.kaya, march(3, 4)) == [first]
    assert journal() == ["absence.entered"]


@pytest.mark.parametrize(
    ("stretch", "code"),
    [
        (Stretch(date(2026, 11, 1), date(2026, 11, 22)), "days_over"),
        (Stretch(date(2027, 1, 1), date(2028, 1, 2)), "many_days"),
    ],
)
def test_days_that_are_over_and_more_than_a_year_are_refused(world, say, stretch, code):
    with pytest.raises(DomainError) as refused:
        say(world.kaya, stretch)
    assert (refused.value.code, refused.value.status) == (code, 400)
    assert not Absence.objects.exists()


def test_today_and_a_whole_leap_year_can_be_entered(world, say):
    say(world.kaya, Stretch(date(2026, 11, 20), date(2026, 11, 23)), Stretch(date(2028, 1, 1), date(2028, 12, 31)))
    assert Absence.objects.count() == 2


def test_a_calendar_replaces_what_an_earlier_one_said_and_nothing_else(world, say):
    by = world.actor(world.kaya)
    say(world.kaya, march(1, 5))
    assert take_over(world.kaya, [march(4, 6), march(10, 12)], by=by, now=NOW) == 6
    take_over(world.ostermann, [march(2, 2)], by=world.actor(world.ostermann), now=NOW)
    assert take_over(world.kaya, [march(20, 20), march(21, 22)], by=by, now=NOW) == 3
    assert kept(world.kaya) == [(1, 5)]
    assert kept(world.kaya, "file") == [(20, 22)]
    assert kept(world.ostermann, "file") == [(2, 2)]


def test_a_calendar_is_forgotten_on_request(world, say):
    by = world.actor(world.kaya)
    say(world.kaya, march(1, 5))
    take_over(world.kaya, [march(10, 12)], by=by, now=NOW)
    forget_calendar(world.kaya, by=by, now=NOW)
    forget_calendar(world.kaya, by=by, now=NOW)
    assert (kept(world.kaya), kept(world.kaya, "file")) == ([(1, 5)], [])
    assert journal() == ["absence.entered", "absence.taken_over", "absence.calendar_forgotten"]


def test_taken_out_twice_is_taken_out_once(world, say):
    (made,) = say(world.kaya, march(1, 5))
    for _again in range(2):
        take_out(made, by=world.actor(world.kaya), now=NOW)
    assert journal() == ["absence.entered", "absence.taken_out"]


@pytest.mark.parametrize("source", ["entered", "file"])
def test_the_database_refuses_the_same_day_twice(world, source):
    values = {"person": world.kaya, "source": source, "entered_at": NOW, "entered_by": "system"}
    Absence.objects.create(start=date(2027, 3, 1), end=date(2027, 3, 5), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(start=date(2027, 3, 5), end=date(2027, 3, 6), **values)
    later = Absence.objects.create(start=date(2027, 3, 6), end=date(2027, 3, 6), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.filter(pk=later.pk).update(start=date(2027, 3, 4))


def test_the_database_refuses_an_end_before_the_start(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(
            person=world.kaya, start=date(2027, 3, 5), end=date(2027, 3, 4), entered_at=NOW, entered_by="system"
        )


def test_own_ones_and_those_one_answers_for_are_read_and_no_others(world, say):
    say(world.kaya, march(1, 1))
    say(world.mayor, march(2, 2))
    say(world.assistant, march(3, 3))

    def read_by(who):
        return {one.start.day for one in Absence.objects.visible_to(world.reader(who))}

    assert read_by(world.kaya) == {1}
    assert read_by(world.mayor) == {2}  # leads the board Kaya sits on
    assert read_by(world.assistant) == {2, 3}
    assert read_by(world.secretary) == {1, 2, 3}
    for nobody in (world.manager, world.mayors_officer, world.admin, world.ostermann, world.former):
        assert read_by(nobody) == set()
    assert not Absence.objects.visible_to(Reader()).exists()


def test_who_is_away_is_asked_with_one_query(world, say, django_assert_num_queries):
    say(world.kaya, march(1, 5), march(20, 22))
    take_over(world.kaya, [march(4, 6)], by=world.actor(world.kaya), now=NOW)
    say(world.mayor, march(10, 31))
    say(world.ostermann, march(1, 31))
    people = [world.kaya.pk, world.mayor.pk, world.dahlhoff.pk]
    with django_assert_num_queries(1):
        found = away.on(people, date(2027, 3, 5), date(2027, 3, 11))
    assert found == {
        world.kaya.pk: {date(2027, 3, 5), date(2027, 3, 6)},
        world.mayor.pk: {date(2027, 3, 10), date(2027, 3, 11)},
    }
    days = [date(2027, 3, 20), date(2027, 3, 5), date(2027, 4, 1)]
    with django_assert_num_queries(1):
        answers = away.away(people, days)
    assert answers == {
        world.kaya.pk: {date(2027, 3, 5), date(2027, 3, 20)},
        world.mayor.pk: {date(2027, 3, 20)},
        world.dahlhoff.pk: set(),
    }
    assert away.away(people, []) == {person: set() for person in people}


def test_away_throughout_counts_who_has_no_day_left(world, say):
    say(world.kaya, march(1, 5))
    take_over(world.kaya, [march(6, 12)], by=world.actor(world.kaya), now=NOW)
    say(world.mayor, march(1, 9), march(11, 20))
    people = [world.kaya.pk, world.mayor.pk, world.dahlhoff.pk]
    assert away.throughout(people, date(2027, 3, 2), date(2027, 3, 12)) == 1
    assert away.throughout(people, date(2027, 3, 2), date(2027, 3, 9)) == 2
    assert away.throughout(people, date(2027, 3, 2), date(2027, 3, 13)) == 0


def test_absences_are_deleted_90_days_after_their_last_day(world, say):
    say(world.kaya, Stretch(date(2026, 11, 23), date(2026, 11, 24)), Stretch(date(2026, 12, 1), date(2026, 12, 1)))
    kind = next(one for one in in_force() if one.kind.code == "absences")
    later = datetime(2027, 2, 23, 9, tzinfo=UTC)
    assert kind.kind.rows(kind.border(later)).count() == 1
    confirm(kind, expected=1, by=world.actor(world.secretary), now=later)
    clear_due(now=later)
    assert kept(world.kaya) == [(1, 1)]


def test_anonymising_leaves_none(world, say):
    say(world.kaya, march(1, 5))
    say(world.mayor, march(1, 5))
    forget_absences(world.kaya)
    assert (kept(world.kaya), kept(world.mayor)) == ([], [(1, 5)])

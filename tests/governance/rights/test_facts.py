"""The prepared facts of a reader are those of the queryset, whatever was asked before."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from foundation.accounts.models import User
from foundation.prepared import Prepared, PreparedRows
from governance.mandates.models import Mandate
from governance.people.models import StaffAssignment
from governance.rights.reader import facts

DAY = date(2026, 11, 23)


def test_each_person_gets_the_own_facts(world):
    ask = Prepared(facts, UUID, date, int)
    people = [world.cdo, world.mayor, world.secretary, world.former, world.sponsor]
    told = [sorted(ask(person.pk, DAY, DAY.year)) for person in people]
    assert told == [sorted(facts(person.pk, DAY, DAY.year)) for person in people]
    assert all(told)


def test_the_day_counts_each_time(world):
    mandate = Mandate.objects.get(person=world.kaya)
    board = ("board", str(mandate.seat.board_id))
    before = mandate.start - timedelta(days=1)
    ask = Prepared(facts, UUID, date, int)
    assert board in ask(world.kaya.pk, mandate.start, mandate.start.year)
    assert board not in ask(world.kaya.pk, before, before.year)


def test_nobody_has_no_facts(world):
    assert Prepared(facts, UUID, date, int)(uuid4(), DAY, DAY.year) == []


def test_the_sql_is_built_once_and_with_no_value_of_anybody(world):
    built = []

    def roles(person, day):
        built.append((person, day))
        return StaffAssignment.objects.filter(person_id=person, start__lte=day).values_list("role")

    ask = Prepared(roles, UUID, date)
    assert ask(world.secretary.pk, DAY) == [("secretariat",)]
    assert ask(world.kaya.pk, DAY) == []
    assert len(built) == 1
    assert not {world.secretary.pk, world.kaya.pk, DAY} & set(built[0])


def test_a_value_too_few_is_refused(world):
    with pytest.raises(ValueError, match="argument"):
        Prepared(facts, UUID, date, int)(world.kaya.pk, DAY)


def test_rows_come_whole_and_with_what_belongs_to_them(world, django_assert_num_queries):
    ask = PreparedRows(lambda pk: User.objects.select_related("person").filter(pk=pk), int)
    for person in (world.kaya, world.former, world.kaya):
        with django_assert_num_queries(1):
            (user,) = ask(person.user_id)
            assert user.person == person
        fresh = User.objects.get(pk=person.user_id)
        assert [getattr(user, one.attname) for one in User._meta.fields] == [
            getattr(fresh, one.attname) for one in User._meta.fields
        ]
    assert ask(0) == []

"""A board as of any day, in numbers that never depend on its size for what they cost."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as h_settings
from hypothesis import strategies as st

from foundation.values import DomainError
from governance.boards.models import Board
from governance.mandates.composition import composition, summaries
from governance.mandates.models import Mandate

TODAY = date(2026, 11, 23)


def test_the_ethics_board_today(world):
    state = composition(world.etb, TODAY)
    assert (state.seats, state.held, state.vacant, len(state.ending)) == (31, 29, 2, 0)
    assert [place.seat.number for place in state.vacancies] == [30, 31]
    assert [(one.sector, one.held, one.total) for one in state.sectors] == [("science", 29, 31)]
    assert state.chair.mandate.person == world.cdo


def test_a_vacancy_counts_from_the_day_after_the_last_holder(world):
    Mandate.objects.filter(person=world.ostermann).update(end=date(2026, 10, 31), status="ended")
    oldest_first = [(p.seat.number, p.vacant_since) for p in composition(world.etb, TODAY).vacancies]
    assert oldest_first == [(30, date(2025, 1, 1)), (31, date(2025, 1, 1)), (3, date(2026, 11, 1))]


def test_as_of_another_day_history_stands(world, appointed, newcomer):
    seat = world.etb.seats.get(number=3)
    seat.mandates.update(end=date(2027, 3, 31))
    appointed(seat, newcomer, start=date(2027, 5, 1))

    def state(day):
        return next(place for place in composition(world.etb, day).places if place.seat == seat)

    assert state(date(2027, 3, 31)).mandate.person == world.ostermann
    assert state(date(2027, 3, 31)).successor.person == newcomer
    assert (state(date(2027, 4, 1)).held, state(date(2027, 4, 1)).vacant_since) == (False, date(2027, 4, 1))
    assert state(date(2027, 5, 1)).mandate.person == newcomer


def test_before_its_founding_a_board_has_no_places(world):
    eve, first = date(2024, 12, 31), date(2025, 1, 1)
    before = composition(world.etb, eve)
    assert (before.places, before.seats, before.vacancies, before.sectors, before.chair) == ((), 0, [], [], None)
    assert len(composition(world.etb, first).places) == 31
    world.ub.founded_on = eve
    world.ub.save()
    lines = {one.board: (one.seats, one.vacant) for one in summaries([world.ub, world.etb], eve)}
    assert lines == {world.ub: (10, 10), world.etb: (0, 0)}


def test_terms_that_end_within_the_year_and_soon(world):
    world.etb.seats.get(number=3).mandates.update(end=date(2026, 12, 31))
    world.etb.seats.get(number=4).mandates.update(end=date(2027, 6, 30))
    state = composition(world.etb, TODAY)
    assert [place.seat.number for place in state.ending] == [3]
    assert [place.seat.number for place in state.places if place.soon] == [3]
    assert [p.seat.number for p in composition(world.etb, date(2027, 1, 1)).ending] == [4]


def test_the_excerpt_puts_what_needs_attention_before_the_rest(world):
    world.etb.seats.get(number=23).mandates.update(end=date(2026, 12, 31))
    numbers = [place.seat.number for place in composition(world.etb, TODAY).excerpt(7)]
    assert numbers == [1, 2, 3, 4, 23, 30, 31]


def test_without_names_only_numbers_are_left(world):
    bare = composition(world.etb, TODAY).without_names()
    assert (bare.seats, bare.held, bare.vacant) == (31, 29, 2)
    assert {place.mandate for place in bare.places} == {None}
    assert {place.successor for place in bare.places} == {None}


def test_a_board_costs_four_queries_whatever_its_size(world, django_assert_num_queries):
    for board, seats in ((world.ub, 10), (world.etb, 31)):
        with django_assert_num_queries(4):
            state = composition(board, TODAY)
            shown = [(p.seat.origin, p.mandate and str(p.mandate.person), p.vacant_since) for p in state.places]
        assert len(shown) == seats


def test_the_list_of_boards_says_the_same_as_each_board(world, django_assert_num_queries):
    boards = list(Board.objects.all())
    with django_assert_num_queries(4):
        lines = summaries(boards, TODAY)
    for line in lines:
        state = composition(line.board, TODAY)
        assert (line.seats, line.held, line.vacant) == (state.seats, state.held, state.vacant)
        assert line.chair == state.chair.mandate
    assert len(lines) == 3


wishes = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=12
)


@pytest.mark.django_db
@h_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=wishes)
def test_random_histories_never_give_two_holders_or_two_votes(world, appointed, wishes):
    Mandate.objects.filter(seat__board=world.sb).delete()
    people = [world.former, world.lamprecht, world.ostermann, world.kaya]
    first = TODAY.toordinal() - 30
    for number, who, begin, length in wishes:
        start = date.fromordinal(first + begin)
        end = date.fromordinal(first + begin + length)
        with suppress(DomainError):
            appointed(world.sb.seats.get(number=number), people[who], start=start, end=end)
    for offset in range(0, 100, 7):
        running = Mandate.objects.on(date.fromordinal(first + offset)).filter(seat__board=world.sb)
        seats, holders = zip(*running.values_list("seat", "person"), strict=True) if running else ((), ())
        assert len(set(seats)) == len(seats) <= 12
        assert len(set(holders)) == len(holders)

"""Two clicks at once: one revision, no lost update, nothing after the closing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection

from foundation.values import DomainError
from opinions.rounds import collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import OpinionRevision
from tests.opinions.conftest import DEADLINE, rated


def together(*acts) -> list[object]:
    """Run acts at the same time; refusals are returned."""

    def run(act):
        try:
            return act()
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_click_eight_times_is_one_revision(transactional_db, world, opened, now):
    mine = opened().opinions.get(person=world.dahlhoff)
    by = world.actor(world.dahlhoff)
    together(*[lambda: collecting.submit(mine, verdict="support", ratings=rated(), by=by, now=now)] * 8)
    assert OpinionRevision.objects.count() == 1


def test_different_answers_at_once_are_all_kept_in_a_row(transactional_db, world, opened, now):
    mine = opened().opinions.get(person=world.dahlhoff)
    by = world.actor(world.dahlhoff)

    def give(reason):
        return lambda: collecting.submit(mine, verdict="reject", reason=reason, ratings=rated(), by=by, now=now)

    together(*[give(f"Grund {number}") for number in range(4)])
    assert sorted(OpinionRevision.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_closing_against_giving_leaves_no_lapsed_answer(transactional_db, world, opened, now):
    made = opened()
    mine = made.opinions.get(person=world.dahlhoff)
    by = world.actor(world.dahlhoff)
    late = end_of(DEADLINE) + timedelta(seconds=1)
    give = lambda: collecting.submit(mine, verdict="support", ratings=rated(), by=by, now=end_of(DEADLINE))  # noqa: E731
    together(give, lambda: opening.close_due(now=late), give)
    mine.refresh_from_db()
    assert (mine.status, OpinionRevision.objects.count()) in [("submitted", 1), ("lapsed", 0)]

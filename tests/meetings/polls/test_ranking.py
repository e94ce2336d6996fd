"""The best date first: quorum, chair, delegating bodies and sectors, then the earlier one."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from governance.mandates.models import Mandate
from governance.people.models import Organisation
from meetings.polls.ranking import Voice, ranked, standing
from meetings.polls.results import result

NOON = datetime(2027, 1, 14, 12, tzinfo=UTC)


def at(key, choices, *, needed=3, chair=None, groups="abcdef"):
    said = enumerate(zip(choices, groups, strict=False))
    voices = [Voice(one, True, group, number == chair) for number, (one, group) in said]
    return standing(key, NOON + timedelta(days=key), voices, needed=needed, seats=len(choices))


def keys(*standings):
    return [one.key for one in ranked(standings)]


def test_quorate_by_yes_comes_before_quorate_if_need_be_and_that_before_not_yet():
    sure = at(3, ["yes", "yes", "yes", "no"])
    perhaps = at(2, ["yes", "yes", "if_need_be", "if_need_be"])
    never = at(1, ["yes", "yes", "no", "no"])
    assert keys(never, perhaps, sure) == [3, 2, 1]
    assert [one.level for one in (sure, perhaps, never)] == [2, 1, 0]


def test_then_the_chair_counts_then_the_bodies_then_the_day():
    with_chair = at(4, ["yes", "yes", "yes", "no"], chair=0)
    if_need_be = at(3, ["if_need_be", "yes", "yes", "yes"], chair=0)
    without = at(2, ["no", "yes", "yes", "yes"], chair=0)
    assert keys(without, if_need_be, with_chair) == [4, 3, 2]
    wide, narrow = at(6, ["yes"] * 4), at(5, ["yes"] * 4, groups="aabb")
    assert keys(narrow, wide) == [6, 5]
    assert keys(at(8, ["yes"] * 4), at(7, ["yes"] * 4)) == [7, 8]


def test_the_sentence_says_why():
    words = at(1, ["yes", "yes", "yes", "if_need_be", ""], chair=0).sentence
    assert words == (
        "Beschlussfähig: 3 Stimmberechtigte können, nötig sind 3. Der Vorsitz kann. "
        "Vertreten: 4 von 5 entsendenden Stellen und Bereichen."
    )
    assert at(1, ["no", ""], chair=1).sentence.startswith(
        "Noch nicht beschlussfähig: 0 Ja, 0 wenn nötig, nötig sind 3."
    )


@given(some.lists(some.lists(some.sampled_from(["yes", "if_need_be", "no", ""]), min_size=4, max_size=4), max_size=8))
def test_every_date_is_ranked_once_and_the_order_of_asking_does_not_matter(polls):
    standings = [at(key, choices) for key, choices in enumerate(polls)]
    assert ranked(standings) == ranked(reversed(standings))
    assert sorted(keys(*standings)) == list(range(len(polls)))


def test_the_members_answers_become_the_order(world, poll, dates, say, now):
    """Six of ten are needed. An advisory member counts for no quorum but speaks for a body."""
    body = Organisation.objects.get()
    advisory = world.ub.seats.get(number=10)
    world.ub.seats.filter(pk=advisory.pk).update(voting=False, delegating_body=body)
    for member in world.members["UB"][:6]:
        say(member, "yes", "no", "if_need_be")
    say(world.members["UB"][9], "no", "yes", "no")
    found = result(poll, now)
    assert [date for date, _one in found.order] == [dates[0], dates[2], dates[1]]
    best = found.order[0][1]
    assert (best.forecast.yes, best.forecast.needed, best.forecast.total) == (6, 5, 9)
    assert (best.chair, best.groups, best.all_groups) == ("yes", 1, 2)
    assert [(one.yes, one.if_need_be, one.no) for one in found.counts] == [(6, 0, 1), (1, 0, 6), (0, 6, 1)]
    assert (found.answered, len(found.silent)) == (7, 3)


def test_a_mandate_that_is_over_by_then_counts_for_no_quorum(world, poll, say, now):
    for member in world.members["UB"][:6]:
        say(member, "yes", "yes", "yes")
    Mandate.objects.filter(person=world.members["UB"][5], seat__board=world.ub).update(end=date(2027, 1, 15))
    levels = {one.starts_at.day: one.level for _date, one in result(poll, now).order}
    assert levels == {14: 2, 21: 0, 22: 0}

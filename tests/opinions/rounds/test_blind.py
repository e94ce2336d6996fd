"""Who reads whose assessment: the matrix of a round that is blind, open, closed or not blind at all."""

import pytest

from opinions.rounds import collecting
from opinions.rounds.models import Opinion, OpinionRound

READERS = ["dahlhoff", "ostermann", "cdo", "secretary", "manager", "mayors_officer", "admin", "kaya", "former"]


def readable(world, opinion_round) -> dict[str, set[str]]:
    """Whose submitted texts each reader sees."""
    found = {}
    for name in READERS:
        rows = Opinion.objects.readable_by(world.reader(getattr(world, name)))
        rows = rows.filter(round=opinion_round, status="submitted").select_related("person")
        found[name] = {one.person.family_name for one in rows}
    return found


@pytest.fixture
def answered(world, opened, answer):
    made = opened()
    answer(made, world.dahlhoff, "support")
    answer(made, world.ostermann, "reject")
    return made


BOTH = {"Dahlhoff", "Ostermann"}
NOBODY: set[str] = set()
OUTSIDE = {"manager": NOBODY, "mayors_officer": NOBODY, "admin": NOBODY, "kaya": NOBODY, "former": NOBODY}
LEADING = {"cdo": BOTH, "secretary": BOTH}


def test_while_a_blind_round_is_open_members_see_their_own(world, answered):
    own = {"dahlhoff": {"Dahlhoff"}, "ostermann": {"Ostermann"}}
    assert readable(world, answered) == own | LEADING | OUTSIDE


def test_after_closing_the_board_sees_all(world, answered):
    OpinionRound.objects.update(status="closed")
    assert readable(world, answered) == {"dahlhoff": BOTH, "ostermann": BOTH} | LEADING | OUTSIDE


def test_a_round_that_is_not_blind_is_open_to_the_board_at_once(world, answered):
    OpinionRound.objects.update(blind=False)
    assert readable(world, answered) == {"dahlhoff": BOTH, "ostermann": BOTH} | LEADING | OUTSIDE


def test_a_cancelled_round_is_not_unblinded(world, answered):
    OpinionRound.objects.update(status="cancelled")
    own = {"dahlhoff": {"Dahlhoff"}, "ostermann": {"Ostermann"}}
    assert readable(world, answered) == own | LEADING | OUTSIDE


def test_who_withdrew_reads_nothing_of_others_even_as_chair(world, answered, now):
    for who in (world.ostermann, world.cdo):
        collecting.decline(answered.opinions.get(person=who), by=world.actor(who), now=now)
    OpinionRound.objects.update(status="closed")
    found = readable(world, answered)
    assert (found["ostermann"], found["cdo"], found["dahlhoff"]) == (NOBODY, NOBODY, {"Dahlhoff"})


def test_a_confidential_round_stays_with_chair_and_office(world, answered):
    OpinionRound.objects.update(status="closed", level=3)
    own = {"dahlhoff": {"Dahlhoff"}, "ostermann": {"Ostermann"}}
    assert readable(world, answered) == own | LEADING | OUTSIDE


def test_drafts_of_rounds_are_seen_by_those_who_prepare_them(world, prepared):
    prepared()
    seen = {name for name in READERS if OpinionRound.objects.visible_to(world.reader(getattr(world, name)))}
    assert seen == {"cdo", "secretary", "manager"}


def test_rounds_of_another_board_are_not_seen(world, opened):
    opened(world.sb)
    seen = {name for name in READERS if OpinionRound.objects.visible_to(world.reader(getattr(world, name)))}
    assert seen == {"secretary", "manager"}

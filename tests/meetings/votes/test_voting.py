from functools import partial

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from meetings.agenda import recusals
from meetings.agenda.models import ItemKind
from meetings.sittings import running
from meetings.votes import correcting, voting
from meetings.votes.models import Motion, Resolution, Vote, VoteTakenBack
from tests.together import together

pytestmark = pytest.mark.django_db


def test_an_adopted_decision_becomes_a_numbered_resolution(evening):
    evening.open(present=6)
    motion = evening.act(voting.put, evening.item(1), "Der Beirat empfiehlt Variante B.")
    vote = evening.act(voting.count, motion, yes=4, no=1, abstain=1)
    assert (vote.result, vote.eligible) == ("adopted", 6)
    assert evening.item(1).outcome == "decided"
    resolution = Resolution.objects.get()
    assert (resolution.reference, resolution.text) == ("UB-B-2027-01", "Der Beirat empfiehlt Variante B.")


def test_numbers_run_on_in_the_year_and_per_board(evening, ethics_evening):
    for one in (evening, ethics_evening):
        one.open()
        for position in (1, 2):
            one.act(voting.unanimous, one.item(position))
    assert sorted(r.reference for r in Resolution.objects.all()) == [
        "ETB-B-2027-01",
        "ETB-B-2027-02",
        "UB-B-2027-01",
        "UB-B-2027-02",
    ]


def test_a_discussion_makes_no_resolution(evening):
    evening.open()
    evening.meeting.items.filter(position=1).update(kind=ItemKind.DISCUSSION)
    evening.act(voting.unanimous, evening.item(1))
    assert not Resolution.objects.exists()
    assert evening.item(1).outcome == "decided"


def test_a_tie_rejects(evening):
    evening.open(present=6)
    motion = evening.act(voting.put, evening.item(1), "Antrag")
    assert evening.act(voting.count, motion, yes=3, no=3).result == "tied"
    assert not Resolution.objects.exists()


def test_a_negative_finding_blocks_votes_but_not_taking_note(ethics_evening):
    ethics_evening.open(present=15)
    for refused_act in (
        lambda: ethics_evening.act(voting.unanimous, ethics_evening.item(1)),
        lambda: ethics_evening.act(voting.put, ethics_evening.item(1), "Antrag"),
    ):
        with pytest.raises(DomainError) as refused:
            refused_act()
        assert refused.value.code == "inquorate"
    ethics_evening.act(voting.note, ethics_evening.item(3))
    assert not Motion.objects.exists()
    ethics_evening.arrive(ethics_evening.members[15])
    assert ethics_evening.act(voting.unanimous, ethics_evening.item(1)).yes == 16


def test_who_is_recused_neither_votes_nor_counts(evening):
    evening.open(present=6)
    evening.recuse(evening.world.lamprecht, 2)
    evening.find(evening.item(2))
    with pytest.raises(DomainError) as refused:
        evening.act(voting.unanimous, evening.item(2))
    assert refused.value.code == "inquorate"
    evening.arrive(evening.members[6], how="video")
    evening.find(evening.item(2))
    motion = evening.act(voting.put, evening.item(2), "Antrag")
    with pytest.raises(DomainError) as refused:
        evening.act(voting.count, motion, yes=7, no=0)
    assert refused.value.code == "too_many_votes"
    assert evening.act(voting.count, motion, yes=3, no=3).eligible == 6


@pytest.mark.parametrize("numbers", [{"yes": -1, "no": 2}, {"yes": 0, "no": 0}, {"yes": 5, "no": 4, "abstain": 2}])
def test_numbers_that_cannot_be_are_refused(evening, numbers):
    evening.open()
    motion = evening.act(voting.put, evening.item(1), "Antrag")
    with pytest.raises(DomainError) as refused:
        evening.act(voting.count, motion, **numbers)
    assert refused.value.status == 400
    assert evening.item(1).outcome == "open"


def test_a_double_submit_changes_nothing(evening):
    evening.open()
    first = evening.act(voting.unanimous, evening.item(1), abstain=1)
    assert evening.act(voting.unanimous, evening.item(1), abstain=1) == first
    assert evening.act(voting.note, evening.item(3)) is None
    assert evening.act(voting.note, evening.item(3)) is None
    assert (Vote.objects.count(), Resolution.objects.count()) == (1, 1)
    assert JournalEntry.objects.filter(action="vote.counted").count() == 1


def test_a_second_different_result_is_refused(evening):
    evening.open()
    evening.act(voting.unanimous, evening.item(1))
    with pytest.raises(DomainError) as refused:
        evening.act(voting.unanimous, evening.item(1), abstain=2)
    assert refused.value.code == "already_counted"
    with pytest.raises(DomainError) as refused:
        evening.act(voting.adjourn, evening.item(1))
    assert refused.value.code == "has_outcome"


def test_what_was_noted_by_mistake_is_taken_up_again(evening):
    evening.open()
    evening.act(voting.note, evening.item(1))
    with pytest.raises(DomainError) as refused:
        evening.act(voting.reopen, evening.item(1), reason=" ")
    assert (refused.value.code, evening.item(1).outcome) == ("no_reason", "noted")
    evening.act(voting.reopen, evening.item(1), reason="vertippt")
    assert evening.item(1).reopened_reason == "vertippt"
    evening.act(voting.unanimous, evening.item(1))
    with pytest.raises(DomainError):
        evening.act(voting.reopen, evening.item(1), reason="noch einmal")
    assert evening.item(1).outcome == "decided"


def test_a_correction_needs_a_reason_and_keeps_the_number(evening):
    evening.open(present=8)
    vote = evening.act(voting.unanimous, evening.item(1))
    numbers = {"yes": 3, "no": 5, "abstain": 0}
    with pytest.raises(DomainError) as refused:
        evening.act(correcting.correct, vote, **numbers, reason="  ")
    assert refused.value.code == "no_reason"
    corrected = evening.act(correcting.correct, vote, **numbers, reason="Zahlen vertauscht")
    assert (corrected.result, corrected.eligible, corrected.correction_reason) == ("rejected", 8, "Zahlen vertauscht")
    assert not Resolution.objects.standing().exists()
    evening.act(correcting.correct, vote, yes=5, no=3, abstain=0, reason="doch richtig")
    evening.act(voting.unanimous, evening.item(2))
    assert [r.reference for r in Resolution.objects.standing()] == ["UB-B-2027-01", "UB-B-2027-02"]
    facts = JournalEntry.objects.filter(action="vote.corrected").order_by("id").first().facts
    assert (facts["yes_before"], facts["yes"]) == (8, 3)


def test_a_vote_taken_back_leaves_the_item_open_and_the_number_revoked(evening):
    evening.open(present=8)
    evening.act(voting.unanimous, evening.item(1))
    with pytest.raises(DomainError) as refused:
        evening.act(correcting.take_back, evening.item(1), reason=" ")
    assert (refused.value.code, evening.item(1).outcome) == ("no_reason", "decided")
    for _twice in range(2):
        evening.act(correcting.take_back, evening.item(1), reason="falscher Punkt")
    assert (evening.item(1).outcome, evening.item(1).outcome_at, Vote.objects.count()) == ("open", None, 0)
    assert Resolution.objects.get().revoked_at is not None
    kept = VoteTakenBack.objects.get()
    assert (kept.motion_text, kept.reason) == ("Der Beirat empfiehlt: Datenplattform.", "falscher Punkt")
    facts = JournalEntry.objects.get(action="vote.taken_back").facts
    told = {"yes": 8, "no": 0, "abstain": 0, "invalid": 0, "result": "adopted"}
    assert facts == {"item": kept.item_id, "taken_back": kept.pk, **told}


def test_who_is_recused_leads_nothing_of_the_item(evening):
    """Not even through the board office that acts on their word; the deputy chair leads it."""
    evening.open()
    motion = evening.act(voting.put, evening.item(2), "Antrag")
    vote = evening.act(voting.unanimous, evening.item(1))
    chair, office = evening.world.mayor, evening.by
    for position in (1, 2):
        evening.recuse(chair, position)
    for by in (evening.world.actor(chair), office.on_behalf_of(chair.key)):
        for act in (
            partial(voting.put, evening.item(2), "Ein anderer"),
            partial(voting.count, motion, yes=5, no=0),
            partial(voting.unanimous, evening.item(2)),
            partial(voting.note, evening.item(2)),
            partial(voting.adjourn, evening.item(2)),
            partial(voting.withdraw, evening.item(2)),
            partial(running.find, evening.meeting, evening.item(2)),
            partial(correcting.correct, vote, yes=1, no=9, abstain=0, reason="verzählt"),
            partial(correcting.take_back, evening.item(1), reason="falscher Punkt"),
        ):
            with pytest.raises(DomainError) as refused:
                act(by=by, now=evening.tick())
            assert (refused.value.code, refused.value.status) == ("recused", 403)
    assert (Motion.objects.count(), evening.item(2).outcome, evening.item(1).outcome) == (2, "open", "decided")
    evening.act(voting.unanimous, evening.item(2))


def test_a_motion_typed_by_mistake_goes_with_its_vote_once_the_meeting_is_over(evening):
    evening.open()
    evening.meeting.items.filter(position=1).update(kind=ItemKind.INFORMATION, motion_text="")
    motion = evening.act(voting.put, evening.item(1), "Verschiedenes")
    evening.act(voting.count, motion, yes=10, no=0)
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.act(correcting.take_back, evening.item(1), reason="nur besprochen")
    assert (evening.item(1).outcome, Motion.objects.count()) == ("noted", 0)


def test_what_rests_on_a_vote_keeps_it(evening, settings):
    settings.CORRECTION_GUARDS = ["tests.meetings.live.keeps"]
    evening.open()
    vote = evening.act(voting.unanimous, evening.item(1))
    for act in (
        lambda: evening.act(correcting.take_back, evening.item(1), reason="falscher Punkt"),
        lambda: evening.act(correcting.correct, vote, yes=1, no=9, abstain=0, reason="verzählt"),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert (refused.value.code, refused.value.message) == ("rests_on_it", "TOP 1 wird schon ausgeführt.")
    assert evening.act(correcting.correct, vote, yes=9, no=1, abstain=0, reason="verzählt").yes == 9


def test_after_the_approval_nothing_is_corrected(evening):
    evening.open()
    vote = evening.act(voting.unanimous, evening.item(1))
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.act(correcting.correct, vote, yes=9, no=1, abstain=0, reason="verzählt")
    correcting.make_final(evening.meeting, now=evening.tick())
    with pytest.raises(DomainError) as refused:
        evening.act(correcting.correct, vote, yes=10, no=0, abstain=0, reason="noch einmal")
    assert refused.value.code == "final"


def test_after_the_end_nothing_is_voted(evening):
    evening.open()
    evening.act(running.close, evening.meeting, adjourn_open=True)
    with pytest.raises(DomainError) as refused:
        evening.act(voting.unanimous, evening.item(1))
    assert refused.value.code == "not_in_session"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_vote(evening):
    evening.open()
    click = partial(voting.unanimous, evening.item(1), by=evening.by, now=evening.tick())
    first, second = together(click, click)
    assert first == second
    assert (Vote.objects.count(), Motion.objects.count(), Resolution.objects.count()) == (1, 1, 1)


def test_a_recusal_in_the_second_of_the_vote_counts_or_comes_too_late(transactional_db, evening):
    """Nobody's vote counts on an item they are recused from, and nobody is recused from a result."""
    evening.open()
    person = evening.members[3]
    declare = partial(recusals.declare, evening.item(1), person, by=evening.by, now=evening.tick())
    recusal, vote = together(declare, partial(voting.unanimous, evening.item(1), by=evening.by, now=evening.tick()))
    assert (recusal == "item_closed", vote.eligible) in [(True, 10), (False, 9)], (recusal, vote)

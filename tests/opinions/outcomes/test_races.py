"""Two clicks at once: one draft, one opinion, one answer; an opinion is sealed as it was read."""

from functools import partial

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from meetings.votes import correcting
from meetings.votes.models import Vote
from opinions.outcomes import answering, consolidating, dissenting
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, ManagementResponse
from tests.opinions.conftest import at
from tests.opinions.outcomes.conftest import ADOPTED, CIRCULATED, DRAFTED
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_draft_begun_and_sent_twice_at_once_is_one_with_one_mail_each(transactional_db, world, closed):
    office, chair = world.actor(world.secretary), world.actor(world.cdo)
    click = partial(consolidating.draft, closed, text="Der Beirat stimmt zu.", by=office, now=at(DRAFTED))
    assert "draft_exists" in together(click, click)
    clicks = [
        partial(consolidating.circulate, ConsolidatedOpinion.objects.get(), by=chair, now=at(CIRCULATED))
        for _ in range(2)
    ]
    assert together(*clicks) == [None, None]
    calls = Delivery.objects.filter(kind="dissent_call").values_list("recipient", flat=True)
    assert len(calls) == len(set(calls)) > 0
    assert (entries("board_opinion.drafted"), entries("board_opinion.circulated")) == (1, 1)


def test_an_opinion_adopted_twice_at_once_is_adopted_once(transactional_db, world, circulated):
    adopt = partial(consolidating.adopt, by=world.actor(world.cdo), now=at(ADOPTED))
    clicks = [partial(adopt, ConsolidatedOpinion.objects.get()) for _ in range(2)]
    assert together(*clicks) == [None, None]
    mails = Delivery.objects.filter(kind="recommendations").values_list("recipient", flat=True)
    assert (list(mails), entries("board_opinion.adopted")) == ([world.manager.key], 1)


def test_an_opinion_is_changed_or_adopted_and_never_sealed_unread(transactional_db, world, circulated):
    office, chair = world.actor(world.secretary), world.actor(world.cdo)
    new = {"text": "Der Beirat lehnt ab.", "recommendations": [], "revision": circulated.revision}
    changed, adopted = together(
        partial(consolidating.edit, ConsolidatedOpinion.objects.get(), **new, by=office, now=at(ADOPTED)),
        partial(consolidating.adopt, ConsolidatedOpinion.objects.get(), by=chair, now=at(ADOPTED)),
    )
    stored = ConsolidatedOpinion.objects.get()
    assert (changed, adopted, stored.status, stored.recommendations.count()) in [
        ("changed_meanwhile", None, "adopted", 3),
        (None, "not_circulated", "draft", 0),
    ]


def test_a_dissent_written_twice_at_once_is_one(transactional_db, world, circulated):
    person = world.ostermann
    dissent = partial(dissenting.dissent, circulated, person, by=world.actor(person), now=at(CIRCULATED, 12))
    first, second = together(partial(dissent, "Ohne mich."), partial(dissent, "Ohne mich."))
    assert (first, Dissent.objects.get().text) == (second, "Ohne mich.")


def test_an_answer_given_twice_at_once_is_one(transactional_db, world, adopted):
    advice = adopted.recommendations.get(number=1)
    words = {"answer": "partly", "reason": "Erst 2028.", "person": world.manager}
    click = partial(answering.give, advice, **words, by=world.actor(world.manager), now=at(ADOPTED, 15))
    first, second = together(click, click)
    assert (first, ManagementResponse.objects.get().version) == (second, 1)
    assert entries("recommendation.answered") == 1


def test_an_opinion_of_a_meeting_recorded_twice_at_once_is_one(transactional_db, world, voted):
    office = world.actor(world.secretary)
    click = partial(consolidating.record_from_item, voted, text="Ja.", by=office, now=at(ADOPTED))
    assert "opinion_exists" in together(click, click)
    assert (ConsolidatedOpinion.objects.count(), entries("board_opinion.recorded")) == (1, 1)


def test_a_vote_is_taken_back_or_its_opinion_recorded_and_never_both(transactional_db, world, voted):
    office = world.actor(world.secretary)
    recorded, taken = together(
        partial(consolidating.record_from_item, voted, text="Ja.", by=office, now=at(ADOPTED)),
        partial(correcting.take_back, voted, reason="falscher Punkt", by=office, now=at(ADOPTED)),
    )
    stored = (ConsolidatedOpinion.objects.count(), Vote.objects.count())
    assert (taken, stored) == ("rests_on_it", (1, 1)) or (recorded, stored) == ("item_not_decided", (0, 0))

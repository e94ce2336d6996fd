"""What a member gives is complete, in time and counted once."""

from datetime import timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from opinions.rounds import collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.gaps import Assessment
from opinions.rounds.models import GuidelineAssessment, OpinionRevision
from tests.opinions.conftest import DEADLINE, rated


@pytest.fixture
def mine(world, open_round):
    return open_round.opinions.get(person=world.dahlhoff)


@pytest.fixture
def give(world, mine, now):
    def act(verdict="support", *, at=now, **content):
        content = {"ratings": rated(), **content}
        return collecting.submit(mine, verdict=verdict, **content, by=world.actor(world.dahlhoff), now=at)

    return act


def refusal(act, **content) -> DomainError:
    with pytest.raises(DomainError) as refused:
        act(**content)
    return refused.value


def test_an_assessment_is_kept_with_its_ratings(mine, give, now):
    revision = give(
        "support_with_recommendations",
        recommendations=["Eine Karte zeigt alle Sensoren.", "  "],
        ratings=[*rated(), Assessment(5, "partly", "Unklar.")],
    )
    mine.refresh_from_db()
    assert (mine.status, mine.submitted_at) == ("submitted", now)
    assert revision.recommendations == ["Eine Karte zeigt alle Sensoren."]
    found = GuidelineAssessment.objects.filter(revision=revision).values_list("guideline__number", "rating", "reason")
    assert list(found) == [(1, "met", ""), (3, "met", ""), (5, "partly", "Unklar."), (8, "met", "")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"verdict": "support_with_recommendations"}, "opinion_incomplete"),
        ({"verdict": "support_with_recommendations", "recommendations": ["", " "]}, "opinion_incomplete"),
        ({"verdict": "reject"}, "opinion_incomplete"),
        ({"verdict": ""}, "opinion_incomplete"),
        ({"verdict": "maybe"}, "unknown_verdict"),
        ({"ratings": rated()[:2]}, "opinion_incomplete"),
        ({"ratings": [*rated(), Assessment(99, "met")]}, "unknown_rating"),
        ({"ratings": [*rated(), Assessment(2, "great")]}, "unknown_rating"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_and_nothing_is_kept(mine, give, content, code):
    error = refusal(give, **content)
    assert (error.status, error.code) == (400, code)
    assert OpinionRevision.objects.count() == 0
    mine.refresh_from_db()
    assert mine.status == "requested"


def test_the_sentence_names_the_missing_guideline(give):
    assert refusal(give, ratings=rated()[:2]).message == "Bitte schätzen Sie „Datensouveränität“ ein."


def test_cannot_judge_is_an_answer(give):
    assert give(ratings=rated("cannot_judge")).number == 1


def test_recommendations_of_another_verdict_are_dropped(give):
    assert give("support", recommendations=["Übrig vom Entwurf."]).recommendations == []


def test_the_same_again_is_no_new_revision(give, now):
    first = give("reject", reason="Der Nutzen fehlt.")
    assert give("reject", reason="Der Nutzen fehlt.", at=now + timedelta(seconds=1)) == first
    assert OpinionRevision.objects.count() == 1
    assert JournalEntry.objects.filter(action="opinion.submitted").count() == 1


def test_the_last_revision_counts(mine, give, now):
    give("support")
    second = give("reject", reason="Der Nutzen fehlt.", at=now + timedelta(days=1))
    assert second.number == 2
    assert [one.verdict for one in mine.revisions.order_by("number")] == ["support", "reject"]


def test_after_the_deadline_nothing_is_taken(mine, give, world):
    late = end_of(DEADLINE) + timedelta(seconds=1)
    assert give(at=end_of(DEADLINE)).number == 1
    error = refusal(give, verdict="abstain", at=late)
    assert (error.status, error.code) == (410, "deadline_over")
    assert error.message.replace("\xa0", " ") == (
        "Die Frist endete am Montag, 14. Dezember 2026. "
        "Einschätzungen können nicht mehr abgegeben oder geändert werden."
    )
    for act in (collecting.decline, lambda one, **who: collecting.save_draft(one, draft={}, **who)):
        with pytest.raises(DomainError) as refused:
            act(mine, by=world.actor(world.dahlhoff), now=late)
        assert refused.value.status == 410


def test_a_cancelled_round_takes_nothing(mine, give, world, now):
    opening.cancel(mine.round, reason="Ruht.", by=world.actor(world.cdo), now=now)
    assert refusal(give).code == "round_cancelled"


def test_who_withdraws_no_longer_counts(mine, give, world, now):
    give()
    me = world.actor(world.dahlhoff)
    collecting.decline(mine, reason="Mein Betrieb liefert.", by=me, now=now)
    collecting.decline(mine, reason="Mein Betrieb liefert.", by=me, now=now)
    mine.refresh_from_db()
    assert (mine.status, mine.declined_reason) == ("declined", "Mein Betrieb liefert.")
    assert refusal(give).code == "opinion_declined"
    assert JournalEntry.objects.filter(action="opinion.declined").count() == 1


def test_a_draft_is_kept_and_gone_after_giving(mine, give, world, now):
    collecting.save_draft(mine, draft={"verdict": "abstain"}, by=world.actor(world.dahlhoff), now=now)
    mine.refresh_from_db()
    assert (mine.status, mine.draft, mine.draft_saved_at) == ("draft", {"verdict": "abstain"}, now)
    give()
    mine.refresh_from_db()
    assert (mine.status, mine.draft) == ("submitted", {})


def test_a_draft_after_giving_does_not_take_back_what_was_given(mine, give, world, now):
    give()
    collecting.save_draft(mine, draft={"verdict": "reject"}, by=world.actor(world.dahlhoff), now=now)
    opening.close_due(now=end_of(DEADLINE) + timedelta(seconds=1))
    mine.refresh_from_db()
    assert (mine.status, mine.draft) == ("submitted", {})


def test_paper_names_the_hands_and_the_will(mine, world, now):
    by = world.actor(world.secretary).on_behalf_of(world.dahlhoff.key)
    revision = collecting.submit(mine, verdict="support", ratings=rated(), source="paper", by=by, now=now)
    assert (revision.source, revision.entered_by) == ("paper", world.secretary.key)
    entry = JournalEntry.objects.get(action="opinion.submitted")
    assert (entry.actor, entry.principal) == (world.secretary.key, world.dahlhoff.key)


def test_the_journal_holds_no_text(give):
    give("reject", reason="Geheime Begründung.")
    assert "Geheime" not in str(list(JournalEntry.objects.values_list("facts", flat=True)))

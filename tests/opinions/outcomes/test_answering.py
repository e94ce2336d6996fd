"""Every recommendation gets an answer; what was answered stays readable."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation.documents.models import Rendering
from foundation.values import DomainError
from opinions.outcomes import answering
from opinions.outcomes.models import ManagementResponse, Recommendation
from tests.opinions.conftest import at

DAY = at(date(2027, 1, 11))


@pytest.fixture
def give(world, adopted):
    def act(number, answer, reason="", *, again_on=None, now=DAY):
        return answering.give(
            adopted.recommendations.get(number=number),
            answer=answer,
            reason=reason,
            again_on=again_on,
            person=world.manager,
            by=world.actor(world.manager),
            now=now,
        )

    return act


@pytest.mark.parametrize("word", ["partly", "decline", "deferred"])
def test_only_following_needs_no_reason(give, word):
    with pytest.raises(DomainError) as refused:
        give(1, word, "  ")
    assert (refused.value.status, refused.value.code) == (400, "reason_missing")
    assert ManagementResponse.objects.count() == 0
    assert give(1, "follow").version == 1


def test_an_unknown_answer_is_refused(give):
    with pytest.raises(DomainError) as refused:
        give(1, "perhaps", "Weil.")
    assert refused.value.code == "unknown_answer"


def test_the_same_again_changes_nothing_and_another_is_a_new_version(give, adopted):
    first = give(2, "partly", "Nur Lärm.")
    assert give(2, "partly", "Nur Lärm.") == first
    assert give(2, "follow").version == 2
    assert [one.answer for one in adopted.recommendations.get(number=2).responses.order_by("version")] == [
        "partly",
        "follow",
    ]
    assert adopted.recommendations.get(number=2).answer.answer == "follow"


def test_a_draft_has_nothing_to_answer(world, circulated):
    with pytest.raises(DomainError) as refused:
        answering.give(
            circulated.recommendations.first(),
            answer="follow",
            person=world.manager,
            by=world.actor(world.manager),
            now=DAY,
        )
    assert refused.value.code == "not_adopted"


def test_with_the_last_answer_the_document_is_printed_anew_and_the_old_one_kept(give, adopted):
    give(1, "follow")
    give(2, "partly", "Nur Lärm.")
    assert Rendering.objects.count() == 1
    give(3, "decline", "Zu aufwendig.")
    old, new = Rendering.objects.order_by("made_at")
    adopted.refresh_from_db()
    assert adopted.rendering == new
    assert [one["answer"] for one in old.data["recommendations"]] == [None, None, None]
    assert new.data["recommendations"][1]["answer"] == {
        "word": "wird teilweise befolgt",
        "reason": "Nur Lärm.",
        "by": "Dr. Jonas Ebeling, Geschäftsführung, 11.\xa0Januar 2027",
    }


def test_what_is_late_is_found(give, adopted):
    give(1, "follow")
    assert Recommendation.objects.overdue(date(2027, 1, 22)).count() == 0
    assert Recommendation.objects.overdue(date(2027, 1, 23)).count() == 2


@pytest.mark.parametrize("again_on", [None, date(2027, 1, 10), DAY.date()])
def test_what_is_deferred_names_a_later_day(give, again_on):
    with pytest.raises(DomainError) as refused:
        give(1, "deferred", "Erst die Vergabe.", again_on=again_on)
    assert (refused.value.status, refused.value.code) == (400, "deferred_without_day")
    assert ManagementResponse.objects.count() == 0


def test_deferred_it_is_answered_for_now_and_back_on_its_day(give, adopted):
    for number in (2, 3):
        give(number, "follow", again_on=date(2027, 5, 3))
    deferred = give(1, "deferred", "Erst die Vergabe.", again_on=date(2027, 5, 3))
    assert deferred.words == "zurückgestellt bis 3.\xa0Mai 2027"
    found = Recommendation.objects
    assert [one.number for one in found.unanswered()] == [1]
    days = [date(2027, 5, 2), date(2027, 5, 3), date(2027, 5, 4)]
    assert [found.to_answer(day).count() for day in days] == [0, 1, 1]
    assert [found.overdue(day).count() for day in days] == [0, 0, 1]
    assert give(1, "follow").again_on is None
    assert found.unanswered().count() == 0


def test_only_a_deferred_answer_has_a_day_and_the_database_knows(give):
    give(1, "follow")
    with pytest.raises(IntegrityError), transaction.atomic():
        ManagementResponse.objects.update(again_on=date(2027, 5, 3))

"""Taking in what members say: drafts, submissions, withdrawals. Each locks the round, so none races its closing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.queue import withdraw
from foundation.values import Actor, DomainError
from foundation.web.wording import day_in_words
from opinions.rounds.gaps import Assessment, Gap, gaps
from opinions.rounds.models import (
    GuidelineAssessment,
    Opinion,
    OpinionRevision,
    OpinionRound,
    Rating,
    RoundGuideline,
    Verdict,
)

Status = Opinion.Status


def _locked(opinion: Opinion, now: datetime) -> Opinion:
    """The opinion as it is now, with its round held; refuses when nothing may be given any more."""
    opinion_round = OpinionRound.objects.select_for_update().get(pk=opinion.round_id)
    if opinion_round.status == OpinionRound.Status.CANCELLED:
        raise DomainError(_("This round was cancelled. No assessments are needed any more."), code="round_cancelled")
    if opinion_round.status != OpinionRound.Status.OPEN or now > opinion_round.deadline:
        raise DomainError(
            _("The deadline ended on %(day)s. Assessments cannot be given or changed any more.")
            % {"day": day_in_words(opinion_round.deadline)},
            code="deadline_over",
            status=410,
        )
    fresh = Opinion.objects.select_related("person").get(pk=opinion.pk)
    fresh.round = opinion_round
    if fresh.status == Status.DECLINED:
        raise DomainError(
            _("You declared a conflict of interest and take no part in this opinion."), code="opinion_declined"
        )
    if fresh.status == Status.LAPSED:
        raise DomainError(_("With the mandate the right to take part in this opinion ended."), code="mandate_ended")
    return fresh


@transaction.atomic
def save_draft(opinion: Opinion, *, draft: dict[str, Any], by: Actor, now: datetime) -> None:
    """Keep an unfinished assessment; only its author sees it. Not journalled: saving says nothing yet."""
    fresh = _locked(opinion, now)
    status = Status.DRAFT if fresh.status == Status.REQUESTED else fresh.status
    Opinion.objects.filter(pk=fresh.pk).update(draft=draft, draft_saved_at=now, status=status)


@transaction.atomic
def submit(
    opinion: Opinion,
    *,
    verdict: str,
    recommendations: Sequence[str] = (),
    reason: str = "",
    ratings: Sequence[Assessment] = (),
    source: str = OpinionRevision.Source.PAGE,
    seen: int | None = None,
    by: Actor,
    now: datetime,
) -> OpinionRevision:
    """Give an assessment, or a new revision of it, until the deadline. The highest revision counts.

    The same content again changes nothing. `seen`: the number of the revision it corrects, 0 for none. Raises
    DomainError: 400 when something is missing or unknown, 409 for a cancelled round, one who takes no part, and where
    another revision came in since the one `seen`; 410 after the deadline.
    """
    fresh = _locked(opinion, now)
    asked = list(fresh.round.round_guidelines.select_related("guideline"))
    texts = [text.strip() for text in recommendations if text.strip()]
    if verdict != Verdict.WITH_RECOMMENDATIONS:
        texts = []
    ratings = _checked(ratings, asked)
    important = [(one.guideline.number, one.guideline.title) for one in asked if one.important]
    missing = gaps(verdict=verdict, recommendations=texts, reason=reason, ratings=ratings, important=important)
    if missing:
        raise _incomplete(missing)
    if verdict not in Verdict.values:
        raise DomainError(_("Please choose your result."), code="unknown_verdict", status=400)
    last = fresh.newest_revision()
    if last and fresh.status == Status.SUBMITTED and _same(last, verdict, texts, reason, ratings):
        return last
    if seen is not None and seen != (last.number if last else 0):
        words = _("Another answer came in meanwhile. Please open the page anew and compare.")
        raise DomainError(words, code="answered_meanwhile")
    revision = OpinionRevision.objects.create(
        opinion=fresh,
        number=last.number + 1 if last else 1,
        verdict=verdict,
        recommendations=texts,
        reason=reason,
        submitted_at=now,
        source=source,
        entered_by=by.key,
    )
    _rate(revision, ratings, asked)
    Opinion.objects.filter(pk=fresh.pk).update(
        status=Status.SUBMITTED, submitted_at=now, draft={}, draft_saved_at=None
    )
    withdraw(fresh.person.key, fresh.round.key)
    record(
        "opinion.submitted",
        fresh.round.key,
        by=by,
        now=now,
        opinion=fresh.pk,
        revision=revision.number,
        source=source,
    )
    return revision


revise = submit
"""Until the deadline a member changes an assessment by giving it again."""


def _incomplete(missing: list[Gap]) -> DomainError:
    return DomainError(" ".join(gap.sentence for gap in missing), code="opinion_incomplete", status=400)


def _checked(ratings: Sequence[Assessment], asked: list[RoundGuideline]) -> list[Assessment]:
    """Given ratings by number of their guideline, each once and of those asked."""
    numbers = {one.guideline.number for one in asked}
    given = {rating.guideline: rating for rating in ratings if rating.rating}
    if given.keys() - numbers or {rating.rating for rating in given.values()} - set(Rating.values):
        raise DomainError(_("This rating does not belong to the round."), code="unknown_rating", status=400)
    return [given[number] for number in sorted(given)]


def _same(
    last: OpinionRevision, verdict: str, recommendations: list[str], reason: str, ratings: list[Assessment]
) -> bool:
    before = [Assessment(one.guideline.number, one.rating, one.reason) for one in last.assessments.all()]
    before.sort(key=lambda rating: rating.guideline)
    given = (verdict, recommendations, reason, ratings)
    return (last.verdict, last.recommendations, last.reason, before) == given


def _rate(revision: OpinionRevision, ratings: list[Assessment], asked: list[RoundGuideline]) -> None:
    by_number = {one.guideline.number: one.guideline for one in asked}
    GuidelineAssessment.objects.bulk_create(
        GuidelineAssessment(
            revision=revision, guideline=by_number[one.guideline], rating=one.rating, reason=one.reason
        )
        for one in ratings
    )


@transaction.atomic
def decline(opinion: Opinion, *, reason: str = "", by: Actor, now: datetime) -> None:
    """The member has a conflict of interest and takes no part; what was given before no longer counts.

    From now on the member sees no assessment of others in this round. Declining twice does nothing.
    """
    if Opinion.objects.filter(pk=opinion.pk, status=Status.DECLINED).exists():
        return
    fresh = _locked(opinion, now)
    Opinion.objects.filter(pk=fresh.pk).update(
        status=Status.DECLINED, declined_reason=reason, draft={}, draft_saved_at=None
    )
    withdraw(fresh.person.key, fresh.round.key)
    record("opinion.declined", fresh.round.key, by=by, now=now, opinion=fresh.pk)

"""Correcting a count that was entered wrongly, with a reason, until the minutes are approved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from meetings.meeting.models import Meeting
from meetings.sittings import running
from meetings.votes import voting
from meetings.votes.models import Resolution, Vote


@transaction.atomic
def correct(
    vote: Vote,
    *,
    yes: int,
    no: int,
    abstain: int,
    invalid: int = 0,
    reason: str,
    chair_says_yes: bool | None = None,
    by: Actor,
    now: datetime,
) -> Vote:
    """Replace the numbers of a vote. The journal keeps both; those entitled stay those of the vote itself.

    A resolution that is no longer adopted keeps its number and is marked as revoked.
    """
    meeting = running.locked(vote.motion.item.meeting)
    current = Vote.objects.select_related("motion__item").get(pk=vote.pk)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Please give the reason of the correction."), code="no_reason", status=400)
    if current.final_at or meeting.status not in (Meeting.Status.IN_SESSION, Meeting.Status.HELD):
        words = _("The minutes are approved. Only a later meeting can change this resolution.")
        raise DomainError(words, code="final")
    ballot = voting.ballot_of(yes, no, abstain, invalid)
    outcome = voting.outcome_of(meeting, ballot, current.eligible, chair_says_yes)
    if current.ballot == ballot and current.result == outcome:
        return current
    before = {f"{name}_before": number for name, number in voting.numbers(current.ballot).items()}
    Vote.objects.filter(pk=current.pk, final_at__isnull=True).update(
        **voting.numbers(ballot), result=outcome, corrected_at=now, correction_reason=reason[:300]
    )
    _adjust_resolution(current, outcome, meeting, now)
    facts = {"vote": current.pk, "result": outcome, **voting.numbers(ballot), **before}
    record("vote.corrected", meeting.key, by=by, now=now, **facts)
    return Vote.objects.get(pk=current.pk)


def _adjust_resolution(vote: Vote, outcome: str, meeting: Meeting, now: datetime) -> None:
    item = vote.motion.item
    item.meeting = meeting
    if outcome == Vote.Result.ADOPTED:
        voting.resolve(vote.motion, item, now)
    else:
        Resolution.objects.filter(motion_id=vote.motion_id, revoked_at__isnull=True).update(revoked_at=now)


def make_final(meeting: Meeting, *, now: datetime) -> int:
    """Close the votes of a meeting for good; called by the approval of its minutes."""
    return Vote.objects.filter(motion__item__meeting=meeting, final_at__isnull=True).update(final_at=now)

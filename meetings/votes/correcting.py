"""Correcting or taking back a vote that was entered wrongly, with a reason, until the minutes are approved."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from meetings.agenda.models import AgendaItem
from meetings.agenda.recusals import expect_unbiased
from meetings.meeting.models import Meeting
from meetings.sittings import running
from meetings.votes import voting
from meetings.votes.models import Resolution, Vote, VoteTakenBack

Outcome = AgendaItem.Outcome


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
    expect_unbiased(vote.motion.item, by)
    current = Vote.objects.select_related("motion__item").get(pk=vote.pk)
    reason = _expect_open(current, meeting, reason)
    ballot = voting.ballot_of(yes, no, abstain, invalid)
    outcome = voting.outcome_of(meeting, ballot, current.eligible, chair_says_yes)
    if current.ballot == ballot and current.result == outcome:
        return current
    was_adopted, is_adopted = current.result == Vote.Result.ADOPTED, outcome == Vote.Result.ADOPTED
    _expect_nothing_rests_on(current.motion.item, stays_adopted=is_adopted or not was_adopted)
    before = {f"{name}_before": number for name, number in voting.numbers(current.ballot).items()}
    Vote.objects.filter(pk=current.pk, final_at__isnull=True).update(
        **voting.numbers(ballot), result=outcome, corrected_at=now, correction_reason=reason[:300]
    )
    _adjust_resolution(current, outcome, meeting, now)
    facts = {"vote": current.pk, "result": outcome, **voting.numbers(ballot), **before}
    record("vote.corrected", meeting.key, by=by, now=now, **facts)
    return Vote.objects.get(pk=current.pk)


@transaction.atomic
def take_back(item: AgendaItem, *, reason: str, by: Actor, now: datetime) -> None:
    """Undo the votes of an item: it is open again, or only noted once the meeting is over.

    The motions wait for a new vote; one that was typed for this vote goes with it. A resolution keeps its number and
    is marked as revoked; a row keeps text and reason, the journal the numbers. Nothing happens where no vote stands.
    """
    meeting = running.locked(item.meeting)
    expect_unbiased(item, by)
    votes = list(Vote.objects.filter(motion__item=item).select_related("motion__resolution").order_by("pk"))
    for vote in votes:
        reason = _expect_open(vote, meeting, reason)
        Resolution.objects.filter(motion=vote.motion_id, revoked_at__isnull=True).update(revoked_at=now)
        vote.delete()
        if vote.motion.text != item.motion_text and not hasattr(vote.motion, "resolution"):
            vote.motion.delete()
        row = VoteTakenBack.objects.create(
            item=item, motion_text=vote.motion.text, reason=reason[:300], taken_back_at=now
        )
        facts = {"item": item.pk, "taken_back": row.pk, "result": vote.result, **voting.numbers(vote.ballot)}
        record("vote.taken_back", meeting.key, by=by, now=now, **facts)
    if votes:
        _expect_nothing_rests_on(item, stays_adopted=False)
        runs = meeting.status == Meeting.Status.IN_SESSION
        outcome, since = (Outcome.OPEN, None) if runs else (Outcome.NOTED, now)
        AgendaItem.objects.filter(pk=item.pk).update(outcome=outcome, outcome_at=since)


def _expect_open(vote: Vote, meeting: Meeting, reason: str) -> str:
    """The reason, if this vote may still be changed."""
    if not reason.strip():
        raise DomainError(_("Please give the reason of the correction."), code="no_reason", status=400)
    if vote.final_at or meeting.status not in (Meeting.Status.IN_SESSION, Meeting.Status.HELD):
        words = _("The minutes are approved. Only a later meeting can change this resolution.")
        raise DomainError(words, code="final")
    return reason.strip()


def _expect_nothing_rests_on(item: AgendaItem, *, stays_adopted: bool) -> None:
    """Rooms above say why a vote must stay: `CORRECTION_GUARDS`.

    Each is `(item, *, stays_adopted) -> sentence or ""`; `stays_adopted` says that no adoption is lost.
    """
    for path in settings.CORRECTION_GUARDS:
        if words := import_string(path)(item, stays_adopted=stays_adopted):
            raise DomainError(words, code="rests_on_it")


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

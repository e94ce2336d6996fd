"""Approval of minutes by a later meeting or by silence, and sealing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import day_in_words
from governance.procedure.models import RulesOfProcedure
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes import versions
from meetings.minutes.models import Minutes
from meetings.sittings.wording import meeting_name
from meetings.votes.correcting import make_final
from meetings.votes.models import Vote

SOURCE = "minutes:"


@transaction.atomic
def approve(minutes: Minutes, *, meeting: Meeting | None = None, by: Actor, now: datetime) -> None:
    """circulated -> approved, by a later meeting of the same board or (None) by silence.

    What the members had before them is sealed, with the approval as its state; no vote of that meeting can be
    corrected any more.
    """
    if meeting is not None and (meeting.board_id != minutes.meeting.board_id or meeting.pk == minutes.meeting_id):
        raise DomainError(_("Minutes are approved by a later meeting of the same board."), code="wrong_meeting")
    approved = {"status": Minutes.Status.APPROVED, "approved_at": now, "approved_in": meeting}
    if not Minutes.objects.filter(pk=minutes.pk, status=Minutes.Status.CIRCULATED).update(**approved):
        if Minutes.objects.get(pk=minutes.pk).status == Minutes.Status.APPROVED:
            return
        raise DomainError(_("Minutes are approved after they were sent to the members."), code="not_circulated")
    current = Minutes.objects.select_related("meeting__board", "meeting__minute_taker").get(pk=minutes.pk)
    make_final(current.meeting, now=now)
    sent = current.versions.latest("number").content
    version = versions.freeze(current, {**sent, "state": _approved_words(meeting, now)}, now=now)
    Minutes.objects.filter(pk=current.pk).update(sha256=version.sha256)
    facts = {"meeting": str(meeting.pk) if meeting else None, "version": version.number, "sha256": version.sha256}
    record("minutes.approved", current.key, by=by, now=now, **facts)


def _approved_words(meeting: Meeting | None, now: datetime) -> str:
    with override(versions.LANGUAGE):
        words = {"day": day_in_words(now)}
        if meeting is None:
            return _("Approved on %(day)s: no objection was raised in time.") % words
        words["meeting"] = meeting_name(meeting.number, meeting.year, meeting.board.name)
        return _("Approved on %(day)s in the %(meeting)s.") % words


def approve_decided(meeting: Meeting, *, by: Actor, now: datetime) -> int:
    """Approve what this meeting adopted under its items "minutes:<id>"; returns how many. Called after each vote."""
    done = 0
    for minutes in _decided(AgendaItem.objects.filter(meeting=meeting)):
        approve(minutes, meeting=meeting, by=by, now=now)
        done += 1
    return done


def approved_by(item: AgendaItem, *, stays_adopted: bool) -> str:
    """Why the vote on this item must stay (`CORRECTION_GUARDS`): it approved the minutes of another meeting.

    Its numbers may be put right as long as the minutes stay approved.
    """
    if stays_adopted:
        return ""
    key = item.source.removeprefix(SOURCE)
    if key == item.source or not key.isdigit():
        return ""
    approved = Minutes.objects.filter(pk=key, status=Minutes.Status.APPROVED, approved_in=item.meeting_id)
    return _("The minutes were approved by this vote. Only a later meeting can change that.") if approved else ""


def signed(item: AgendaItem, *, stays_adopted: bool) -> str:
    """Why a vote stays as it is (`CORRECTION_GUARDS`): the chair reads, signed or sent what the minutes say of it."""
    fixed = [Minutes.Status.CHAIR_REVIEW, Minutes.Status.SIGNED_OFF, Minutes.Status.CIRCULATED]
    if not Minutes.objects.filter(meeting=item.meeting_id, status__in=fixed).exists():
        return ""
    return _("The minutes with this vote are handed over or sent already. Take them back first, then correct it.")


def approve_due(*, now: datetime) -> int:
    """Duty: what a meeting adopted and nobody wrote down yet, and what silence approves by the board's rules."""
    done = 0
    waiting = Minutes.objects.filter(status=Minutes.Status.CIRCULATED).values_list("pk", flat=True)
    sources = [f"{SOURCE}{pk}" for pk in waiting]
    for item in _adopted(AgendaItem.objects.filter(source__in=sources)).select_related("meeting__board"):
        done += approve_decided(item.meeting, by=SYSTEM, now=now)
    for minutes in _silent(now):
        approve(minutes, by=SYSTEM, now=now)
        done += 1
    return done


def _adopted(items):
    decided = Q(outcome=AgendaItem.Outcome.DECIDED, motions__vote__result=Vote.Result.ADOPTED)
    return items.filter(decided, source__startswith=SOURCE).distinct()


def _decided(items) -> list[Minutes]:
    decided_at = {item.source.removeprefix(SOURCE): item.outcome_at for item in _adopted(items)}
    numbers = [int(key) for key in decided_at if key.isdigit()]
    circulated = Minutes.objects.filter(pk__in=numbers, status=Minutes.Status.CIRCULATED)
    # A vote approves the text the members had before them, not one that is sent later.
    return [
        one
        for one in circulated.select_related("meeting__board")
        if one.circulated_at and (decided_at[str(one.pk)] or one.circulated_at) >= one.circulated_at
    ]


def _silent(now: datetime) -> list[Minutes]:
    over = Minutes.objects.filter(
        status=Minutes.Status.CIRCULATED,
        objections_until__lt=now.astimezone(BERLIN).date(),
        objections__isnull=True,
        meeting__rules__minutes_approval=RulesOfProcedure.MinutesApproval.SILENCE,
    )
    return list(over.select_related("meeting__board"))

"""Correcting when somebody came or left, until the minutes are with the chair."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import time_in_words
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.sittings import presence, running
from meetings.sittings.models import Attendance, Sitting


@transaction.atomic
def correct(stay: Attendance, *, arrived_at: datetime, left_at: datetime | None, by: Actor, now: datetime) -> None:
    """Write other times into the attendance; the journal keeps both. The same times change nothing.

    Findings of quorum and votes stay true: raises DomainError (409) where one of them would count the person
    otherwise, once the minutes left the board office, and 400 for times that cannot be.
    """
    meeting = running.locked(stay.meeting)
    current = Attendance.objects.select_related("person").get(pk=stay.pk)
    _expect_open(meeting)
    if (current.arrived_at, current.left_at) == (arrived_at, left_at):
        return
    fresh = Attendance(
        pk=current.pk,
        meeting=meeting,
        person=current.person,
        mandate_id=current.mandate_id,
        arrived_at=arrived_at,
        left_at=left_at,
    )
    _expect_possible(meeting, fresh, now)
    _expect_counted_alike(meeting, current, fresh)
    Attendance.objects.filter(pk=current.pk).update(arrived_at=arrived_at, left_at=left_at)
    times = {"came": arrived_at, "left": left_at, "came_before": current.arrived_at, "left_before": current.left_at}
    said = {name: moment.isoformat() if moment else None for name, moment in times.items()}
    record("attendance.corrected", meeting.key, by=by, now=now, person=str(current.person_id), **said)


def _expect_open(meeting: Meeting) -> None:
    gone = Minutes.objects.filter(meeting=meeting).exclude(status=Minutes.Status.DRAFTING)
    if meeting.status not in (Meeting.Status.IN_SESSION, Meeting.Status.HELD) or gone.exists():
        words = _("The minutes are handed over or sent already. Take them back first, then correct the times.")
        raise DomainError(words, code="minutes_gone")


def _expect_possible(meeting: Meeting, fresh: Attendance, now: datetime) -> None:
    end = Sitting.objects.get(meeting=meeting).closed_at or now
    if fresh.arrived_at > end or (fresh.left_at and fresh.left_at > end):
        words = _("That is later than %(time)s, when the meeting ended or now.") % {"time": time_in_words(end)}
        raise DomainError(words, code="too_late", status=400)
    if fresh.left_at and fresh.left_at < fresh.arrived_at:
        raise DomainError(
            _("The end lies before the beginning. Please check the times."), code="wrong_order", status=400
        )
    same = Q(person=fresh.person)
    if fresh.mandate_id:
        # A seat is taken by the member or by the deputy, never by both (meetings.sittings.guards).
        same |= Q(mandate=fresh.mandate_id)
    others = Attendance.objects.filter(same, meeting=meeting).exclude(pk=fresh.pk).select_related("person")
    for one in others:
        ends_first = one.left_at is not None and one.left_at <= fresh.arrived_at
        begins_after = fresh.left_at is not None and fresh.left_at <= one.arrived_at
        if not (ends_first or begins_after):
            words = _("%(person)s is recorded as present then already.") % {"person": one.person}
            raise DomainError(words, code="twice_present")


def _expect_counted_alike(meeting: Meeting, current: Attendance, fresh: Attendance) -> None:
    if not current.mandate_id:
        return
    before, after = presence.stays([current, fresh])
    for moment in running.counting_moments(meeting):
        if before.covers(moment) != after.covers(moment):
            words = {"time": time_in_words(moment), "person": current.person}
            told = (
                _("A finding or a vote at %(time)s counts %(person)s as present.")
                if before.covers(moment)
                else _("A finding or a vote at %(time)s counts without %(person)s.")
            )
            raise DomainError(told % words, code="counted")

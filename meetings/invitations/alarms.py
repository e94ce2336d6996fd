"""Somebody learns in time that a meeting may not be quorate, while something can still be done about it."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.almanac.periods import is_working_day
from foundation.journal.recording import record
from foundation.outbox.models import Delivery, State
from foundation.values import BERLIN, SYSTEM
from governance.boards.mailing import Addressee, post, post_to_body, reachable, reads_mail
from governance.boards.models import Company
from meetings.invitations.composing import subject_moment
from meetings.invitations.dispatching import stopped
from meetings.invitations.inviting import chair_of
from meetings.invitations.reminders import FIRST_HOUR
from meetings.invitations.rules import takes_answers
from meetings.invitations.turnout import expected
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

log = logging.getLogger(__name__)

QUORUM_ALARM = "quorum_alarm"
BEFORE = timedelta(days=5)


def warn_due(*, now: datetime) -> int:
    """Duty: from five days before a meeting, at eight on a working day, where fewer accepted than the quorum needs.

    Once for each date of a meeting: to the chair, or to the board office where there is none or none who reads mail.
    Returns how many mails were queued. One that fails does not hold up the others; its error is raised at the end.
    """
    today = now.astimezone(BERLIN)
    if today.hour < FIRST_HOUR or not is_working_day(today.date()):
        return 0
    near = Meeting.objects.filter(status=Meeting.Status.INVITED, starts_at__gt=now)
    near = near.filter(starts_at__lt=now + BEFORE + timedelta(days=1)).select_related("board", "rules")
    told, errors = 0, []
    for one in near.order_by("starts_at"):
        try:
            told += _warn(one, now) if today.date() < one.day <= today.date() + BEFORE else 0
        except Exception as error:
            log.exception("Nobody can be warned of meeting %s", one.pk)
            errors.append(error)
    if errors:
        raise ExceptionGroup("meetings whose quorum is in doubt unknown to anybody", errors)
    return told


@transaction.atomic
def _warn(meeting: Meeting, now: datetime) -> int:
    meeting = scheduling.locked(meeting)
    if not takes_answers(meeting, now):
        return 0
    chair, key = chair_of(meeting), f"{QUORUM_ALARM}:{meeting.pk}:{meeting.day}"
    reader = chair if chair and reads_mail(chair) and reachable(chair) else None
    to = reader or _office()
    if Delivery.objects.filter(key__startswith=key, recipient=to.key).exclude(state=State.OBSOLETE).exists():
        return 0
    forecast = expected(meeting)
    if forecast.ok or stopped(meeting):
        return 0
    context = {
        "meeting": meeting,
        "forecast": forecast,
        "when": subject_moment(meeting.starts_at),
        "url": settings.SITE_URL + reverse("meeting_attendance", args=[meeting.pk]),
    }
    # One that a change overtook before it left is given anew.
    about: dict[str, Any] = {"topic": meeting.key, "version": meeting.sequence, "now": now}
    about["key"] = f"{key}:{meeting.sequence}"
    if isinstance(to, Addressee):
        post_to_body(QUORUM_ALARM, to, context=context | {"chair": chair}, **about)
    else:
        post(QUORUM_ALARM, [to], context=context, **about)
    record("meeting.quorum_doubtful", meeting.key, by=SYSTEM, now=now, accepted=forecast.yes, needed=forecast.needed)
    return 1


def _office() -> Addressee:
    company = Company.objects.get()
    return Addressee(company.key, _("Office of the boards"), company.office_email)

"""The chair learns in time that a meeting may not be quorate, while something can still be done about it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from foundation.almanac.periods import is_working_day
from foundation.journal.recording import record
from foundation.outbox.models import Delivery
from foundation.values import BERLIN, SYSTEM
from governance.boards.mailing import key_of, post, reads_mail
from meetings.invitations.composing import subject_moment
from meetings.invitations.inviting import chair_of
from meetings.invitations.reminders import FIRST_HOUR
from meetings.invitations.turnout import expected
from meetings.meeting.models import Meeting

QUORUM_ALARM = "quorum_alarm"
BEFORE = timedelta(days=5)


def warn_due(*, now: datetime) -> int:
    """Duty: from five days before a meeting, at eight on a working day, where fewer accepted than the quorum needs.

    Once for each date of a meeting, and only to a chair who reads mail. Returns how many mails were queued.
    """
    today = now.astimezone(BERLIN)
    if today.hour < FIRST_HOUR or not is_working_day(today.date()):
        return 0
    near = Meeting.objects.filter(status=Meeting.Status.INVITED, starts_at__gt=now)
    near = near.filter(starts_at__lt=now + BEFORE + timedelta(days=1)).select_related("board", "rules")
    due = [one for one in near.order_by("starts_at") if today.date() < one.day <= today.date() + BEFORE]
    return sum(_warn(one, now) for one in due)


@transaction.atomic
def _warn(meeting: Meeting, now: datetime) -> int:
    chair, key = chair_of(meeting), f"{QUORUM_ALARM}:{meeting.pk}:{meeting.day}"
    if chair is None or not reads_mail(chair) or Delivery.objects.filter(key=key_of(key, chair)).exists():
        return 0
    forecast = expected(meeting)
    if forecast.ok:
        return 0
    context = {
        "meeting": meeting,
        "forecast": forecast,
        "when": subject_moment(meeting.starts_at),
        "url": settings.SITE_URL + reverse("meeting_attendance", args=[meeting.pk]),
    }
    sent = post(QUORUM_ALARM, [chair], key=key, topic=meeting.key, version=meeting.sequence, context=context, now=now)
    record("meeting.quorum_doubtful", meeting.key, by=SYSTEM, now=now, accepted=forecast.yes, needed=forecast.needed)
    return len(sent)

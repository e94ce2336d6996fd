"""Fixing the date: the meeting is scheduled, the poll closed, and everybody told, in one step."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.queue import supersede
from foundation.values import Actor, DomainError
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning.setting import set_date
from meetings.polls import mails
from meetings.polls.asking import expect_open, locked
from meetings.polls.models import DateOption, DatePoll


@transaction.atomic
def fix(option: DateOption, *, by: Actor, now: datetime) -> Meeting:
    """Schedule the meeting at this date and send its save-the-date to every member, the silent ones too.

    The poll closes at once; the invitation follows with the agenda's release. The same date twice is fixed once.
    Raises DomainError (409): another date was fixed, the poll called off, the date withdrawn or over, no rules of
    procedure for that day, and where the board meets at that hour already.
    """
    poll = locked(option.poll)
    if poll.meeting and poll.chosen_id == option.pk:
        return poll.meeting
    expect_open(poll)
    chosen = poll.options.get(pk=option.pk)
    if chosen.withdrawn_at or chosen.starts_at <= now:
        raise DomainError(_("This date cannot be fixed any more. Please choose another one."), code="date_gone")
    chosen.poll = poll
    meeting = scheduling.pencil_in_at(
        poll.board,
        chosen.starts_at,
        chosen.ends_at,
        place=poll.place,
        video_url=poll.video_url,
        by=by,
        now=now,
    )
    poll.status, poll.closed_at, poll.chosen, poll.meeting = DatePoll.Status.FIXED, now, chosen, meeting
    poll.save(update_fields=["status", "closed_at", "chosen", "meeting"])
    supersede(poll.key, mails.OVER)
    told = set_date(meeting, by=by, now=now)
    record("date_poll.fixed", poll.key, by=by, now=now, meeting=meeting.key, people=told)
    return meeting

"""Fixing the date: the meeting is scheduled, the poll closed, and everybody told, in one step."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.journal.recording import record
from foundation.outbox.queue import supersede
from foundation.values import Actor, DomainError
from foundation.web.wording import day_digits, local_day
from governance.people.models import Person
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning.setting import set_date
from meetings.polls import mails
from meetings.polls.asked import members
from meetings.polls.asking import expect_open, locked
from meetings.polls.models import DateOption, DatePoll
from meetings.polls.pencilled import beside


@transaction.atomic
def fix(option: DateOption, *, by: Actor, now: datetime, drop: Collection[UUID] = ()) -> Meeting:
    """Schedule the meeting at this date and send its save-the-date to everybody asked, the silent ones too.

    The poll closes at once; the invitation follows with the agenda's release. The same date twice is fixed once.
    `drop`: dates pencilled in `beside` it that fall away; nobody knew of them. Raises DomainError (409): another date
    was fixed, the poll called off, the date withdrawn or over, no rules of procedure for that day, the board meets at
    that hour already, and where a date to drop is not pencilled in any more.
    """
    poll = locked(option.poll)
    if poll.meeting and poll.chosen_id == option.pk:
        return poll.meeting
    expect_open(poll)
    chosen = poll.options.get(pk=option.pk)
    if chosen.withdrawn_at or chosen.starts_at <= now:
        raise DomainError(_("This date cannot be fixed any more. Please choose another one."), code="date_gone")
    chosen.poll = poll
    _drop(chosen, drop, by, now)
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
    told = set_date(meeting, by=by, now=now, also=_deputies(poll, meeting, now))
    record("date_poll.fixed", poll.key, by=by, now=now, meeting=meeting.key, people=told)
    return meeting


def _drop(chosen: DateOption, meetings: Collection[UUID], by: Actor, now: datetime) -> None:
    day = local_day(chosen.starts_at)
    known = {one.pk: one for one in beside(chosen.poll.board, chosen.starts_at, day, now)} if meetings else {}
    with override(settings.LANGUAGE_CODE):
        reason = _("A date poll found another day: %(day)s.") % {"day": day_digits(day)}
    for pk in meetings:
        if pk not in known or not scheduling.drop(known[pk], reason=reason, by=by, now=now):
            words = _("A date that was pencilled in has changed meanwhile. Please look at the dates again.")
            raise DomainError(words, code="pencilled_changed")


def _deputies(poll: DatePoll, meeting: Meeting, now: datetime) -> list[Person]:
    """Who is asked in the place of a member and still holds it on the day of the meeting."""
    asked = members(poll.board_id, local_day(now))
    return [one.person for one in asked if one.instead_of and one.sits_on(meeting.day)]

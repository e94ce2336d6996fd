"""Reminding those who have not answered, and nobody else."""

from datetime import date, datetime, timedelta

from django.db import transaction

from foundation.almanac.periods import is_working_day
from foundation.journal.recording import record
from foundation.outbox.models import Delivery
from foundation.values import BERLIN, SYSTEM
from foundation.web.wording import local_day
from governance.boards.mailing import key_of, reachable, reads_mail
from meetings.polls import mails
from meetings.polls.asked import Member, members
from meetings.polls.models import DatePoll, DateVote

BEFORE = timedelta(days=2)
FIRST_HOUR = 8


def remind_due(*, now: datetime) -> int:
    """Duty: two days before the deadline, on working days from 08:00 in Berlin, only to who answered no date yet.

    Once per person; what a closed day held up is made up until the deadline. Who was asked, or got more time, later
    than that is not reminded. Returns how many mails were queued.
    """
    today = local_day(now)
    if now.astimezone(BERLIN).hour < FIRST_HOUR:
        return 0
    near = DatePoll.objects.asking().filter(deadline__gte=today, deadline__lte=today + BEFORE)
    due = [poll for poll in near.select_related("board") if local_day(poll.asked_at) < poll.deadline - BEFORE]
    if not due or not is_working_day(today):
        return 0
    return sum(_remind(poll, today, now) for poll in due)


@transaction.atomic
def _remind(poll: DatePoll, today: date, now: datetime) -> int:
    people = [one for one in silent(poll, today) if reads_mail(one.person) and reachable(one.person)]
    key = mails.key_of(mails.REMINDER, poll, str(poll.deadline))
    keys = [key_of(key, one.person) for one in people]
    done = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    left = [one for one in people if key_of(key, one.person) not in done]
    if not left:
        return 0
    options = list(poll.options.offered().select_related("poll"))
    sent = mails.write(mails.REMINDER, poll, left, options=options, step=str(poll.deadline), now=now)
    record("date_poll.reminded", poll.key, by=SYSTEM, now=now, people=len(sent))
    return len(sent)


def silent(poll: DatePoll, day: date) -> list[Member]:
    """Who is asked on that day and answered no date of this poll."""
    spoke = set(DateVote.objects.filter(option__poll=poll).values_list("person_id", flat=True))
    return [one for one in members(poll.board_id, day) if one.person.pk not in spoke]

"""More time, and the link once more: what the board office does for those who have not answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import day_in_words, local_day
from governance.boards.mailing import reachable, reads_mail
from governance.people.models import Person
from meetings.polls import mails
from meetings.polls.asked import members
from meetings.polls.asking import expect_open, locked
from meetings.polls.models import DatePoll
from meetings.polls.reminding import silent


@transaction.atomic
def extend(poll: DatePoll, deadline: date, *, by: Actor, now: datetime) -> int:
    """Take answers until a later day, also where the last day is over; only the silent are told, each once.

    Returns how many mails were queued; the same day again queues none. Raises DomainError: 409 once the date is fixed
    or the poll called off, 400 for a day that is over or not later than the present one, and where a date offered
    would not lie after it.
    """
    standing = locked(poll)
    expect_open(standing)
    if deadline == standing.deadline and standing.takes_answers(now):
        return 0
    options = list(standing.options.offered().select_related("poll"))
    if words := _refusal(standing, deadline, local_day(options[0].starts_at), local_day(now)):
        raise DomainError(words, code="deadline_refused", status=400, fields={"deadline": words})
    standing.deadline, standing.extended_at = deadline, now
    standing.save(update_fields=["deadline", "extended_at"])
    left = silent(standing, local_day(now))
    step = f"extended-{deadline}"
    sent = mails.write(mails.REMINDER, standing, left, options=options, step=step, now=now, extended=True)
    record("date_poll.extended", standing.key, by=by, now=now, deadline=str(deadline), people=len(sent))
    return len(sent)


def _refusal(poll: DatePoll, deadline: date, first: date, today: date) -> str:
    """Why answers cannot be taken until this day; empty where they can."""
    if deadline < today:
        return _("Please choose a deadline that is not over.")
    if deadline <= poll.deadline:
        return _("Please choose a day after %(day)s, which is the last one now.") % {
            "day": day_in_words(poll.deadline)
        }
    if first <= deadline:
        words = _("The first date offered is %(day)s. Choose an earlier day, or take that date out first.")
        return words % {"day": day_in_words(first)}
    return ""


@transaction.atomic
def send_link(poll: DatePoll, person: Person, *, by: Actor, now: datetime) -> None:
    """Send one person the question with the personal link once more; twice in the same minute is once.

    The address is the one the person had, unless that was closed. Raises DomainError: 403 for who is not asked, 409
    where no answer is taken any more and for who reads no mail.
    """
    standing = locked(poll)
    expect_open(standing)
    if not standing.takes_answers(now):
        raise DomainError(_("The last day for answers is over. Please extend it first."), code="deadline_over")
    asked = next((one for one in members(standing.board_id, local_day(now)) if one.person.pk == person.pk), None)
    if asked is None:
        words = _("Only members of the board answer this date poll.")
        raise DomainError(words, code="not_asked", status=403)
    if not (reads_mail(asked.person) and reachable(asked.person)):
        words = _("%(person)s reads no mail. Please call, and enter the answer here.") % {"person": asked.person}
        raise DomainError(words, code="reads_no_mail")
    options = list(standing.options.offered().select_related("poll"))
    if mails.write(mails.REQUEST, standing, [asked], options=options, step=f"link-{now:%Y%m%d%H%M}", now=now):
        record("date_poll.link_sent", standing.key, by=by, now=now, person=asked.person.key)

"""Asking: a poll is made and sent, gets more dates, loses one, or is called off."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.queue import supersede
from foundation.values import Actor, DomainError
from foundation.web.wording import local_day, moment_in_words
from governance.boards.models import Board
from governance.procedure.rules_in_force import rules_on
from meetings.polls import mails
from meetings.polls.asked import members
from meetings.polls.models import DateOption, DatePoll

FEWEST, MOST = 2, 40


@transaction.atomic
def ask(
    board: Board,
    *,
    title: str,
    starts: Collection[datetime],
    minutes: int,
    place: str,
    deadline: date,
    video_url: str = "",
    shown: str = DatePoll.Shown.COUNTS,
    by: Actor,
    now: datetime,
) -> DatePoll:
    """Ask every member of the board which of these dates suit; each gets one mail with a personal link.

    The same question once more is the one asked. A fixed number of queries, whatever the number of members and dates.
    Raises DomainError: 400 for fewer than two dates or more than forty, for dates not after the deadline and a
    deadline that is over; 409 where the board has no rules or nobody sits on it.
    """
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    wanted = sorted(set(starts))
    _check(wanted, deadline, now)
    rules_on(board, local_day(wanted[0]))
    asked = {"board": board, "title": title, "minutes": minutes, "place": place, "video_url": video_url}
    asked |= {"deadline": deadline, "shown": shown}
    for known in DatePoll.objects.asking().filter(**asked).prefetch_related("options"):
        if sorted(option.starts_at for option in known.options.all()) == wanted:
            return known
    people = members(board.pk, local_day(now))
    if not people:
        raise DomainError(_("Nobody sits on this board at the moment."), code="nobody_to_ask")
    poll = DatePoll.objects.create(**asked, made_by=by.key, made_at=now)
    options = _offer(poll, wanted, now)
    mails.write(mails.REQUEST, poll, people, options=options, now=now)
    record("date_poll.asked", poll.key, by=by, now=now, board=board.pk, dates=len(options), people=len(people))
    return poll


def _check(starts: list[datetime], deadline: date, now: datetime) -> None:
    if not FEWEST <= len(starts) <= MOST:
        words = _("Please offer %(fewest)s to %(most)s dates.") % {"fewest": FEWEST, "most": MOST}
        raise DomainError(words, code="number_of_dates", status=400)
    if deadline < local_day(now):
        words = _("Please choose a deadline that is not over.")
        raise DomainError(words, code="deadline_over", status=400, fields={"deadline": words})
    _check_after(starts, deadline)


def _check_after(starts: Iterable[datetime], deadline: date) -> None:
    if any(local_day(start) <= deadline for start in starts):
        words = _("Every date lies after the last day for answers.")
        raise DomainError(words, code="date_before_deadline", status=400, fields={"deadline": words})


def _offer(poll: DatePoll, starts: Iterable[datetime], now: datetime) -> list[DateOption]:
    return DateOption.objects.bulk_create(DateOption(poll=poll, starts_at=start, added_at=now) for start in starts)


def locked(poll: DatePoll) -> DatePoll:
    """The poll as it stands now, held until the end of the transaction."""
    # Not joined with its meeting: PostgreSQL reads the row it waited for anew, but what is joined as it was before.
    return DatePoll.objects.select_for_update(of=("self",)).select_related("board").get(pk=poll.pk)


def expect_open(poll: DatePoll) -> None:
    """Raises DomainError (409) for a poll that was fixed or called off."""
    if not poll.is_open:
        raise DomainError(closed_words(poll), code=f"poll_{poll.status}")


def closed_words(poll: DatePoll) -> str:
    """What became of a poll that is closed."""
    if poll.meeting:
        words = {"moment": moment_in_words(poll.meeting.starts_at)}
        return _("The date is fixed meanwhile: %(moment)s. No more answers are needed.") % words
    return _("This date poll was called off. No answers are needed.")


def expect_growing(poll: DatePoll, now: datetime) -> None:
    """Raises DomainError (409) for a poll that is closed or past its deadline: no date is added to it."""
    expect_open(poll)
    if not poll.takes_answers(now):
        words = _("The last day for answers is over. Dates cannot be added any more.")
        raise DomainError(words, code="deadline_over")


@transaction.atomic
def offer_more(poll: DatePoll, starts: Collection[datetime], *, by: Actor, now: datetime) -> int:
    """Add dates to an open poll and tell everybody asked; answers given stay. Returns how many are new.

    Dates offered already add nothing; one withdrawn stays so. Raises DomainError as `ask`; 409 once the poll is
    closed or its deadline over.
    """
    standing = locked(poll)
    expect_growing(standing, now)
    _check_after(starts, standing.deadline)
    known = set(standing.options.values_list("starts_at", flat=True))
    new = sorted(set(starts) - known)
    if len(known) + len(new) > MOST:
        words = _("A date poll has at most %(most)s dates.") % {"most": MOST}
        raise DomainError(words, code="number_of_dates", status=400)
    if not new:
        return 0
    made = _offer(standing, new, now)
    people = members(standing.board_id, local_day(now))
    mails.write(mails.MORE, standing, people, options=made, step=f"{len(known) + len(new)}", now=now)
    record("date_poll.dates_added", standing.key, by=by, now=now, dates=len(made))
    return len(new)


@transaction.atomic
def withdraw_date(option: DateOption, *, by: Actor, now: datetime) -> None:
    """Take one date out of an open poll; its answers are kept. Twice is once.

    Raises DomainError (409) once the poll is closed, and for the last date there is.
    """
    poll = locked(option.poll)
    expect_open(poll)
    offered = set(poll.options.offered().values_list("pk", flat=True))
    if option.pk not in offered:
        return
    if len(offered) == 1:
        words = _("This is the last date. Add another one first, or call the poll off.")
        raise DomainError(words, code="last_date")
    poll.options.filter(pk=option.pk).update(withdrawn_at=now)
    record("date_poll.date_withdrawn", poll.key, by=by, now=now, option=option.pk)


@transaction.atomic
def call_off(poll: DatePoll, *, reason: str, by: Actor, now: datetime) -> None:
    """No date is looked for any more; the members are told once, with the reason. Twice is once.

    Raises DomainError: 400 without a reason, 409 once the date is fixed.
    """
    if not reason.strip():
        raise DomainError(_("Please give a reason."), code="reason_missing", status=400)
    standing = locked(poll)
    if standing.status == DatePoll.Status.CANCELLED:
        return
    expect_open(standing)
    standing.status, standing.closed_at, standing.cancelled_reason = DatePoll.Status.CANCELLED, now, reason
    standing.save(update_fields=["status", "closed_at", "cancelled_reason"])
    supersede(standing.key, mails.OVER)
    mails.write(mails.CANCELLED, standing, members(standing.board_id, local_day(now)), now=now)
    record("date_poll.called_off", standing.key, by=by, now=now)

"""What becomes of a call before it is made: the short chain of dates, and what people should know of the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from foundation.almanac.days import is_weekend, is_working_day
from foundation.almanac.periods import closed_days, public_days, school_days
from foundation.values import BERLIN
from foundation.web.wording import day_in_words, local_day, plain_day
from governance.boards.models import Board
from governance.mandates.models import Mandate
from governance.procedure.answers import extra_meeting_by
from governance.procedure.rules_in_force import rules_on
from meetings.extra.calling import AskedBy, Call, Ruling, examine
from meetings.invitations import housing
from meetings.invitations.sending import notice_today
from meetings.meeting import neighbours, standing
from meetings.meeting.models import Meeting
from meetings.planning import missing
from meetings.planning.posing import problem
from meetings.rooms import finding

LOOKED_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Suggestion:
    """The first day that fits, with the sentence why."""

    day: date
    sentence: str


def suggest(board: Board, now: datetime) -> Suggestion | None:
    """The first open day with the full notice period, if the invitation leaves on the next working day.

    Closed are weekends, closed days, days of boards that share people or the place, days the board meets anyway, and
    days the chair is away. None where two months hold no such day.
    """
    today = local_day(now)
    leaves = _next_working_day(today)
    first = leaves + _way(board, today, now)
    last = first + LOOKED_AHEAD
    asked = problem([board], first, last, own=False, now=now)
    (one,) = asked.boards
    own = {meeting.day for meeting in Meeting.objects.between(first, last).filter(board=board)}
    for _offset, day in asked.open_days:
        if day not in one.blocked | own and asked.absent_on.get(day, set()).isdisjoint(one.required):
            return Suggestion(day, _first_day(board, day, leaves))
    return None


def _first_day(board: Board, day: date, leaves: date) -> str:
    words = {
        "day": day_in_words(day),
        "days": rules_on(board, day).notice_days,
        "leaves": day_in_words(leaves),
    }
    return (
        _(
            "%(day)s is the first open day with the full notice period of %(days)s days, if the invitation leaves by "
            "%(leaves)s."
        )
        % words
    )


def _next_working_day(today: date) -> date:
    closed = closed_days(today, today + LOOKED_AHEAD)
    return next(day for step in range(1, 61) if is_working_day(day := today + timedelta(days=step), closed))


def _way(board: Board, today: date, now: datetime) -> timedelta:
    """From the last day of dispatch to the meeting, as the slowest of the letters goes."""
    start = datetime.combine(today + LOOKED_AHEAD, rules_on(board, today).start_time, BERLIN)
    asked = Meeting(board=board, starts_at=start, ends_at=start + timedelta(hours=1))
    return asked.day - notice_today(asked, now).numbers["latest_dispatch"]


@dataclass(frozen=True)
class Outlook:
    """What is shown before the one click. `people` are asked to keep the day free."""

    ruling: Ruling
    lane: list[standing.Step]
    warnings: list[str]
    people: int


def look(board: Board, asked: Call, *, office: bool, now: datetime) -> Outlook:
    """What the rules and the calendar say. Changes nothing; raises DomainError as `calling.examine`.

    Names of other boards, of closed days and of members who are away are the `office`'s.
    """
    ruling = examine(board, asked, now=now)
    today = local_day(now)
    told = Mandate.objects.on(today).filter(seat__board=board).values("person").distinct().count()
    warnings = [*_by_rules(board, asked, ruling, today), *_of_the_day(board, asked, ruling, office)]
    return Outlook(ruling, standing.lane(ruling.meeting, today), warnings, told)


def _by_rules(board: Board, asked: Call, ruling: Ruling, today: date) -> Iterator[str]:
    due = standing.deadlines(ruling.meeting)
    if due.dispatch == today:
        yield _("The invitation has to leave today.")
    by = extra_meeting_by(rules_on(board, asked.asked_on).as_rules(), asked.asked_on)
    if asked.asked_by != AskedBy.CHAIR and asked.day > by:
        words = {"asked": plain_day(asked.asked_on), "by": plain_day(by)}
        yield _("Demanded on %(asked)s, the meeting is held by %(by)s by the rules. This day is later.") % words


def _of_others(board: Board, day: date) -> Iterator[str]:
    if neighbours.by_day(board.pk, day, day):
        yield _("Another board meets on the same day.")


def _of_the_place(board: Board, asked: Call, ruling: Ruling) -> Iterator[str]:
    """Who else meets that day, this board included, and whether the room fits."""
    known, day = finding.places(), asked.day
    others = neighbours.by_day(None, day, day).get(day, [])
    if others:
        yield neighbours.told(others, asked.starts_at, asked.ends_at, asked.place, known)
    yield from housing.fits(ruling.meeting, known.room(asked.place), asked.video_url)


def _of_the_day(board: Board, asked: Call, ruling: Ruling, office: bool) -> Iterator[str]:
    day = asked.day
    words = {"day": day_in_words(day)}
    if name := (closed_days if office else public_days)(day, day).get(day):
        yield _("%(day)s is closed: %(name)s.") % (words | {"name": name})
    elif closed_days(day, day):
        yield _("%(day)s is a closed day.") % words
    elif is_weekend(day):
        yield _("%(day)s is at a weekend.") % words
    if name := school_days(day, day).get(day):
        yield _("School holidays: %(name)s.") % {"name": name}
    yield from _of_the_place(board, asked, ruling) if office else _of_others(board, day)
    if absent := missing.on_days(board.pk, [day], names=office).get(day):
        yield absent.sentence

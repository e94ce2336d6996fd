"""The date poll that is left for whoever looks at the demo: all but three have answered, and one of these is away."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from demo import cast
from demo.scripts.leaving import POLL
from demo.story import Story, at, chance
from foundation.almanac.periods import closed_days, school_days, working_day_until
from foundation.values import Actor
from foundation.web.wording import local_day
from governance.boards.models import Board
from governance.people.models import Person
from meetings.absences.entering import enter
from meetings.absences.stretches import Stretch
from meetings.meeting.models import Meeting
from meetings.polls import answering, asking
from meetings.polls.asked import members
from meetings.polls.models import DateOption, DatePoll, DateVote

SILENT = ("dahlhoff", "kaya", "lamprecht")
AWAY = "lamprecht"
ANSWERED_IN, AHEAD, SPAN, DATES = timedelta(days=17), timedelta(days=28), timedelta(days=42), 4
LATE = timedelta(days=7)
ANSWERS = ((0.6, "yes"), (0.8, "if_need_be"), (1.0, "no"))
TUESDAY, THURSDAY, HOUR = 1, 3, 15


def leave(story: Story, now: datetime) -> list[str]:
    """Ask where nobody is asked; a poll of the demo that nobody fixed within a week of its deadline is called off."""
    board, today = story.boards[cast.UB], local_day(now)
    asking_now = DatePoll.objects.asking().filter(board=board)
    for old in asking_now.filter(title=POLL.title, deadline__lt=today - LATE):
        asking.call_off(old, reason=POLL.over, by=story.office, now=now)
    days = [] if asking_now.exists() else list(_days(board, today))[:DATES]
    if len(days) < DATES:
        return []
    poll = asking.ask(
        board,
        title=POLL.title,
        starts=[at(day, HOUR) for day in days],
        minutes=POLL.minutes,
        place=board.place,
        deadline=working_day_until(today + ANSWERED_IN),
        by=story.office,
        now=now,
    )
    _answer(story, poll, days, now)
    return [SILENT[0]]


def _days(board: Board, today: date) -> Iterator[date]:
    """Tuesdays and Thursdays in school time on which no board meets."""
    first, last = today + AHEAD, today + AHEAD + SPAN
    met = Meeting.objects.between(first, last).exclude(status=Meeting.Status.CANCELLED)
    taken = {one.day for one in met} | closed_days(first, last).keys() | school_days(first, last).keys()
    for offset in range(SPAN.days):
        day = first + timedelta(days=offset)
        if day.weekday() in (TUESDAY, THURSDAY) and day not in taken:
            yield day


def _answer(story: Story, poll: DatePoll, days: list[date], now: datetime) -> None:
    """All but the silent by their link; one of these is away on the first day."""
    silent, away = {story.person(key) for key in SILENT}, story.person(AWAY)
    options = list(poll.options.offered())
    for member in members(poll.board_id, local_day(now)):
        if member.person not in silent:
            said = {one.pk: _choice(member.person, one) for one in options}
            by = Actor(member.person.key)
            answering.answer(poll, member.person, said, by=by, source=DateVote.Source.LINK, now=now)
    enter(away, Stretch(days[0], days[0]), by=Actor(away.key), now=now)


def _choice(person: Person, option: DateOption) -> str:
    luck = chance("date", option.starts_at, person.email)
    return next(word for limit, word in ANSWERS if luck < limit)

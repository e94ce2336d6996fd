"""The next meeting of each board as the office sees it: expected quorum, deadlines, notice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home.rows import Row
from foundation.web.wording import local_day, short_date
from governance.boards.models import Board
from governance.procedure.answers import quorum_needed
from meetings.agenda.models import Agenda
from meetings.invitations.alarms import BEFORE
from meetings.invitations.forecast import Forecast, forecast
from meetings.invitations.models import Invitation
from meetings.invitations.turnout import seat_answers
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from meetings.planning.watching import Watch

Status = Meeting.Status


@dataclass(frozen=True)
class Panel:
    """`meeting` is None where no meeting of the board is scheduled."""

    board: Board
    meeting: Meeting | None = None
    forecast: Forecast | None = None
    lane: tuple[standing.Step, ...] = ()
    note: str = ""


def panels(
    boards: Iterable[Board], meetings: Iterable[Meeting], watches: Mapping[int, Watch], now: datetime
) -> list[Panel]:
    """One panel per board, the answers of all of them in one query. `meetings` know rules, agenda, voting seats."""
    upcoming: dict[int, Meeting] = {}
    for meeting in meetings:
        ahead = meeting.status in (Status.SCHEDULED, Status.INVITED) and meeting.ends_at >= now
        if ahead or meeting.status == Status.IN_SESSION:
            upcoming.setdefault(meeting.board_id, meeting)
    answers: dict[Any, list[Invitation]] = defaultdict(list)
    rows = Invitation.objects.voting().filter(meeting__in=[one.pk for one in upcoming.values()])
    for one in rows.only("meeting_id", "mandate_id", "role", "answer", "invited_at"):
        answers[one.meeting_id].append(one)
    return [
        _panel(board, upcoming[board.pk], answers, local_day(now))
        if board.pk in upcoming
        else Panel(board, note=watches[board.pk].sentence if board.pk in watches else "")
        for board in boards
    ]


def _panel(board: Board, meeting: Any, answers: dict[Any, list[Invitation]], today: date) -> Panel:
    given = answers[meeting.pk]
    agenda: Agenda | None = getattr(meeting, "agenda", None)
    first = min((one.invited_at for one in given), default=None)
    sent_on = local_day(first) if first else None
    released_at = agenda.released_at if agenda else None
    steps = standing.lane(
        meeting,
        today,
        agenda_status=agenda.status if agenda else "",
        released_on=local_day(released_at) if released_at else None,
        sent_on=sent_on,
    )
    seats = meeting.voting_seats
    rules = standing.rules_of(meeting)
    needed = quorum_needed(standing.quorum_basis(meeting, seats=seats), rules)
    expected = forecast(seat_answers(given), needed, seats) if given else None
    return Panel(board, meeting, expected, _short(steps), _note(meeting, sent_on, today))


def doubtful(shown: Iterable[Panel], today: date) -> Iterator[Row]:
    """From five days before a meeting on: fewer have accepted than the quorum needs."""
    for one in shown:
        meeting, expected = one.meeting, one.forecast
        if meeting is None or expected is None or expected.ok or meeting.status != Status.INVITED:
            continue
        if today <= meeting.day <= today + BEFORE:
            title = _("Quorum in doubt: %(board)s") % {"board": one.board.name}
            url = reverse("meeting_attendance", args=[meeting.pk])
            yield Row(meeting.day - BEFORE, title, url, expected.short, _("See the answers"))


def _short(steps: list[standing.Step]) -> tuple[standing.Step, ...]:
    """What was done last, what comes next, and the meeting."""
    done = [step for step in steps if step.css == "is-done"]
    ahead = [step for step in steps if step.css != "is-done"]
    return tuple(_compact(step) for step in (*done[-1:], *ahead[:1], *ahead[1:][-1:]))


def _compact(step: standing.Step) -> standing.Step:
    """In a narrow panel the day goes without its weekday."""
    return replace(step, date=short_date(step.day))


def _note(meeting: Meeting, sent_on: date | None, today: date) -> str:
    """The notice period in one sentence; before dispatch only where it can no longer be kept."""
    if meeting.shortened:
        return _("The notice period is shortened: %(reason)s") % {"reason": meeting.shortened_reason}
    ruling = standing.notice(meeting, sent_on or today)
    return ruling.sentence if sent_on or not ruling.ok else ""

"""Dates that were pencilled in and wait for one confirming click of the board office or the chair."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from desk.home.rows import Row
from foundation.web.wording import day_digits
from meetings.meeting.models import Meeting
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.proposing import LEAD


def is_waiting(meeting: Meeting) -> bool:
    """Whether it waits for its own confirmation; dates of an adopted plan are confirmed with it."""
    planned: PlannedDate | None = getattr(meeting, "planned_date", None)
    adopted = planned is not None and planned.plan.status == YearPlan.Status.ADOPTED
    return meeting.status == Meeting.Status.PLANNED and not adopted


def rows(meetings: Iterable[Meeting], today: date) -> Iterator[Row]:
    """One row for each date ahead; the meetings come with `planned_date__plan`."""
    for meeting in meetings:
        if is_waiting(meeting) and meeting.day > today:
            words = {"board": meeting.board.name, "day": day_digits(meeting.day)}
            yield Row(
                meeting.day - LEAD,
                _("Date of %(board)s: %(day)s") % words,
                meeting.get_absolute_url(),
                _("Pencilled in, nobody was told yet."),
                _("Confirm the date"),
            )

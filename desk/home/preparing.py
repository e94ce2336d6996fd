"""What the office has to do for each meeting: agenda, invitation, the day itself, minutes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home.rows import Row
from foundation.web.wording import day_digits
from governance.procedure.answers import minutes_due
from meetings.agenda.models import Agenda
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes

AHEAD = timedelta(days=35)  # topics are asked for five weeks before a meeting
Status = Meeting.Status


def rows(meetings: Iterable[Meeting], today: date) -> Iterator[Row]:
    """The next step of each meeting; `meetings` know their rules."""
    for meeting in meetings:
        if meeting.status == Status.SCHEDULED:
            yield from _preparation(meeting, today)
        elif meeting.status == Status.HELD:
            yield _record(meeting)
        elif meeting.day <= today:
            yield _session(meeting, today)


def _words(meeting: Meeting) -> dict[str, str]:
    return {"board": meeting.board.name, "day": day_digits(meeting.day)}


def _preparation(meeting: Meeting, today: date) -> Iterator[Row]:
    """An agenda to be released, then an invitation to be sent."""
    due = standing.deadlines(meeting)
    agenda: Agenda | None = getattr(meeting, "agenda", None)
    words = _words(meeting)
    if agenda and agenda.status != Agenda.Status.DRAFT:
        late = today > due.dispatch
        yield Row(
            due.dispatch,
            _("Send the invitation of %(board)s") % words,
            reverse("invite", args=[meeting.pk]),
            _("Meeting on %(day)s. The notice period is already running short.") % words
            if late
            else _("Meeting on %(day)s. The agenda is released, this is the last day.") % words,
            _("Check the invitation"),
        )
    elif meeting.day <= today + AHEAD:
        yield Row(
            due.release,
            _("Agenda of %(board)s") % words,
            reverse("agenda_edit", args=[meeting.pk]),
            _("Meeting on %(day)s. The chair releases the agenda by then.") % words,
            _("Edit the agenda"),
        )


def _session(meeting: Meeting, today: date) -> Row:
    words = _words(meeting)
    title = _("Meeting today: %(board)s") if meeting.day == today else _("Record the meeting of %(day)s: %(board)s")
    return Row(
        meeting.day,
        title % words,
        reverse("live", args=[meeting.pk]),
        _("Record attendance, votes and action items."),
        _("Lead the meeting"),
    )


def _record(meeting: Meeting) -> Row:
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    meta, button = _state_of(minutes.status if minutes else "")
    if minutes and minutes.status == Minutes.Status.DRAFTING and minutes.returned_at:
        meta, button = _("Returned by the chair: %(remark)s") % {"remark": minutes.return_reason}, _("Write on")
    return Row(
        minutes_due(standing.rules_of(meeting), meeting.day),
        _("Minutes of %(board)s, %(day)s") % _words(meeting),
        reverse("meeting_minutes", args=[meeting.pk]),
        meta,
        button,
    )


def _state_of(status: str) -> tuple[str, str]:
    """Where minutes stand, and what the button says."""
    if status == Minutes.Status.SIGNED_OFF:
        return _("Signed off by the chair, not sent yet."), _("Send the minutes")
    if status == Minutes.Status.CHAIR_REVIEW:
        return _("The draft is with the chair."), _("See the draft")
    return _("The chair signs off, then the members get them."), _("Write the minutes")

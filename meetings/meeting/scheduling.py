"""Dates of meetings: pencilled in, then scheduled. Once people are invited, dates change in `invitations.sending`."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Max, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from foundation.almanac.days import at_wall_time, is_shown_twice
from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from governance.boards.models import Board
from governance.procedure.rules_in_force import rules_on
from meetings.meeting.models import Meeting

SECOND = timedelta(seconds=1)


def step(now: datetime) -> dict[str, Any]:
    """What every change of a meeting brings for calendars: a new revision, and a moment later than the one before,
    even where the clock was set back."""
    later = Greatest(
        Value(now, DateTimeField()), ExpressionWrapper(F("changed_at") + SECOND, output_field=DateTimeField())
    )
    return {"revision": F("revision") + 1, "changed_at": later}


def check_times(start: datetime, end: datetime, *, names: tuple[str, str] = ("starts_at", "ends_at")) -> None:
    """Whether calendars can show when a meeting begins and ends. `names`: the fields in which that was typed.

    Raises DomainError (400) for a time that clocks show twice on the day they change, or one with seconds.
    """
    for moment, name in zip((start, end), names, strict=True):
        words = ""
        if is_shown_twice(moment):
            words = _("Calendars cannot show this time: the clock changes in this hour. Please choose another one.")
        elif moment.second or moment.microsecond:
            words = _("Meetings begin and end on a full minute.")
        if words:
            raise DomainError(words, code="time_not_in_calendar", status=400, fields={name: words})


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is by now; until the transaction is over nobody else changes it."""
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("board", "rules")
    return rows.get(pk=meeting.pk)


def move(meeting: Meeting, from_states: Collection[str], to_state: str, **fields: Any) -> bool:
    """Change the state by a conditional UPDATE; False where it was no longer one of `from_states`."""
    found = Meeting.objects.filter(pk=meeting.pk, status__in=from_states)
    if not found.update(status=to_state, **fields):
        return False
    meeting.refresh_from_db()
    return True


@transaction.atomic
def pencil_in(
    board: Board, day: date, *, by: Actor, now: datetime, kind: str = Meeting.Kind.REGULAR, place: str = ""
) -> Meeting:
    """A planned meeting of `board` on `day` at the hour of its rules. The same day again returns the same meeting.

    Raises DomainError: 409 where the board has no rules on that day, 400 for an hour that does not exist.
    """
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    rules = rules_on(board, day)
    try:
        start = at_wall_time(day, rules.start_time)
    except ValueError as error:
        raise DomainError(
            _("The meeting cannot begin while the clocks change."), code="no_such_hour", status=400
        ) from error
    end = start + timedelta(minutes=rules.length_minutes)
    known = Meeting.objects.filter(board=board, starts_at=start).exclude(status=Meeting.Status.CANCELLED).first()
    return known or _plan(board, start, end, by, now, kind=kind, place=place or board.place)


@transaction.atomic
def pencil_in_at(
    board: Board,
    start: datetime,
    end: datetime,
    *,
    place: str,
    video_url: str = "",
    kind: str = Meeting.Kind.REGULAR,
    by: Actor,
    now: datetime,
) -> Meeting:
    """A planned meeting from `start` to `end`; one that was pencilled in for this hour takes place and end.

    Raises DomainError: 409 where the board has no rules on that day, or meets at this hour already, 400 for a time
    that calendars cannot show.
    """
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    rules_on(board, start.astimezone(BERLIN).date())
    mode = Meeting.Mode.HYBRID if video_url else Meeting.Mode.IN_PERSON
    where = {"place": place, "video_url": video_url, "mode": mode}
    known = Meeting.objects.filter(board=board, starts_at=start).exclude(status=Meeting.Status.CANCELLED).first()
    if known is None:
        return _plan(board, start, end, by, now, kind=kind, **where)
    new = {name: value for name, value in {"ends_at": end, **where}.items() if value != getattr(known, name)}
    if new:
        check_times(start, end)
        new |= step(now) | {"sequence": F("sequence") + 1}
    if not move(known, [Meeting.Status.PLANNED], Meeting.Status.PLANNED, **new):
        raise DomainError(_("The board meets at this hour already."), code="meeting_there")
    return known


def _plan(board: Board, start: datetime, end: datetime, by: Actor, now: datetime, **fields: Any) -> Meeting:
    check_times(start, end)
    day = start.astimezone(BERLIN).date()
    made = Meeting.objects.create(
        board=board,
        year=day.year,
        number=_next_number(board, day.year),
        starts_at=start,
        ends_at=end,
        uid=f"{uuid.uuid4()}@gremia",
        changed_at=now,
        **fields,
    )
    record("meeting.planned", made.key, by=by, now=now, board=board.pk, day=day.isoformat())
    return made


@transaction.atomic
def drop(meeting: Meeting, *, reason: str, by: Actor, now: datetime) -> bool:
    """A date that is only pencilled in falls away; nobody was told of it, so nobody is told now. The calendar of the
    chair, who saw it, shows it as cancelled. False where it was no longer pencilled in."""
    words = {"cancelled_reason": reason, "dropped": True, "sequence": F("sequence") + 1, **step(now)}
    if not move(meeting, [Meeting.Status.PLANNED], Meeting.Status.CANCELLED, **words):
        return False
    record("meeting.cancelled", meeting.key, by=by, now=now, sequence=meeting.sequence)
    return True


@transaction.atomic
def enter_earlier(
    board: Board, start: datetime, end: datetime, *, place: str, number: int | None = None, by: Actor, now: datetime
) -> Meeting:
    """A meeting held before this installation: it counts for the gap to the next one, nothing else follows from it.

    The same day again is the same meeting. Raises DomainError: 409 where a meeting of that day was planned here, and
    for a number that another one has, 400 for a time that calendars cannot show.
    """
    check_times(start, end)
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    day = start.astimezone(BERLIN).date()
    live = Meeting.objects.filter(board=board, starts_at__date=day).exclude(status=Meeting.Status.CANCELLED)
    if known := live.first():
        if known.status == Meeting.Status.EARLIER:
            return known
        words = _("A meeting of this day is here already.")
        raise DomainError(words, code="meeting_there", fields={"day": words})
    if number and Meeting.objects.filter(board=board, year=day.year, number=number).exists():
        words = _("Another meeting has this number.")
        raise DomainError(words, code="number_taken", fields={"number": words})
    made = Meeting.objects.create(
        board=board,
        year=day.year,
        number=number or _next_number(board, day.year),
        status=Meeting.Status.EARLIER,
        starts_at=start,
        ends_at=end,
        place=place,
        uid=f"{uuid.uuid4()}@gremia",
        changed_at=now,
    )
    record("meeting.entered_earlier", made.key, by=by, now=now, board=board.pk, day=day.isoformat())
    return made


def _next_number(board: Board, year: int) -> int:
    highest = Meeting.objects.filter(board=board, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


@transaction.atomic
def confirm(meetings: Iterable[Meeting], *, by: Actor, now: datetime) -> list[Meeting]:
    """Planned meetings become scheduled; those that are so already stay. Returns the ones that changed.

    Their SEQUENCE stays: the mail asks to keep the same date free (docs/decisions/0013-numbers-of-entries.md).
    """
    confirmed = []
    for meeting in meetings:
        if move(meeting, [Meeting.Status.PLANNED], Meeting.Status.SCHEDULED, **step(now)):
            record("meeting.scheduled", meeting.key, by=by, now=now)
            confirmed.append(meeting)
    return confirmed

"""Meetings held before this installation count for the gap to the next one; nothing else follows from them."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.almanac.days import at_wall_time
from foundation.documents import uploads
from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from governance.boards.models import Board
from governance.confidentiality import Level
from governance.procedure.rules_in_force import version_on
from meetings.earlier.models import EarlierMinutes
from meetings.meeting.models import Meeting
from meetings.meeting.scheduling import enter_earlier


class Brought(NamedTuple):
    """A file and the name it came with."""

    name: str
    data: bytes


USUAL_HOUR, USUAL_LENGTH = time(16), 120


def enter(
    board: Board,
    day: date,
    *,
    place: str,
    number: int | None = None,
    file: Brought | None = None,
    level: int = Level.BOARD,
    by: Actor,
    now: datetime,
) -> Meeting:
    """Enter a meeting of `board` held on `day`, and its minutes as PDF where there are any. The same day again is the
    same meeting, which gets the file it has not yet.

    Raises DomainError: 400 for a day to come, a file that cannot be kept, and minutes the board may not read; 409 for
    a day of a meeting that was planned here, a number that is taken, and minutes that are there already.
    """
    checked = uploads.pdf(file.data, file.name) if file else None
    with transaction.atomic():
        if day >= now.astimezone(BERLIN).date():
            words = _("This day is not over yet. Earlier meetings lie before today.")
            raise DomainError(words, code="day_to_come", status=400, fields={"day": words})
        rules = version_on(board, day)
        hour = rules.start_time if rules else USUAL_HOUR
        length = timedelta(minutes=rules.length_minutes if rules else USUAL_LENGTH)
        start = at_wall_time(day, hour)
        meeting = enter_earlier(board, start, start + length, place=place, number=number, by=by, now=now)
        if checked:
            _keep(meeting, checked, level, by, now)
    return meeting


def _keep(meeting: Meeting, checked: uploads.Checked, level: int, by: Actor, now: datetime) -> None:
    if EarlierMinutes.objects.filter(meeting=meeting).exists():
        words = _("The minutes of this meeting are there already. Take the meeting back first.")
        raise DomainError(words, code="minutes_there", fields={"file": words})
    with uploads.kept(checked, now=now) as upload:
        EarlierMinutes.objects.create(meeting=meeting, upload=upload, level=level)
        record("minutes.earlier_kept", meeting.key, by=by, now=now, pages=checked.pages)


@transaction.atomic
def take_back(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Take an entry back that was a mistake, its file with it. Twice is once.

    Raises DomainError (409) for a meeting that was not entered this way.
    """
    found = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if found is None:
        return
    if found.status != Meeting.Status.EARLIER:
        raise DomainError(_("This meeting was not entered afterwards. It stays."), code="not_earlier")
    if kept := EarlierMinutes.objects.select_related("upload").filter(meeting=found).first():
        kept.delete()
        uploads.discard(kept.upload)
    key = found.key
    found.delete()
    record("meeting.taken_back", key, by=by, now=now, board=meeting.board_id, day=meeting.day.isoformat())

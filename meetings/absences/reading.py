"""A person's calendar as absences: read in a process of its own, weighed against the hours in which boards meet.

Nothing is kept here; calendars are brought as files and never fetched from an address.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from foundation.values import DomainError
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure
from meetings.absences.busy import MOST_BYTES, Interval
from meetings.absences.stretches import Hours, Stretch, away
from meetings.meeting.models import Meeting

SECONDS = 15
PATIENCE = 20
MEMORY = 512 * 2**20
AHEAD = timedelta(days=731)
LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True)
class Found:
    """What a calendar would enter, and how many of its entries could not be read."""

    stretches: list[Stretch]
    unread: int = 0

    @property
    def days(self) -> int:
        return sum(map(len, self.stretches))


def read(data: bytes, person: Person, *, today: date, zone: str = "") -> Found:
    """The days of the coming two years on which this calendar keeps the person from meeting.

    Meetings of the person's own boards stand in the calendar, too, and are no absence. `zone` is where wall times
    hold whose zone the file does not tell. Raises DomainError (400) with what is wrong; the field is `zone` where
    only that is missing.
    """
    boards = boards_of(person, today)
    last = today + AHEAD
    taken, unread = _taken(data, today, last, zone)
    own = set(_meetings(boards, today, last))
    busy = [one for one in taken if one not in own]
    return Found(away(busy, usual_hours(boards, today), first=today, last=last), unread)


def boards_of(person: Person, today: date) -> set[int]:
    """Ids of the boards the person sits on."""
    return set(Mandate.objects.on(today).filter(person=person).values_list("seat__board", flat=True))


def usual_hours(boards: Collection[int], today: date) -> set[Hours]:
    """When these boards meet by their rules; the proposal of the house for who sits on none."""
    known = RulesOfProcedure.objects.in_force(today).filter(board__in=boards)
    return {_hours(one) for one in [*known] or [RulesOfProcedure()]}


def _hours(rules: RulesOfProcedure) -> Hours:
    """Until the end of the meeting, or of the day."""
    begin = rules.start_time
    minutes = min(begin.hour * 60 + begin.minute + rules.length_minutes, LAST_MINUTE)
    return Hours(begin, begin.replace(hour=minutes // 60, minute=minutes % 60))


def _meetings(boards: Collection[int], first: date, last: date) -> Iterable[Interval]:
    known = Meeting.objects.between(first, last).filter(board__in=boards)
    return known.exclude(status=Meeting.Status.PLANNED).values_list("starts_at", "ends_at")


def _taken(data: bytes, first: date, last: date, zone: str) -> tuple[list[Interval], int]:
    told = _told(data, [str(SECONDS), str(MEMORY), first.isoformat(), last.isoformat(), zone])
    if "busy" not in told:
        raise _refusal(told.get("problem", "stopped"))
    pairs = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in told["busy"]]
    return pairs, told["unread"]


def _told(data: bytes, arguments: list[str]) -> dict[str, Any]:
    """What the reader says; nothing where it was stopped."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("busy.py")), *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {}
    told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}
    return told


def _refusal(problem: str) -> DomainError:
    most = {"most": MOST_BYTES // 2**20}
    words = {
        "not_a_calendar": _("This is no calendar file. Please save your calendar as ICS (iCalendar)."),
        "too_large": _("The file is larger than %(most)s MB. Please save a shorter time.") % most,
        "many_entries": _("The calendar has too many entries. Please save a shorter time."),
        "too_often": _("An entry repeats every hour or more often. Please remove it and save the calendar again."),
        "broken": _("The calendar cannot be read. Please save it again."),
        "empty": _("The calendar has no entries."),
        "zone": _("The file does not tell its time zone reliably. Please choose it here, and the file again."),
        "stopped": _("Reading the calendar took too long. Please save a shorter time, or enter the days."),
    }[problem]
    return DomainError(words, code=problem, status=400, fields={"zone" if problem == "zone" else "file": words})

"""What the page of a person's absences shows: days, and the meetings that are set on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from foundation.web.wording import local_day
from governance.confidentiality import Reader
from governance.people.models import Person
from meetings.absences.models import Absence
from meetings.absences.reading import boards_of
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class Affected:
    """A meeting on a day somebody is away; `answer` is where the reader answers its invitation, empty for nowhere."""

    meeting: Meeting
    answer: str


@dataclass(frozen=True)
class Line:
    absence: Absence
    meetings: list[Affected]


def lines(person: Person, reader: Reader, now: datetime) -> list[Line]:
    """The coming absences the reader may see, each with the meetings of the person's boards on its days."""
    today = local_day(now)
    found = list(Absence.objects.visible_to(reader).filter(person=person).coming(today))
    if not found:
        return []
    meetings = list(_meetings(person, today, max(one.end for one in found), now))
    return [Line(one, _on(one, meetings, person, reader)) for one in found]


def _meetings(person: Person, first: date, last: date, now: datetime) -> Iterable[Meeting]:
    coming = Meeting.objects.between(first, last).filter(board__in=boards_of(person, first))
    return coming.upcoming(now).select_related("board")


def _on(absence: Absence, meetings: Iterable[Meeting], person: Person, reader: Reader) -> list[Affected]:
    days = [one for one in meetings if absence.start <= one.day <= absence.end]
    return [Affected(one, _answer(one, person, reader)) for one in days]


def _answer(meeting: Meeting, person: Person, reader: Reader) -> str:
    """By whom: the person, who answers for the person, or the board office that notes a call."""
    if meeting.status != Meeting.Status.INVITED:
        return ""
    if person.pk == reader.person_id:
        return reverse("reply_own", args=[meeting.pk])
    if person.pk in reader.assists:
        return reverse("reply_for", args=[meeting.pk, person.pk])
    return reverse("meeting_attendance", args=[meeting.pk])

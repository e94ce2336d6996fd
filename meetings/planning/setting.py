"""Setting dates: what was pencilled in is scheduled, and members are asked to keep it free."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.values import BERLIN, Actor, DomainError
from governance.boards.mailing import post
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.invitations.entries import occasion
from meetings.invitations.ical import save_the_dates, stamp_after
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning.models import ToldDate

DATE_SET = "date_set"


def is_open(meeting: Meeting, now: datetime) -> bool:
    """Whether the date is pencilled in and can still be set."""
    return meeting.status == Meeting.Status.PLANNED and meeting.starts_at > now


@transaction.atomic
def set_date(meeting: Meeting, *, by: Actor, now: datetime, also: Iterable[Person] = ()) -> int:
    """Schedule one pencilled meeting and send its save-the-date to the members, and `also` to those who act for one;
    the invitation follows its agenda.

    Returns how many mails were queued. Set twice is set once. Raises DomainError (409) for a date that is over.
    """
    if meeting.starts_at <= now:
        raise DomainError(_("This date is over. Please cancel it and set another one."), code="date_over")
    if not scheduling.confirm([meeting], by=by, now=now):
        return 0
    return tell(DATE_SET, [meeting], key=f"{DATE_SET}:{meeting.pk}", topic=meeting.key, now=now, also=also)


def tell(
    kind: str, meetings: Sequence[Meeting], *, key: str, topic: str, now: datetime, also: Iterable[Person] = ()
) -> int:
    """One mail for each member with the calendar entries of the meetings of their boards; `also` get all of them.

    `meetings` come with their boards, in the order of their dates. From now on each change of these dates is told as
    well (`telling`). Returns how many mails were queued.
    """
    _keep(meetings)
    stamp = stamp_of(meetings, now)
    groups: dict[frozenset[int], list[Person]] = defaultdict(list)
    everything = {meeting.board_id for meeting in meetings}
    for person, boards in (_members(everything, now) | dict.fromkeys(also, everything)).items():
        groups[frozenset(boards)].append(person)
    told = [(people, [one for one in meetings if one.board_id in boards]) for boards, people in groups.items()]
    return sum(_post(kind, people, theirs, key, topic, now, stamp) for people, theirs in told)


def _keep(meetings: Iterable[Meeting]) -> None:
    ToldDate.objects.bulk_create(
        [ToldDate(meeting=meeting, sequence=meeting.sequence) for meeting in meetings],
        update_conflicts=True,
        unique_fields=["meeting"],
        update_fields=["sequence"],
    )


def stamp_of(meetings: Sequence[Meeting], now: datetime) -> datetime:
    """The DTSTAMP of a file with these dates: later than that of the file before, also where the clock was set back.

    It is kept, so that the invitation is later still (RFC 5546 2.1.5).
    """
    stamp = now
    for one in meetings:
        stamp = stamp_after(stamp, one.published_at)
    Meeting.objects.filter(pk__in=[one.pk for one in meetings]).update(published_at=stamp)
    return stamp


def _members(boards: set[int], now: datetime) -> dict[Person, set[int]]:
    """Who sits on which of the boards today."""
    mandates = Mandate.objects.on(now.astimezone(BERLIN).date()).filter(seat__board__in=boards)
    found: dict[Person, set[int]] = defaultdict(set)
    for mandate in mandates.select_related("person", "seat"):
        found[mandate.person].add(mandate.seat.board_id)
    return found


def _post(
    kind: str, people: list[Person], meetings: list[Meeting], key: str, topic: str, now: datetime, stamp: datetime
) -> int:
    """The same mail for everybody who sits on the same boards."""
    entries = [replace(occasion(meeting, created_at=now), status="TENTATIVE") for meeting in meetings]
    sent = post(
        kind,
        people,
        key=key,
        topic=topic,
        version=1,
        context={"meetings": meetings, "year": meetings[0].year},
        now=now,
        attachments=(("termine.ics", save_the_dates(entries, stamp), "application", "ics"),),
    )
    return len(sent)

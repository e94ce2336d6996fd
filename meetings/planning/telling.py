"""Members who hold a save-the-date learn when it moves or falls away before the invitation."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from foundation.journal.recording import record
from foundation.outbox.models import Delivery
from foundation.values import BERLIN, SYSTEM
from governance.boards.mailing import post
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Person
from meetings.invitations import ical
from meetings.invitations.entries import occasion
from meetings.invitations.models import Dispatch
from meetings.meeting.models import Meeting
from meetings.planning.models import ToldDate
from meetings.planning.setting import DATE_SET, stamp_of

DATE_CHANGED = "date_changed"
CANCELLED = Meeting.Status.CANCELLED


def tell_changes(*, now: datetime) -> int:
    """Duty: each save-the-date that is no longer true is replaced once, by a mail with its calendar entry.

    Once people are invited, the invitation replaces the entry. Returns how many mails were queued.
    """
    held = ToldDate.objects.filter(sequence__lt=F("meeting__sequence"), meeting__starts_at__gt=now)
    stale = held.filter(~_invited(), meeting__status__in=[Meeting.Status.SCHEDULED, CANCELLED])
    # An invitation that was taken back used a SEQUENCE, but the date is the one they keep free.
    unheard = Max("meeting__dispatches__sequence", filter=Q(meeting__dispatches__stopped_at__isnull=False))
    stale = stale.annotate(unheard=Coalesce(unheard, 0)).filter(meeting__sequence__gt=F("unheard"))
    return sum(_tell(one, now) for one in stale.select_related("meeting__board").order_by("meeting__starts_at"))


def _invited() -> Exists:
    return Exists(Dispatch.objects.in_force().filter(meeting=OuterRef("meeting")))


@transaction.atomic
def _tell(held: ToldDate, now: datetime) -> int:
    meeting = held.meeting
    mine = ToldDate.objects.filter(pk=held.pk, sequence=held.sequence)
    if not mine.update(sequence=meeting.sequence):
        return 0
    today = now.astimezone(BERLIN).date()
    mandates = Mandate.objects.on(today).filter(seat__board=meeting.board_id)
    members = Person.objects.filter(mandates__in=mandates).distinct()
    told = post(
        DATE_CHANGED,
        dict.fromkeys([*members, *_deputies(meeting, today)]),
        key=f"{DATE_CHANGED}:{meeting.pk}:{meeting.sequence}",
        topic=meeting.key,
        version=meeting.sequence,
        context={"meeting": meeting},
        now=now,
        attachments=(("termin.ics", _calendar(meeting, now), "application", "ics"),),
    )
    record("meeting.date_told", meeting.key, by=SYSTEM, now=now, sequence=meeting.sequence, people=len(told))
    return len(told)


def _deputies(meeting: Meeting, today: date) -> list[Person]:
    """Those who were told this date in the place of a member whose mandate still rests."""
    acting = Deputy.objects.in_place(today).filter(seat__board=meeting.board_id).select_related("person")
    heard = set(Delivery.objects.filter(kind=DATE_SET, topic=meeting.key).values_list("recipient", flat=True))
    return [one.person for one in acting if one.person.key in heard]


def _calendar(meeting: Meeting, now: datetime) -> bytes:
    entry, stamp = occasion(meeting, created_at=now), stamp_of([meeting], now)
    if meeting.status == CANCELLED:
        return ical.called_off([entry], stamp)
    return ical.save_the_dates([replace(entry, status="TENTATIVE")], stamp)

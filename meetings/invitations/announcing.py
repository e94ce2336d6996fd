"""Telling those who are invited that what they are to read lies ready, when the board office says so.

A mail of its own: who accepts an invitation in the calendar often loses the mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from foundation.almanac.periods import working_day_until
from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.outbox.models import Delivery, DeliveryQuerySet, State
from foundation.outbox.queue import Mail
from foundation.values import BERLIN, Actor, DomainError, midnight
from governance.boards.models import Company
from governance.rights.reader import readers_of
from meetings.agenda.models import AgendaVersion
from meetings.invitations import calling, composing, entries
from meetings.invitations.composing import Common
from meetings.invitations.dispatching import STOPPED, reply_links, stopped, threads
from meetings.invitations.models import Answer, Invitation
from meetings.invitations.rules import takes_answers
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

DOCUMENTS = "documents"


@dataclass(frozen=True)
class Listener:
    """One person who is invited; `why` says why no mail goes to them now, "" for who gets one."""

    invitation: Invitation
    why: str


def listeners(meeting: Meeting, now: datetime) -> list[Listener]:
    """Everybody who is invited. Three queries."""
    today = now.astimezone(BERLIN).date()
    invited = calling.in_force(meeting)
    readers = readers_of(meeting.board_id, [one.person_id for one in invited], today)
    told = set(announced(meeting).filter(created_at__gte=midnight(today)).values_list("recipient", flat=True))

    def why(one: Invitation) -> str:
        if not composing.reachable(one.person):
            return _("Gets no mail. Please send the documents by post or hand them over.")
        if one.person_id not in readers:
            return _("The login does not open this meeting. Please hand the documents over.")
        return _("Was told today.") if one.person.key in told else ""

    return [Listener(one, why(one)) for one in invited]


def announced(meeting: Meeting) -> DeliveryQuerySet:
    """The mails of this kind that have left or will, without those overtaken or refused before that."""
    left = Q(sent_at__isnull=False) | Q(carrier__sent_at__isnull=False)
    never = Q(state__in=[State.OBSOLETE, State.FAILED]) | Q(carrier__state=State.FAILED)
    return Delivery.objects.filter(~never | left, kind=DOCUMENTS, topic=meeting.key)


def last_announced(meeting: Meeting) -> datetime | None:
    """When people were told last."""
    found: datetime | None = announced(meeting).aggregate(last=Max("created_at"))["last"]
    return found


def asked(meeting: Meeting) -> Mapping[str, int]:
    """By the key of a person, under which SEQUENCE such a mail last came: it asks the silent as a reminder does."""
    return dict(announced(meeting).order_by("version").values_list("recipient", "version"))


def obstacle(meeting: Meeting, people: list[Invitation], now: datetime) -> str:
    """Why none of these people can be told now, as a sentence; "" where nothing is in the way."""
    try:
        _check(meeting, people, now)
    except DomainError as error:
        return error.message
    return ""


def _check(meeting: Meeting, people: list[Invitation], now: datetime) -> None:
    if meeting.status in (Meeting.Status.PLANNED, Meeting.Status.SCHEDULED):
        raise DomainError(_("Nobody is invited yet. Please send the invitation first."), code="not_invited")
    if not takes_answers(meeting, now):
        raise DomainError(_("This meeting has begun or does not take place."), code="meeting_begun")
    if stopped(meeting):
        raise DomainError(str(STOPPED), code="mails_stopped")
    if not people:
        raise DomainError(_("Nobody is left to be told today."), code="nobody_to_tell")


@transaction.atomic
def announce(meeting: Meeting, *, words: str, by: Actor, now: datetime, leaves_at: datetime | None = None) -> int:
    """Tell everybody who reads mail and may open the meeting that the documents are ready, with words of the board
    office; nobody twice on one day, but for who was refused it. Who has not answered is asked again in the same mail.
    The meeting counts as it is by now, whatever became of it since it was looked up.

    `leaves_at`: when the mails may leave, at once without it. Returns how many were queued, in a fixed number of
    queries. Raises DomainError (409): nobody is invited yet, the meeting has begun or is cancelled, its mails are
    stopped, or nobody is left.
    """
    meeting = scheduling.locked(meeting)
    people = [one.invitation for one in listeners(meeting, now) if not one.why]
    _check(meeting, people, now)
    today = now.astimezone(BERLIN).date()
    common = _common(meeting, words, now, leaves_at)
    links = reply_links(meeting, [one for one in people if one.answer == Answer.NEEDS_ACTION], now)
    soon = _is_soon(meeting, today)

    def mail(one: Invitation) -> Mail:
        # The moment, not the day: who was refused the mail may be told again; the lock keeps two clicks apart.
        key = f"{DOCUMENTS}:{meeting.pk}:{now:%Y%m%d%H%M%S}:{one.person_id}"
        made = composing.mail(common, one, links.get(one.person.key), key=key)
        return replace(made, gathers=one.person.digest and not soon)

    sent = queue.enqueue([mail(one) for one in people], now=now)
    record("meeting.documents_announced", meeting.key, by=by, now=now, people=len(sent))
    return len(sent)


def _is_soon(meeting: Meeting, today: date) -> bool:
    """The mail of the day may leave on the next working day; what is read at the meeting cannot wait until then."""
    return working_day_until(meeting.day - timedelta(days=1)) <= today


def preview(meeting: Meeting, one: Invitation, *, words: str, now: datetime) -> Mail:
    """The mail to this person as it will arrive, but for the personal link. Nothing is written."""
    return composing.mail(_common(meeting, words, now), one, None, key=DOCUMENTS)


def _common(meeting: Meeting, words: str, now: datetime, leaves_at: datetime | None = None) -> Common:
    fixed = AgendaVersion.objects.filter(agenda__meeting=meeting).aggregate(last=Max("frozen_at"))["last"]
    return Common(
        template=DOCUMENTS,
        meeting=meeting,
        company=Company.objects.get(),
        room=entries.room(meeting),
        stamp=now,
        words={"own_words": words, "fixed_at": fixed},
        threads=threads(meeting),
        leaves_at=leaves_at,
    )

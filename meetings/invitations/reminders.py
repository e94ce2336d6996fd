"""Reminding those who have not answered, on the days the board office chose, and sending their links anew."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.almanac.periods import is_working_day
from foundation.journal.recording import record
from foundation.outbox import queue
from foundation.outbox.models import Delivery, State
from foundation.outbox.queue import Mail
from foundation.values import BERLIN, SYSTEM, Actor, DomainError, midnight
from foundation.web import nudges
from governance.boards.models import Company
from governance.boards.reminding import EARLIEST
from governance.people.models import Person
from meetings.invitations import announcing, composing, entries
from meetings.invitations.composing import Common
from meetings.invitations.dispatching import STOPPED, reply_links, stopped, threads
from meetings.invitations.models import Invitation, LinkRequest
from meetings.invitations.rules import takes_answers
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

REMINDER, FRESH_LINK = "reminder", "fresh_link"
FIRST_HOUR = 8
_TOLD_AT = Max("dispatches__sent_at", filter=Q(dispatches__stopped_at=None))
SEND_LINKS = "meetings.invitations.reminders.send_links_due"
LINK_PAUSE = timedelta(hours=1)


def remind_due(*, now: datetime) -> int:
    """Duty: on the days before a meeting that the board office chose, on working days from 08:00 in Berlin, to the
    silent alone.

    Each step once per person and date, at most one reminder per person and day; what a closed day held up is made
    up on the next working day. Whom the mail about the documents asked for that date gets the second step alone.
    Returns how many mails were queued.
    """
    today = now.astimezone(BERLIN).date()
    if now.astimezone(BERLIN).hour < FIRST_HOUR or not is_working_day(today):
        return 0
    last = now + timedelta(days=EARLIEST + 1)
    near = Meeting.objects.filter(status=Meeting.Status.INVITED, starts_at__gt=now, starts_at__lt=last)
    told = near.select_related("board").annotate(told_at=_TOLD_AT).order_by("starts_at", "pk")
    return sum(_remind(meeting, step, now) for meeting in told if (step := _step(meeting, today)))


def _step(meeting: Meeting, today: date) -> int:
    """The newest step that has come and that the last letter did not overtake; 0 for none."""
    if today >= meeting.day:
        return 0
    told_on = meeting.told_at.astimezone(BERLIN).date()  # type: ignore[attr-defined]
    steps = (meeting.board.first_reminder, meeting.board.second_reminder)
    come = [days for days in steps if days and told_on < meeting.day - timedelta(days=days) <= today]
    return min(come, default=0)


@transaction.atomic
def _remind(meeting: Meeting, step: int, now: datetime) -> int:
    """What became another meeting since it was looked up is left to the next run."""
    found, meeting = meeting, scheduling.locked(meeting)
    if found.revision != meeting.revision or not takes_answers(meeting, now):
        return 0
    silent = meeting.invitations.silent().select_related("person", "mandate__person").order_by("pk")
    asked = announcing.asked(meeting) if step == meeting.board.first_reminder else {}
    left_out = {one.person.key for one in silent if asked.get(one.person.key, -1) >= one.asked_sequence}
    left_out |= _reminded_today(now)
    keys = {_key(meeting, step, one): one for one in silent if one.person.key not in left_out}
    done = set(Delivery.objects.filter(key__in=keys).values_list("key", flat=True))
    left = {key: one for key, one in keys.items() if key not in done and composing.reachable(one.person)}
    if not left or stopped(meeting):
        return 0
    mails = _mails(REMINDER, meeting, left, now)
    wants = {one.person.key for one in left.values() if one.person.digest}
    sent = queue.enqueue([replace(one, gathers=one.recipient in wants) for one in mails], now=now)
    record("meeting.reminded", meeting.key, by=SYSTEM, now=now, step=step, people=len(sent))
    return len(sent)


def _reminded_today(now: datetime) -> set[str]:
    today = Delivery.objects.filter(kind=REMINDER, created_at__gte=midnight(now.astimezone(BERLIN).date()))
    return set(today.values_list("recipient", flat=True))


def to_remind(meeting: Meeting, now: datetime) -> list[Invitation]:
    """Who has not answered, reads mail, and was not reminded today."""
    reminded = _reminded_today(now)
    silent = meeting.invitations.silent().select_related("person", "mandate__person").order_by("pk")
    return [one for one in silent if one.person.key not in reminded and composing.reachable(one.person)]


def obstacle(meeting: Meeting) -> str:
    """Why nobody can be reminded now, as a sentence; "" where nothing is in the way."""
    return str(STOPPED) if stopped(meeting) else ""


@transaction.atomic
def remind_now(meeting: Meeting, *, words: str, by: Actor, now: datetime) -> int:
    """Remind everybody at once who has not answered, with words of the board office; nobody twice on one day. The
    meeting counts as it is by now.

    Returns how many mails were queued. Raises DomainError (409): answers are no longer taken, nobody is left, or what
    they are to answer is stopped.
    """
    meeting = scheduling.locked(meeting)
    if barred := obstacle(meeting):
        raise DomainError(barred, code="mails_stopped")
    people = to_remind(meeting, now) if takes_answers(meeting, now) else []
    if not people:
        raise DomainError(_("Nobody is left to be reminded today."), code="nobody_to_remind")
    today = now.astimezone(BERLIN).date()
    keys = {f"{REMINDER}:{meeting.pk}:{meeting.day}:{today}:{one.person_id}": one for one in people}
    sent = queue.enqueue(_mails(REMINDER, meeting, keys, now, words=words), now=now)
    record("meeting.reminded", meeting.key, by=by, now=now, step=0, people=len(sent))
    return len(sent)


def _key(meeting: Meeting, step: int, invitation: Invitation) -> str:
    return f"{REMINDER}:{meeting.pk}:{meeting.day}:{step}:{invitation.person_id}"


def _mails(
    template: str, meeting: Meeting, people: dict[str, Invitation], now: datetime, *, words: str = ""
) -> list[Mail]:
    common = Common(
        template=template,
        meeting=meeting,
        company=Company.objects.get(),
        room=entries.room(meeting),
        stamp=now,
        words={"own_words": words or meeting.board.reminder_text},
        threads=threads(meeting),
        outside=composing.outside(meeting, people.values()),
    )
    links = reply_links(meeting, list(people.values()), now)
    return [composing.mail(common, one, links[one.person.key], key=key) for key, one in people.items()]


def ask_for_links(email: str, *, now: datetime) -> None:
    """Note that the holder of this address wants the links again; the duty looks whether there is one.

    Whoever asks learns nothing, not even by the time it takes.
    """
    asked = LinkRequest(email=email.lower(), asked_at=now)
    LinkRequest.objects.bulk_create(
        [asked], update_conflicts=True, unique_fields=["email"], update_fields=["asked_at"]
    )
    nudges.soon(SEND_LINKS)


def send_links_due(*, now: datetime) -> int:
    """Duty: answer what was asked for. Returns how many mails."""
    return sum(_answer(asked, now) for asked in LinkRequest.objects.order_by("asked_at"))


@transaction.atomic
def _answer(asked: LinkRequest, now: datetime) -> int:
    """Links that wait for the office, because mails about their meeting are stopped, stay asked for."""
    locked = LinkRequest.objects.select_for_update().filter(pk=asked.pk).first()
    if locked is None:
        return 0
    person = Person.objects.filter(email__iexact=locked.email).values_list("pk", flat=True).first()
    sent = send_links(person, now=now, asked_at=locked.asked_at) if person else ()
    if not person or not any(stopped(one.meeting) for one in _open(person, now)):
        locked.delete()
    return len(sent)


@transaction.atomic
def send_links(person_id: UUID, *, now: datetime, asked_at: datetime | None = None) -> set[str]:
    """The links of all open invitations of a person, each at most once an hour, and once for what was asked at that
    time: not where another mail since then has the link. None for who gets post, and while mails about the meeting
    are stopped. Returns the keys of the meetings."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if not composing.reachable(person):
        return set()
    known = _just_told(person.key, now=now, asked_at=asked_at)
    sent: set[str] = set()
    for one in _open(person.pk, now):
        if one.meeting.key in known or stopped(one.meeting):
            continue
        key = f"{FRESH_LINK}:{one.meeting_id}:{now:%Y%m%d%H%M%S}:{person.pk}"
        sent.update(mail.topic for mail in queue.enqueue(_mails(FRESH_LINK, one.meeting, {key: one}, now), now=now))
    if sent:
        record("reply.link_sent", person.key, by=SYSTEM, now=now, mails=len(sent))
    return sent


def _just_told(recipient: str, *, now: datetime, asked_at: datetime | None) -> set[str]:
    """The topics of which somebody was sent the link within the hour or since it was asked for, also by a mail of
    another kind that came, was let go or was sent anew after that. What gathers may not leave today."""
    told = Q(kind=FRESH_LINK, created_at__gte=min(asked_at or now, now - LINK_PAUSE))
    if asked_at:
        own = Q(not_before__gt=asked_at) | Q(sent_at__gt=asked_at)
        joined = Q(carrier__not_before__gt=asked_at) | Q(carrier__sent_at__gt=asked_at)
        told |= (own | joined) & ~Q(secrets=[])
    mails = Delivery.objects.filter(told, recipient=recipient).exclude(state__in=[State.OBSOLETE, State.GATHERING])
    return set(mails.values_list("topic", flat=True))


def _open(person: UUID, now: datetime) -> QuerySet[Invitation]:
    waiting = Invitation.objects.in_force().filter(
        person=person, meeting__status=Meeting.Status.INVITED, meeting__starts_at__gt=now
    )
    return waiting.select_related("person", "mandate__person", "meeting__board").order_by("meeting__starts_at")

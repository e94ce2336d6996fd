"""What becomes of a message: applied to one invitation, put before the board office, or only noted.

An answer is applied alone only if it is unambiguous and authenticated; R1 to R18 are the rules of the specification
of calendars, and docs/decisions/0012 says why each is as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from foundation.outbox import bouncing
from foundation.outbox.models import IncomingMail
from foundation.outbox.patience import SECONDS, within
from foundation.outbox.received import CalendarPart, Received
from foundation.web.wording import local_day
from governance.people.models import AliasAddress, Assistance, Person
from meetings.incoming import itip
from meetings.invitations import entries, restoring
from meetings.invitations.models import Answer, Dispatch, Invitation, Reply
from meetings.meeting.models import Meeting

APPLIED, REVIEW, IGNORED, REJECTED, DUPLICATE, BOUNCE = IncomingMail.Disposition.values
ANSWERS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
# Google Workspace answers for its users from this address; the person stands in Reply-To.
# Exchange calls its absence notes generated, others (RFC 3834) replied.
_MACHINES = ("auto-replied", "auto-generated", "auto-notified")
RELAYS = frozenset({"calendar-notification@google.com"})


@dataclass(frozen=True)
class Verdict:
    """What is to be done, why (a code), and what is known: whose invitation, which answer, other facts.

    `assistant`: who answered for the person.
    """

    disposition: str
    reason: str
    invitation: Invitation | None = None
    answer: str = ""
    person: Person | None = None
    meeting: Meeting | None = None
    message: itip.Message | None = None
    comment: str = ""
    assistant: Person | None = None
    facts: dict[str, Any] = field(default_factory=dict)


class _Settled(Exception):
    """The verdict is known; the rest of the rules need not be asked."""

    def __init__(self, disposition: str, reason: str, **known: Any) -> None:
        super().__init__(reason)
        self.verdict = Verdict(disposition, reason, **known)


def decide(mail: Received, *, now: datetime) -> Verdict:
    """Judge a message by the rules; changes nothing. Within a transaction: the invitation stays locked until its end,
    so that of two answers read at once the second is held against the first."""
    try:
        _check_report(mail)
        part = _calendar(mail)
        return _judge(mail, part, now)
    except _Settled as settled:
        return settled.verdict


def _check_report(mail: Received) -> None:
    """R9: delivery reports and absence notes are no answers."""
    if mail.failures:
        delivery = bouncing.delivery_of(mail.reported)
        failure = next((one for one in mail.failures if one.permanent), None)
        if delivery and failure:
            facts = {"delivery": str(delivery.pk), "status": failure.status, "words": failure.words}
            raise _Settled(BOUNCE, "returned", facts=facts)
        raise _Settled(IGNORED, "report_unknown" if failure else "delayed")
    if mail.is_report:
        raise _Settled(IGNORED, "report_unknown")
    if mail.automatic in _MACHINES and not mail.calendars and not mail.unopened:
        raise _Settled(IGNORED, "absence_note", person=_person(mail.sender))


def _calendar(mail: Received) -> CalendarPart:
    """R2, R16, R17: the one calendar of the message."""
    person = _person(mail.sender)
    if len(mail.calendars) == 1:
        return mail.calendars[0]
    if mail.calendars:
        raise _Settled(REVIEW, "several_calendars", person=person)
    if mail.unopened:
        raise _Settled(REVIEW, "unopened", person=person, facts={"files": mail.unopened[0]})
    if person or _is_answer(mail):
        raise _Settled(REVIEW, "free_text", person=person)
    raise _Settled(IGNORED, "no_answer")


def _is_answer(mail: Received) -> bool:
    return bouncing.delivery_of(mail.references) is not None


def _judge(mail: Received, part: CalendarPart, now: datetime) -> Verdict:
    message = _not_ahead(_message(mail, part), now)
    meeting = _meeting(message)
    invitation, said = _invited(mail, message, meeting)
    known: dict[str, Any] = {
        "invitation": invitation,
        "person": invitation.person,
        "meeting": meeting,
        "message": message,
        "answer": "" if said.passed_on else ANSWERS.get(said.partstat, ""),
        "comment": message.comment or said.comment,
    }
    _check_open(invitation, meeting, now, known)
    known["assistant"] = _assistant(mail, invitation, said, now)
    _check_sender(mail, invitation, known)
    _check_date(message, invitation, known)
    _check_answer(message, invitation, said, known)
    return Verdict(APPLIED, "applied", **known)


def _not_ahead(message: itip.Message, now: datetime) -> itip.Message:
    """A clock that runs ahead must not put every later answer into the past."""
    return replace(message, stamp=min(message.stamp, now)) if message.stamp else message


def _message(mail: Received, part: CalendarPart) -> itip.Message:
    """R3: only a REPLY can be applied."""
    person = _person(mail.sender)
    try:
        message = within(SECONDS, lambda: itip.read(part.text))
    except itip.TooMuch as error:
        raise _Settled(REJECTED, "calendar_too_large", person=person) from error
    except ValueError as error:
        raise _Settled(REVIEW, "calendar_unreadable", person=person) from error
    if not message.method or part.methods - {message.method}:
        raise _Settled(REVIEW, "method_unclear", person=person, message=message)
    if message.method == "COUNTER":
        raise _Settled(REVIEW, "counter", person=person, message=message, meeting=_known(message))
    if message.method != "REPLY":
        raise _Settled(IGNORED, "not_an_answer", person=person, message=message)
    if message.kinds - {"VEVENT"}:
        raise _Settled(REVIEW, "method_unclear", person=person, message=message, meeting=_known(message))
    if (message.entries > 1 and len(message.uids) == 1) or not message.one_answer_each:
        raise _Settled(REVIEW, "several_answers", person=person, message=message, meeting=_known(message))
    return message


def _known(message: itip.Message) -> Meeting | None:
    """R4: compared octet by octet, then without regard to case."""
    if len(message.uids) != 1:
        return None
    found = Meeting.objects.select_related("board", "rules")
    (uid,) = message.uids
    return found.filter(uid=uid).first() or found.filter(uid__iexact=uid[:80]).order_by("pk").first()


def _meeting(message: itip.Message) -> Meeting:
    """R4 and R5: one meeting of ours; the organizer may be missing, but not be another."""
    if len(message.uids) > 1 or not message.one_uid_each:
        raise _Settled(REVIEW, "several_meetings", message=message)
    meeting = _known(message)
    if meeting is None:
        raise _Settled(IGNORED, "meeting_unknown", message=message)
    if message.organizer is not None and message.organizer != entries.office_address().lower():
        raise _Settled(REVIEW, "organizer_foreign", message=message, meeting=meeting)
    return meeting


def addresses_of(people: Iterable[Person]) -> dict[str, Person]:
    """Every address that stands for one of these people; an alias only once it is verified. One query."""
    found = {one.email.lower(): one for one in people}
    by_key = {one.pk: one for one in found.values()}
    aliases = AliasAddress.objects.filter(person__in=by_key, verified_at__isnull=False)
    return found | {one.email.lower(): by_key[one.person_id] for one in aliases}


def _person(address: str) -> Person | None:
    """Whoever an address stands for."""
    if not address:
        return None
    alias = AliasAddress.objects.filter(email__iexact=address, verified_at__isnull=False).select_related("person")
    return Person.objects.filter(email__iexact=address).first() or next((one.person for one in alias), None)


def _invited(mail: Received, message: itip.Message, meeting: Meeting) -> tuple[Invitation, itip.Attendee]:
    """R6: exactly one line names somebody who is invited; a line without an address, the sender. All others do not
    matter, and nobody is ever added."""
    invited = Person.objects.filter(pk__in=meeting.invitations.values("person"))
    known = addresses_of(invited)
    named = [(known[one.address].pk, one) for one in message.attendees if one.address in known]
    if len(named) == 1:
        ((person, said),) = named
        return _locked(meeting, person), said
    sender = known.get(mail.sender)
    if named:
        reason = "several_people" if len({person for person, _said in named}) > 1 else "several_answers"
        raise _Settled(REVIEW, reason, person=sender, meeting=meeting, message=message)
    nameless = [one for one in message.attendees if not one.address]
    if sender and len(nameless) == 1 and len(message.attendees) == 1:
        return _locked(meeting, sender.pk), nameless[0]
    if sender and not message.attendees:
        raise _Settled(REVIEW, "answer_unknown", person=sender, meeting=meeting, message=message)
    stranger = next(iter(message.attendees), itip.Attendee("", ""))
    facts = {"address": stranger.address, "name": stranger.name or mail.sender_name}
    answer = ANSWERS.get(stranger.partstat, "")
    raise _Settled(REVIEW, "person_unknown", meeting=meeting, message=message, answer=answer, facts=facts)


def _locked(meeting: Meeting, person: UUID) -> Invitation:
    meeting.invitations.select_for_update().only("pk").get(person=person)
    return meeting.invitations.select_related("person", "meeting", "mandate__person").get(person=person)


def _check_open(invitation: Invitation, meeting: Meeting, now: datetime, known: dict[str, Any]) -> None:
    """R15."""
    if meeting.status == Meeting.Status.CANCELLED:
        raise _Settled(IGNORED, "meeting_cancelled", **known)
    if invitation.withdrawn_at is not None:
        raise _Settled(IGNORED, "invitation_withdrawn", **known)
    if meeting.status != Meeting.Status.INVITED or now >= meeting.starts_at:
        raise _Settled(IGNORED, "meeting_over", **known)


def _assistant(mail: Received, invitation: Invitation, said: itip.Attendee, now: datetime) -> Person | None:
    """R7: who answers dates for the person, writes from an own address, and says so (SENT-BY)."""
    writer = _person(mail.sender) if said.sent_by else None
    if writer is None or writer == invitation.person or said.sent_by not in addresses_of([writer]):
        return None
    running = Assistance.objects.on(local_day(now)).filter(assistant=writer, principal=invitation.person)
    return writer if running.exists() else None


def _check_sender(mail: Received, invitation: Invitation, known: dict[str, Any]) -> None:
    """R7 and R8: written by the person, by who assists the person, or by a relay that answers for the person, and
    vouched for by our server."""
    own = addresses_of([invitation.person])
    relayed = mail.sender in RELAYS and bool(mail.reply_to) and set(mail.reply_to) <= set(own)
    if mail.sender not in own and not relayed and known["assistant"] is None:
        raise _Settled(REVIEW, "sender_other", **known, facts={"address": mail.sender, "name": mail.sender_name})
    if not mail.authenticated:
        reason = "not_authenticated" if settings.MAIL_AUTHSERV_ID else "nobody_vouches"
        raise _Settled(REVIEW, reason, **known)


def _check_date(message: itip.Message, invitation: Invitation, known: dict[str, Any]) -> None:
    """R10."""
    number = date_answered(message, invitation)
    if number is None or number < invitation.asked_sequence:
        raise _Settled(REVIEW, "older_date", **known)
    if restoring.was_taken_back(invitation.meeting, number):
        raise _Settled(REVIEW, "date_taken_back", **known)


def date_answered(message: itip.Message, invitation: Invitation) -> int | None:
    """R10: the SEQUENCE names the date that was answered; without one, or with one we never sent, the time of the
    answer tells. None where neither does."""
    number = message.sequence
    if number is not None and number <= invitation.meeting.sequence:
        return number
    if message.stamp is None:
        return None
    known = Dispatch.objects.in_force().filter(meeting=invitation.meeting_id, sent_at__lte=message.stamp)
    return known.order_by("sequence").values_list("sequence", flat=True).last()


def _check_answer(message: itip.Message, invitation: Invitation, said: itip.Attendee, known: dict[str, Any]) -> None:
    """R10, R11, R14: an answer that can count, newer than what the same calendar said before, and not said twice."""
    if said.partstat == "DELEGATED" or said.passed_on:
        raise _Settled(REVIEW, "delegated", **known | _passed_on(said, invitation))
    if said.partstat not in ANSWERS:
        raise _Settled(REVIEW, "answer_unknown", **known)
    replies = [one for one in invitation.replies.order_by("received_at", "pk")]
    asked = [one for one in replies if one.sequence >= invitation.asked_sequence]
    counting = asked[-1] if asked else None
    stamps = [one.stamp for one in asked if one.stamp]
    if message.stamp and counting and (counting.stamp, counting.answer) == (message.stamp, known["answer"]):
        raise _Settled(DUPLICATE, "said_before", **known)
    if message.stamp and stamps and message.stamp < max(stamps):
        raise _Settled(IGNORED, "overtaken", **known)
    if invitation.answer == Answer.DELEGATED:
        # A deputy was called then; taking that back sends mail, which no mail may cause.
        raise _Settled(REVIEW, "was_represented", **known)
    if counting and _answered_later(counting, message, invitation) and counting.answer != known["answer"]:
        raise _Settled(REVIEW, "answered_later", **known)


def _passed_on(said: itip.Attendee, invitation: Invitation) -> dict[str, Any]:
    """R11: whose seat it is, and who would come in that person's place."""
    if not said.delegated_from:
        return {"facts": {"address": said.delegated_to}}
    invited = Person.objects.filter(pk__in=invitation.meeting.invitations.values("person"))
    member = addresses_of(invited).get(said.delegated_from)
    facts = {"address": said.address, "name": said.name}
    return {"facts": facts, "person": member, "invitation": None} if member else {"facts": facts}


def _answered_later(counting: Reply, message: itip.Message, invitation: Invitation) -> bool:
    """Whether the person answered in another way after writing this; where no time tells, that is not known."""
    if counting.stamp is not None:
        return False
    if message.stamp is None:
        by_calendar = counting.source == Reply.Source.MAIL and counting.entered_by == invitation.person.key
        return not by_calendar
    return counting.received_at > message.stamp

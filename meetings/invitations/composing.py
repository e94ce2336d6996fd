"""From a meeting and a person to the letter and its frozen mail. Nothing is written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.accounts.links import address_of
from foundation.accounts.models import PersonalLink
from foundation.outbox.letters import Letter, letter
from foundation.outbox.mime import Attachment, checked_address
from foundation.outbox.queue import Mail, message_id
from foundation.values import BERLIN
from foundation.web.wording import day_digits
from governance.boards.models import Company
from governance.people.models import Person
from governance.rights.reader import readers_of
from meetings.invitations import entries, ical, imip
from meetings.invitations.models import Answer, Invitation
from meetings.meeting.models import Meeting
from meetings.rooms import facts
from meetings.rooms.models import Room

GERMAN = "de"
PREVIEW = "vorschau"
TRIAL = "trial"
WITHDRAWAL = "withdrawal"
_ROLES = {
    Invitation.Role.CHAIR: "CHAIR",
    Invitation.Role.MEMBER: "REQ-PARTICIPANT",
    Invitation.Role.DEPUTY: "REQ-PARTICIPANT",
}
_PARTSTATS = {
    Answer.ACCEPTED: "ACCEPTED",
    Answer.DECLINED: "DECLINED",
    Answer.DELEGATED: "DECLINED",
    Answer.TENTATIVE: "TENTATIVE",
}


@dataclass(frozen=True)
class Common:
    """What all letters of one dispatch share. `template` is a name under templates/mail/, `words` go into it.

    `room`: the one people come to, None where nobody comes or nothing is known of it.
    `threads`: by the key of a person, the key of the invitation that all later mails to them answer.
    `outside`: the people whose login does not open the meeting (`outside`), so that nothing leads them there.
    `leaves_at`: not before then the mails leave, at once without it.
    """

    template: str
    meeting: Meeting
    company: Company
    room: Room | None
    stamp: datetime
    words: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    method: str = ""
    threads: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[UUID] = frozenset()
    leaves_at: datetime | None = None


def subject_moment(moment: datetime) -> str:
    """ "Do 11.02.2027, 16 Uhr", minutes only where there are some."""
    wall = moment.astimezone(BERLIN)
    words = {
        "weekday": WEEKDAYS_ABBR[wall.weekday()],
        "day": day_digits(moment),
        "time": f"{wall:%H:%M}",
        "hour": f"{wall:%H:%M}" if wall.minute else str(wall.hour),
    }
    return _("%(weekday)s %(day)s, %(time)s") % words


def reachable(person: Person) -> bool:
    """Whether an invitation can go out by mail; all others get a printed letter."""
    return person.channel == Person.Channel.MAIL and addressed(person)


def addressed(person: Person) -> bool:
    """Whether a letter can be frozen at all: what waits to be printed keeps the shape of a mail."""
    try:
        checked_address(person.email)
    except ValueError:
        return False
    return True


def link_url(link: PersonalLink | None) -> str:
    """Where the holder answers without login; without a link an address to look at, which opens nothing."""
    return address_of(link, "reply") if link else settings.SITE_URL + reverse("reply", args=[PREVIEW])


def mail_key(template: str, meeting: Meeting, sequence: int, person: Person) -> str:
    return f"{template}:{meeting.pk}:{sequence}:{person.pk}"


def write(common: Common, invitation: Invitation, link: PersonalLink | None) -> Letter:
    """The letter to one person: German, for readers of English with a courtesy translation above it."""
    meeting, person = common.meeting, invitation.person
    foreign = person.language != GERMAN and person.language in dict(settings.LANGUAGES)
    context = {
        "meeting": meeting,
        "company": common.company,
        "person": person,
        "guest": invitation.role == Invitation.Role.GUEST,
        "represents": invitation.represents,
        "silent": invitation.answer == Answer.NEEDS_ACTION,
        "readable": person.pk not in common.outside,
        "when": lazy(subject_moment, str)(meeting.starts_at),
        "place": lazy(entries.place, str)(meeting),
        "access": lazy(facts.access, str)(common.room),
        "title": lazy(entries.title, str)(meeting),
        "reply_url": link_url(link),
        "portal_url": entries.portal_url(meeting.pk),
        "courtesy": foreign,
        "by_post": not reachable(person),
        "attached": bool(common.method) and person.calendar_mails,
        "body_html": f"mail/{common.template}_body.html",
        "body_text": f"mail/{common.template}_body.txt",
        **common.words,
    }
    return letter(common.template, context, person.language if foreign else GERMAN)


def outside(meeting: Meeting, invitations: Iterable[Invitation]) -> frozenset[UUID]:
    """The deputies called for this one meeting: nothing else opens its page to their login that day. One query."""
    called = {one.person_id for one in invitations if one.represents}
    return frozenset(called - readers_of(meeting.board_id, called, meeting.day)) if called else frozenset()


def partstat(invitation: Invitation) -> str | None:
    """The answer in force as calendars say it (RFC 5545 3.2.12); None while there is none."""
    return _PARTSTATS.get(Answer(invitation.answer))


def _attendee(person: Person, invitation: Invitation) -> ical.Attendee:
    return ical.Attendee(
        name=str(person),
        email=person.email,
        role=_ROLES.get(Invitation.Role(invitation.role), "NON-PARTICIPANT"),
        partstat=partstat(invitation) or "NEEDS-ACTION",
    )


def _calendar(common: Common, person: Person, invitation: Invitation) -> bytes | None:
    if not (common.method and person.calendar_mails and reachable(person)):
        return None
    language = person.language if person.language in common.texts else GERMAN
    opens = person.pk not in common.outside
    with override(language):
        return ical.invitation(
            common.texts[language] if opens else ical.discreet(common.texts[language]),
            method=common.method,
            attendee=_attendee(person, invitation),
            description=_description(common, opens=opens),
            dtstamp=common.stamp,
        )


def _description(common: Common, *, opens: bool) -> str:
    if common.template == WITHDRAWAL:
        return "\n".join([_("Your invitation was withdrawn."), entries.office(common.company)])
    return entries.description(common.meeting, common.company, common.room, opens=opens)


def enveloped(
    common: Common,
    to: Person,
    words: Letter,
    *,
    kind: str,
    key: str,
    secrets: tuple[str, ...] = (),
    by_post: bool = False,
    **parts: Any,
) -> Mail:
    """The frozen mail of one dispatch to one person, ready for the outbox; `key` makes it unique there.

    `parts` are the calendar, the attachments and the thread, as `imip.message` takes them.
    """
    with override(GERMAN):
        sender = _("Office of the boards")
    raw = imip.message(
        from_name=sender,
        from_email=entries.office_address(),
        to_name=str(to),
        to_email=to.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=message_id(key),
        date=common.stamp,
        language=GERMAN,
        **parts,
    )
    return Mail(
        key=key,
        kind=kind,
        topic=common.meeting.key,
        version=common.meeting.sequence,
        recipient=to.key,
        recipient_name=str(to),
        address=to.email,
        subject=words.subject,
        raw=raw,
        secrets=secrets,
        not_before=None if kind == TRIAL else common.leaves_at,
        by_post=by_post,
    )


def mail(common: Common, invitation: Invitation, link: PersonalLink | None, *, key: str) -> Mail:
    """The mail to one invited person. For who wants post it is the letter that the office prints and posts."""
    person = invitation.person
    first = common.threads.get(person.key, "")
    return enveloped(
        common,
        person,
        write(common, invitation, link),
        kind=common.template,
        key=key,
        secrets=(link.token,) if link else (),
        by_post=not reachable(person),
        calendar=_calendar(common, person, invitation),
        method=common.method,
        in_reply_to=message_id(first) if first and first != key else "",
    )


def trial(common: Common, invitation: Invitation, *, to: Person, key: str) -> Mail:
    """The same words to somebody of the office: to look at, not to answer.

    The calendar entry is a file alone (PUBLISH) with an UID of its own: no program shows buttons for it or enters it
    unasked, and what somebody enters by hand is nobody's meeting.
    """
    words = write(common, invitation, None)
    with override(GERMAN):
        words = words._replace(subject=_("Trial: %(subject)s") % {"subject": words.subject})
    return enveloped(common, to, words, kind=TRIAL, key=key, attachments=_trial_entry(common, invitation.person))


def _trial_entry(common: Common, person: Person) -> list[Attachment]:
    if common.method != "REQUEST" or not person.calendar_mails:
        return []
    with override(GERMAN):
        entry = entries.occasion(common.meeting, common.stamp)
        entry = replace(
            entry, uid=f"{TRIAL}-{entry.uid}", summary=_("Trial: %(subject)s") % {"subject": entry.summary}
        )
    return [("probe.ics", ical.published([entry], common.stamp), "application", "ics")]

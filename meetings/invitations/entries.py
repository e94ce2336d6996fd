"""The calendar entry of a meeting: made once per revision and language, then only read."""

from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from governance.boards.models import Company
from meetings.invitations import ical
from meetings.invitations.models import CalendarText
from meetings.meeting.models import Meeting
from meetings.rooms import facts, finding
from meetings.rooms.models import Room

_STATES = {Meeting.Status.PLANNED: "TENTATIVE", Meeting.Status.CANCELLED: "CANCELLED"}


def office_address() -> str:
    """The one mailbox that invites and reads answers: ORGANIZER and sender, the same for ever."""
    return parseaddr(settings.MAIL_FROM)[1]


def portal_url(meeting: UUID) -> str:
    """The address of the meeting behind the login; the only link that a calendar entry carries."""
    return settings.SITE_URL + reverse("meeting", args=[meeting])


def title(meeting: Meeting) -> str:
    """ "Unternehmensbeirat, 1. Sitzung 2027", the same neutral words for every meeting."""
    words = {"board": meeting.board.name, "number": meeting.number, "year": meeting.year}
    return _("%(board)s, meeting %(number)s of %(year)s") % words


def place(meeting: Meeting) -> str:
    """Where, in words for people: "Haus der Digitalstadt, Raum 1.04 oder per Video"."""
    if meeting.mode == Meeting.Mode.HYBRID:
        return _("%(place)s or by video") % {"place": meeting.place}
    return meeting.place


def room(meeting: Meeting) -> Room | None:
    """The room people come to, where it is one that is known. One query."""
    return None if meeting.mode == Meeting.Mode.VIDEO else finding.named(meeting.place)


def location(meeting: Meeting) -> str:
    """Place and video link on one line."""
    if meeting.mode == Meeting.Mode.IN_PERSON:
        return meeting.place
    if meeting.mode == Meeting.Mode.VIDEO:
        return meeting.video_url
    return _("%(place)s or by video: %(link)s") % {"place": meeting.place, "link": meeting.video_url}


def description(meeting: Meeting, company: Company, room: Room | None, *, opens: bool = True) -> str:
    """What the entry says below: where to read, if the login `opens` it, how to join and get in, whom to call.

    Never a personal link.
    """
    lines = [_("Agenda (after login): %(url)s") % {"url": portal_url(meeting.pk)}] if opens else []
    if meeting.video_url:
        lines.append(_("Video: %(url)s") % {"url": meeting.video_url})
    if way := facts.access(room):
        lines.append(way)
    return "\n".join([*lines, office(company)])


def office(company: Company) -> str:
    """Whom to call."""
    return _("Office of the boards: %(phone)s") % {"phone": company.office_phone}


def occasion(meeting: Meeting, created_at: datetime) -> ical.Occasion:
    summary = title(meeting)
    if meeting.status == Meeting.Status.CANCELLED:
        summary = _("Cancelled: %(title)s") % {"title": summary}
    return ical.Occasion(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        summary=summary,
        location=location(meeting),
        url=portal_url(meeting.pk),
        organizer_name=_("Office of the boards"),
        organizer_email=office_address(),
        status=_STATES.get(Meeting.Status(meeting.status), "CONFIRMED"),
        private=True,
        created_at=created_at,
        changed_at=meeting.changed_at,
    )


def texts_of(meeting: Meeting, *, created_at: datetime) -> dict[str, str]:
    """The entry of the meeting in every language. Raises ValueError as `ical.stored_event`."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts[language] = ical.stored_event(occasion(meeting, created_at))
    return texts


def store(meeting: Meeting, *, created_at: datetime) -> dict[str, str]:
    """Make and keep the entry of the meeting's present revision in every language, in one insert."""
    texts = texts_of(meeting, created_at=created_at)
    CalendarText.objects.bulk_create(
        [CalendarText(meeting=meeting, revision=meeting.revision, language=one, text=texts[one]) for one in texts],
        update_conflicts=True,
        unique_fields=["meeting", "revision", "language"],
        update_fields=["text"],
    )
    return texts


def download(meeting: Meeting, company: Company, *, language: str, now: datetime, opens: bool = True) -> bytes:
    """The meeting as a file to keep, made anew where the present revision was never sent; `opens` as above."""
    kept = meeting.calendar_texts.filter(revision=meeting.revision, language=language).first()
    with override(language):
        text = kept.text if kept else ical.stored_event(occasion(meeting, meeting.changed_at))
        text = text if opens else ical.discreet(text)
        return ical.single(text, description(meeting, company, room(meeting), opens=opens), now)

"""What came by mail when somebody looks at the demo: one answer that counts by itself, and two that want a look."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from demo.meetings import VISITED
from demo.scripts.leaving import BY_MAIL
from demo.story import Story
from foundation.outbox import incoming
from foundation.outbox.models import IncomingMail
from meetings.incoming import reading
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting


def leave(story: Story, now: datetime) -> list[str]:
    """Once for each meeting: two members answer in their calendars, and a colleague of a third who passed it on."""
    ahead = Meeting.objects.filter(status=Meeting.Status.INVITED, starts_at__gt=now).order_by("-starts_at")
    meeting = ahead.first()
    if meeting is None or IncomingMail.objects.filter(about=meeting.key).exists():
        return []
    silent = meeting.invitations.silent().filter(role=Invitation.Role.MEMBER).exclude(person=story.person(VISITED))
    members = [one.person for one in silent.select_related("person").order_by("pk")[:2]]
    if len(members) < 2:
        return []
    (accepts, declines), guest = members, BY_MAIL.guest
    for sender, partstat, comment, vouched in (
        (f"{accepts} <{accepts.email}>", "ACCEPTED", "", True),
        (f"{declines} <{declines.email}>", "DECLINED", BY_MAIL.comment, False),
        (guest, "ACCEPTED", "", True),
    ):
        raw = _mail(meeting, sender, partstat, comment, now, vouched=vouched)
        row, _is_new = incoming.keep(raw, now=now)
        reading.settle(row.pk, now=now)
    return ["wendt"]


def _mail(meeting: Meeting, sender: str, partstat: str, comment: str, now: datetime, *, vouched: bool) -> bytes:
    mail = EmailMessage(policy=SMTP)
    result = "pass" if vouched else "none"
    domain = sender.rpartition("@")[2].strip(">")
    mail["Authentication-Results"] = f"{settings.MAIL_AUTHSERV_ID}; dmarc={result} header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = sender, settings.MAIL_FROM, BY_MAIL.subjects[partstat]
    mail["Message-ID"] = f"<{meeting.pk}.{partstat.lower()}.{len(sender)}@{domain}>"
    mail.set_content(comment)
    params = {"method": "REPLY", "charset": "utf-8"}
    calendar = _reply(meeting, sender, partstat, comment, now)
    mail.add_alternative(calendar, maintype="text", subtype="calendar", cte="base64", params=params)
    return mail.as_bytes()


def _reply(meeting: Meeting, sender: str, partstat: str, comment: str, now: datetime) -> bytes:
    """The answer as a calendar programme writes it."""
    name, _bracket, address = sender.partition(" <")
    event = Event()
    event.add("UID", meeting.uid)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTAMP", now)
    event.add("DTSTART", meeting.starts_at)
    params = {"PARTSTAT": partstat, "CN": name}
    event.add("ATTENDEE", vCalAddress(f"mailto:{address.strip('>')}", params=params), encode=False)
    if comment:
        event.add("COMMENT", vText(comment))
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Gremia//Demo//EN")
    calendar.add("METHOD", "REPLY")
    calendar.add_component(event)
    return calendar.to_ical()

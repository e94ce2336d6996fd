"""The letter that brings circulated minutes to the members: a link, no text of the minutes."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.outbox import mime
from foundation.outbox.letters import letter
from foundation.outbox.queue import Mail, enqueue, message_id
from foundation.values import BERLIN
from governance.boards.models import Company
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.minutes.models import Minutes
from meetings.sittings.running import voting_mandates


def members(minutes: Minutes, today: date) -> list[Person]:
    """Who was a member on the day of the meeting, still is, and reads mail; others get the printed copy."""
    held_then = voting_mandates(minutes.meeting).values("person_id")
    running = Mandate.objects.on(today).filter(seat__board_id=minutes.meeting.board_id)
    still = Person.objects.filter(pk__in=held_then, mandates__in=running, channel=Person.Channel.MAIL)
    return list(still.distinct())


def send(minutes: Minutes, version: int, until: date, *, now: datetime) -> int:
    """Queue one letter per member and version; returns how many are new."""
    company = Company.objects.first()
    url = settings.SITE_URL + reverse("meeting_minutes", args=[minutes.meeting_id])
    context = {"company": company, "minutes": minutes, "meeting": minutes.meeting, "until": until, "url": url}
    people = members(minutes, now.astimezone(BERLIN).date())
    return len(enqueue([_mail(person, minutes, version, context, now) for person in people], now=now))


def _mail(person: Person, minutes: Minutes, version: int, context: dict, now: datetime) -> Mail:
    key = f"{minutes.key}:{version}:{person.pk}"
    with override(person.language):
        words = letter("minutes", {**context, "person": person}, person.language)
        raw = mime.message(
            from_name=_("Office of the boards"),
            from_email=settings.MAIL_FROM,
            to_name=str(person),
            to_email=person.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            message_id=message_id(key),
            date=now,
            language=person.language,
        )
    return Mail(
        key=key,
        kind="minutes",
        topic=minutes.key,
        version=version,
        recipient=person.key,
        recipient_name=str(person),
        address=person.email,
        subject=words.subject,
        raw=raw,
    )

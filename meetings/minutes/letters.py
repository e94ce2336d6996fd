"""The letter that brings circulated minutes to the members: a link, no text of the minutes."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from foundation.outbox.queue import supersede
from foundation.values import BERLIN
from governance.boards.mailing import post
from governance.mandates.delegating import leader
from governance.mandates.models import Delegation, Mandate
from governance.people.models import Person
from governance.rights import asking
from meetings.minutes.models import Minutes
from meetings.sittings.presence import voting_mandates


def members(minutes: Minutes, today: date) -> list[Person]:
    """Who was a member on the day of the meeting and still is."""
    held_then = voting_mandates(minutes.meeting).values("person_id")
    running = Mandate.objects.on(today).filter(seat__board_id=minutes.meeting.board_id)
    still = Person.objects.filter(pk__in=held_then, mandates__in=running)
    return list(still.distinct())


def ask_chair(minutes: Minutes, *, now: datetime) -> None:
    """A personal link to who leads the board today, to sign the draft off or to return it."""
    board = minutes.meeting.board
    asking.ask(
        Delegation.Act.SIGN_OFF,
        subject=minutes.key,
        revision=minutes.revision,
        board=board,
        person=leader(board.pk, now.astimezone(BERLIN).date()),
        page="sign_off_by_link",
        now=now,
        day=minutes.meeting.day,
    )


def withhold(minutes: Minutes) -> None:
    """What is not sent yet of an overtaken text stays here: the chair's link and the letters to the members."""
    supersede(asking.topic_of(Delegation.Act.SIGN_OFF, minutes.key), minutes.revision)
    last = minutes.versions.last()
    supersede(minutes.key, last.number + 1 if last else 0)


def send(minutes: Minutes, version: int, until: date, *, now: datetime) -> int:
    """Queue one letter per member and version; returns how many are new."""
    url = settings.SITE_URL + reverse("meeting_minutes", args=[minutes.meeting_id])
    sent = post(
        "minutes",
        members(minutes, now.astimezone(BERLIN).date()),
        key=f"{minutes.key}:{version}",
        topic=minutes.key,
        version=version,
        context={"minutes": minutes, "meeting": minutes.meeting, "until": until, "url": url},
        now=now,
    )
    return len(sent)

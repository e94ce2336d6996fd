"""What tests of minutes do and read: sending, the next meeting, the page."""

from datetime import date

from django.urls import reverse

from meetings.minutes import writing
from tests.meetings.live import Evening


def sign(held, minutes=None):
    """The office records the chair's word."""
    by = held.by.on_behalf_of(held.world.mayor.key)
    writing.sign_off(minutes or held.minutes, note="telefonisch", by=by, now=held.tick())


def send(held):
    sign(held)
    held.act(writing.circulate, held.minutes)
    held.minutes.refresh_from_db()


def later(held, **kwargs):
    """The next meeting with the minutes as its first item."""
    evening = Evening(held.world, items=["Genehmigung des Protokolls"], number=2, day=date(2027, 5, 13), **kwargs)
    evening.meeting.items.update(source=f"minutes:{held.minutes.pk}")
    evening.open()
    return evening


def address(held, name="meeting_minutes"):
    return reverse(name, args=[held.meeting.pk])


def read(client, held, person):
    client.force_login(person.user)
    return client.get(address(held)).content.decode()

"""The chair without a login: from the mail to the release, on a new device and on one that is remembered."""

import re
from datetime import date

import pytest

from foundation.accounts.models import PersonalLink
from foundation.web import clock
from meetings.agenda import editing
from meetings.agenda.models import Agenda

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_at_once")]


def test_a_code_once_then_two_taps(world, visitor, site, mailoutbox):
    first, second = (
        world.meeting(number=number, day=day) for number, day in ((1, date(2027, 2, 11)), (2, date(2027, 5, 13)))
    )
    for meeting in (first, second):
        world.agenda(meeting, "Betriebsmodell", "Haushalt", status="draft")
        editing.ask_release(meeting, by=world.actor(world.secretary), now=clock.now())
    links = {one.subject: one.token for one in PersonalLink.objects.all()}
    chair = visitor(width=390)

    chair.follow(f"{site}/freigabe/tagesordnung/{links[first.key]}/")
    chair.tap("Code senden")
    chair.fill("Code aus der E-Mail", re.search(r"^ {4}(\d{6})$", mailoutbox[-1].body, re.MULTILINE)[1])
    chair.tap("Gerät merken")
    chair.sees("Betriebsmodell")
    chair.tap("Tagesordnung freigeben")
    chair.sees("Freigegeben von Annegret Holtkamp")
    assert (chair.taps, chair.fields) == (4, 1)

    chair.follow(f"{site}/freigabe/tagesordnung/{links[second.key]}/")
    chair.tap("Tagesordnung freigeben")
    assert (chair.taps, chair.fields) == (6, 1)
    assert Agenda.objects.filter(status="released").count() == 2

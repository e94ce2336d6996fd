"""An urgent matter, from the page of the board to the invitation: called by the chair, demanded by members."""

import re
from datetime import date

import pytest

from foundation.outbox.models import Delivery
from meetings.extra.models import Demand
from meetings.meeting.models import Meeting
from tests.journeys.dates import link_in, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_at_once")]


def test_the_chair_calls_and_releases_and_the_office_invites(world, visitor):
    """The chair: four taps and two fields. The office: three taps and nothing to type."""
    chair = visitor(world.mayor, width=390)
    with on(date(2026, 11, 23), 9):
        chair.go(world.ub.get_absolute_url())
        chair.tap("Außerordentliche Sitzung ansetzen")
        chair.sees("Mittwoch, 9. Dezember 2026 ist der erste offene Tag mit voller Ladungsfrist von 14 Tagen")
        chair.fill("Worum geht es?", "Ausfall der Leitstelle")
        chair.fill("Warum kann es nicht warten?", "Der Vertrag endet im Dezember.")
        chair.tap("Sitzung prüfen")
        chair.sees("10 Mitglieder werden gebeten, den Tag freizuhalten.")
        assert chair.page.evaluate("document.documentElement.scrollWidth") <= 390
        chair.tap("Sitzung ansetzen")
        chair.sees("Die außerordentliche Sitzung ist angesetzt: Mittwoch, 9. Dezember 2026, 16:00 Uhr.")
        chair.tap("Tagesordnung freigeben", role="button")
    assert (chair.taps, chair.fields) == (4, 2)
    assert Delivery.objects.filter(kind="date_set").count() == 10
    office = visitor(world.secretary)
    with on(date(2026, 11, 23), 10):
        office.start()
        office.tap("Einladung versenden: Unternehmensbeirat", role="link")
        office.tap("Einladung versenden", role="button")
        office.tap("Einladung versenden", role="button")
    assert (office.taps, office.fields) == (3, 0)
    meeting = Meeting.objects.get()
    assert (meeting.kind, meeting.status, meeting.shortened) == ("extraordinary", "invited", False)
    assert Delivery.objects.filter(kind="invitation").count() == 11


def test_members_demand_it_with_a_short_notice_and_the_chair_releases_by_link(world, visitor, mailoutbox):
    office = visitor(world.secretary, dark=True)
    with on(date(2026, 11, 23), 9):
        office.go(f"/gremien/{world.ub.slug}/jahresplan/2026/")
        office.tap("Außerordentliche Sitzung ansetzen")
        office.choose("Mitglieder")
        office.tick("Aylin Kaya")
        office.tick("Werner Dahlhoff")
        office.fill("Worum geht es?", "Ausfall der Leitstelle")
        office.fill("Warum kann es nicht warten?", "Der Vertrag endet im Dezember.")
        office.fill("Beginn", "2026-12-02T17:00")
        office.tap("Sitzung prüfen")
        office.sees("2 von 10 Mitgliedern verlangen die Sitzung (nötig: 3).")
        office.tick("Dr. Peter Lamprecht")
        office.tap("Sitzung prüfen")
        office.sees("Die Ladungsfrist von 14 Tagen ist nicht eingehalten.")
        office.fill("Begründung der verkürzten Ladungsfrist", "Die Leitstelle steht still.")
        office.tap("Sitzung prüfen")
        office.sees("Die Ladungsfrist von 14 Tagen wird verkürzt: Die Leitstelle steht still.")
        office.tap("Ändern")
        office.tap("Sitzung prüfen")
        office.tap("Sitzung ansetzen")
        office.tap("Freigabe erbitten")
    demand = Demand.objects.get()
    assert (demand.signed, demand.needed, demand.supporters.count()) == (3, 3, 3)
    asked = Delivery.objects.exclude(kind="date_set").get(recipient=world.mayor.key)
    chair = visitor(width=390)
    with on(date(2026, 11, 23), 11):
        chair.follow(link_in(asked, "/freigabe/"))
        chair.tap("Code senden")
        code = re.search(r"^ {4}(\d{6})$", mailoutbox[-1].body, re.MULTILINE)
        chair.fill("Code aus der E-Mail", code[1])
        chair.tap("Gerät merken")
        chair.sees("Ausfall der Leitstelle")
        chair.tap("Tagesordnung freigeben")
    with on(date(2026, 11, 23), 12):
        office.taps = office.fields = 0
        office.start()
        office.tap("Einladung versenden: Unternehmensbeirat", role="link")
        office.tap("Einladung versenden", role="button")
        office.tap("Einladung versenden", role="button")
    assert (office.taps, office.fields) == (3, 0)
    demand.meeting.refresh_from_db()
    assert (demand.meeting.status, demand.meeting.shortened) == ("invited", True)
    assert demand.meeting.shortened_reason == "Die Leitstelle steht still."

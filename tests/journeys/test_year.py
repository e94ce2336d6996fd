"""The governance year in a real browser: sixteen steps, each by the person who does it.

The clock is set between the steps; duties run as the worker would run them. Every page visited is held against axe-core.
"""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import pytest

from foundation.almanac.periods import seed
from foundation.duties import perform
from foundation.outbox.models import Delivery
from foundation.outbox.reading import masked_text
from foundation.values import BERLIN
from foundation.web import clock
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.planning.models import YearPlan
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse
from opinions.rounds.models import Opinion, OpinionRound
from portfolio.projects.models import Guideline
from reports.editions.models import ManagementReport

pytestmark = pytest.mark.browser

FEBRUARY = date(2027, 2, 11)
MAY = date(2027, 5, 13)


@contextmanager
def on(day: date, hour: int = 9, minute: int = 0):
    moment = datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)
    with clock.at(moment):
        yield moment


def link_in(delivery: Delivery, part: str) -> str:
    """The first address in the text of a mail that holds `part`."""
    from email import message_from_bytes, policy

    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    return next(word for word in text.split() if part in word)


@pytest.fixture
def house(world, transactional_db):
    seed([2026, 2027])
    for number, title in enumerate(("Gemeinwohl", "Transparenz", "Datensouveränität"), 1):
        Guideline.objects.create(number=number, title=title, text=f"{title} ist gewahrt.")
    world.meeting(world.ub, day=date(2026, 11, 12), status="cancelled", number=4)
    return world


def test_the_governance_year(house, visitor):
    world = house
    office = visitor(world.secretary)
    opinion_round(world, visitor, office)


def opinion_round(world, visitor, office):
    """Steps 10 to 13: question, assessments, the board's opinion with dissent, the management's answers."""
    manager = visitor(world.manager)
    with on(date(2026, 12, 1)):
        manager.go("/stellungnahmen/")
        manager.tap("Stellungnahme erbitten")
        manager.select("Gremium", "Ethik- und Technologiebeirat")
        manager.fill("Titel", "Sensoren im öffentlichen Raum")
        manager.fill("Frage", "Sind 40 Masten mit Sensoren mit unseren Leitplanken vereinbar?")
        manager.fill("Antworten bis", "2026-12-22")
        manager.tap("Stellungnahme erbitten", role="button")
        office.go("/stellungnahmen/")
        office.tap("Sensoren im öffentlichen Raum")
        office.tap("Verfahren eröffnen")
        office.page.get_by_label("Transparenz").check()
        office.tap("Verfahren eröffnen", role="button")
        current = OpinionRound.objects.get()
        assert (current.status, current.opinions.count()) == ("open", 29)
    with on(date(2026, 12, 8), 18):
        member = visitor(world.ostermann, width=820)
        member.go("/einschaetzungen/")
        member.tap("Sensoren im öffentlichen Raum")
        member.choose("teilweise", within="Transparenz")
        member.choose("Zustimmung mit Empfehlungen")
        member.fill("Ihre Empfehlungen", "Eine öffentliche Karte zeigt alle Sensoren.\n\nRohdaten werden gelöscht.")
        member.tap("Weiter zum Prüfen")
        member.sees("Eine öffentliche Karte zeigt alle Sensoren.")
        member.tap("Einschätzung abgeben", role="button")
        assert Opinion.objects.get(person=world.ostermann).status == "submitted"
        assert member.taps <= 6
    with on(date(2026, 12, 23)):
        assert perform("opinions.rounds.opening.close_due", now=clock.now()) == 1
        office.go("/stellungnahmen/")
        office.tap("Sensoren im öffentlichen Raum")
        office.sees("1 von 29 abgegeben")
        office.fill("Text der Stellungnahme", "Der Beirat hält Sensoren für vertretbar.")
        office.fill(
            "Empfehlungen des Beirats", "Eine öffentliche Karte zeigt alle Sensoren.\n\nRohdaten werden gelöscht."
        )
        office.tap("Entwurf speichern")

"""Steps 1 and 2: somebody is appointed, and the dates of the coming year are fixed."""

from datetime import date

from foundation.outbox.models import Delivery
from governance.mandates.composition import composition
from governance.mandates.models import Mandate
from meetings.meeting.models import Meeting
from meetings.planning.models import YearPlan
from tests.journeys.dates import on

DATES = [date(2027, 2, 11), date(2027, 5, 13), date(2027, 8, 12), date(2027, 11, 11)]


def appoint_member(world, visitor):
    """Step 1: the board office fills seat 30 of the ethics board with a new person."""
    office = visitor(world.secretary)
    with on(date(2026, 11, 23)):
        office.start()
        office.tap("Gremien", role="link", exact=True)
        office.tap("Ethik- und Technologiebeirat")
        office.sees("2 Sitze sind frei")
        office.tap("Nachfolge berufen")
        office.fill("Vorname", "Mira")
        office.fill("Nachname", "Neumann")
        office.fill("E-Mail", "mira.neumann@mitglied.example")
        office.fill("Erster Tag", "2026-12-01")
        office.fill("Letzter Tag", "2029-11-30")
        office.fill("Berufen am", "2026-11-20")
        office.fill("Schreiben", "Beschluss des Magistrats vom 20. November 2026")
        office.tap("Berufung speichern")
        office.sees("Mira Neumann")
    mandate = Mandate.objects.get(seat__board=world.etb, seat__number=30)
    assert (mandate.person.email, mandate.start) == ("mira.neumann@mitglied.example", date(2026, 12, 1))
    assert composition(world.etb, date(2026, 12, 1)).held == 30


def plan_the_year(world, visitor):
    """Step 2: dates for 2027 are proposed for all boards together, taken over for two and confirmed at once."""
    office = visitor(world.secretary)
    with on(date(2026, 11, 23)):
        office.start()
        office.tap("Gremien", role="link", exact=True)
        office.tap("Unternehmensbeirat")
        office.tap("Jahresplan", role="link", exact=True)
        office.tap("Vorschlag erstellen")
        office.sees("Donnerstag, 11. Februar 2027")
        assert YearPlan.objects.get(board=world.ub, year=2027).status == "proposed"
        office.tap("Übernehmen")
        office.tap("Gremien", role="link", exact=True)
        office.tap("Ethik- und Technologiebeirat")
        office.tap("Jahresplan", role="link", exact=True)
        office.tap("Übernehmen")
        office.sees("Unternehmensbeirat, Ethik- und Technologiebeirat")
        office.tap("Termine bestätigen")
    confirmed = YearPlan.objects.filter(year=2027, status="confirmed").values_list("board__short_name", flat=True)
    assert sorted(confirmed) == ["ETB", "UB"]
    meetings = Meeting.objects.filter(board=world.ub, year=2027).order_by("starts_at")
    assert [(one.day, one.status) for one in meetings] == [(day, "scheduled") for day in DATES]
    overviews = Delivery.objects.filter(kind="year_overview").values_list("recipient", flat=True)
    assert len(overviews) == len(set(overviews))
    assert world.dahlhoff.key in overviews

"""Steps 14 to 16: the management reports, the mayor's office reviews, and all of it comes back on an agenda."""

from datetime import date

from foundation.duties import perform
from foundation.web import clock
from reports.editions.models import ManagementReport
from tests.journeys.dates import MAY, on

RISK = "Ein Lieferant könnte ausfallen."
SETTLED = "Ein Lieferant könnte ausfallen. Ein zweiter ist unter Vertrag."
BLOCKED = "Freigabe nicht möglich: 1 Anmerkung „Änderung nötig“ ist offen."


def submit_report(world, visitor):
    """Step 14: drafted four weeks before the meeting, completed and submitted; the figures are frozen."""
    manager = visitor(world.manager)
    with on(date(2027, 4, 15)):
        assert perform("reports.editions.compiling.compile_due", now=clock.now()) == 1
        manager.start()
        manager.tap("Berichte", role="link", exact=True)
        manager.tap("Bericht Q1/2027")
        manager.sees("Zahlen")
        manager.tap("Bericht bearbeiten")
        manager.fill("Zeile 1: Aussage", "Der Ethik- und Technologiebeirat hat zu Sensoren beraten.")
        manager.fill("Risiken", RISK)
        manager.fill("Finanzen", "Der Haushalt wird eingehalten.")
        manager.fill("Ausblick", "Im Sommer beginnt der Betrieb.")
        manager.tap("Speichern und einreichen")
        manager.tap("Bericht einreichen", role="button")
        manager.sees("In Prüfung")
    report = ManagementReport.objects.get()
    assert (report.board, report.meeting.day, report.status) == (world.ub, MAY, "submitted")
    assert report.figures_at == report.submitted_at


def review_report(world, visitor):
    """Step 15, first half: a change is asked for, approval is blocked, the report returns."""
    before = ManagementReport.objects.get().versions.get()
    officer = visitor(world.mayors_officer)
    with on(date(2027, 4, 19)):
        officer.start()
        officer.tap("Berichte", role="link", exact=True)
        officer.tap("Bericht prüfen")
        officer.tap("Anmerkung schreiben: Risiken")
        officer.choose("Änderung nötig")
        officer.fill("Ihre Anmerkung", "Was tun Sie dagegen?")
        officer.tap("Anmerkung speichern")
        officer.sees(BLOCKED)
        assert officer.page.get_by_role("button", name="Bericht freigeben").is_disabled()
        officer.tap("Zurückgeben")
        officer.fill("Was zu ändern ist", "Bitte die Risiken ergänzen.")
        officer.tap("Bericht zurückgeben", role="button")
    assert ManagementReport.objects.get().status == "returned"
    before.refresh_from_db()
    assert before.number == 1


def approve_report(world, visitor):
    """Step 15, second half: the management revises, the mayor's office settles its comment and approves."""
    manager = visitor(world.manager)
    with on(date(2027, 4, 20)):
        manager.start()
        manager.tap("Berichte", role="link", exact=True)
        manager.tap("Bericht Q1/2027")
        manager.sees("Bitte die Risiken ergänzen.")
        manager.tap("Bericht bearbeiten")
        manager.fill("Risiken", SETTLED)
        manager.tap("Speichern und einreichen")
        manager.tap("Bericht einreichen", role="button")
    officer = visitor(world.mayors_officer)
    with on(date(2027, 4, 21)):
        officer.start()
        officer.tap("Berichte", role="link", exact=True)
        officer.tap("Bericht prüfen")
        officer.sees(SETTLED)
        officer.tap("Als erledigt markieren")
        officer.tap("Bericht freigeben")
        officer.sees("Der Bericht ist freigegeben.")
    report = ManagementReport.objects.get()
    assert (report.status, report.versions.count()) == ("approved", 2)
    assert [one.decision for one in report.reviews.order_by("pk")] == ["returned", "approved"]


def find_all_on_the_agenda(world, visitor):
    """Step 16: three weeks before the May meeting the year's work is back on the table."""
    office = visitor(world.secretary)
    with on(date(2027, 4, 22)):
        assert perform("meetings.agenda.editing.generate_due", now=clock.now()) >= 1
        office.start()
        office.tap("Sitzungen", role="link", exact=True)
        office.open_meeting(world.ub, MAY)
        office.tap("Tagesordnung bearbeiten")
        office.sees("Genehmigung des Protokolls vom 11. Februar 2027")
        office.sees("Freigegeben vom OB-Büro am 21. April 2027")

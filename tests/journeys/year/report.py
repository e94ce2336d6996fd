"""Steps 14 to 16: the management reports, the mayor's office reviews, and all of it comes back on an agenda."""

from datetime import date

from foundation.duties import perform
from foundation.web import clock
from meetings.agenda import editing
from meetings.invitations import sending
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
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
        manager.tap("Bericht schreiben")
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
        officer.tap("Bericht prüfen")
        officer.sees(SETTLED)
        officer.tap("Als erledigt markieren")
        officer.tap("Bericht freigeben")
        officer.sees("Der Bericht ist freigegeben.")
    report = ManagementReport.objects.get()
    assert (report.status, report.versions.count()) == ("approved", 2)
    assert [one.decision for one in report.reviews.order_by("pk")] == ["returned", "approved"]


def find_all_on_the_agenda(world, visitor):
    """Step 16: three weeks before the May meeting the year's work is back on the table, each item with its reason."""
    with on(date(2027, 4, 22), 16):
        assert perform("meetings.agenda.editing.generate_due", now=clock.now()) == 1
    office = visitor(world.secretary)
    with on(date(2027, 4, 23)):
        office.start()
        office.tap("Sitzungen", role="link", exact=True)
        office.open_meeting(world.ub, MAY)
        office.tap("Tagesordnung bearbeiten")
        office.sees("Das Protokoll ist noch nicht genehmigt.")
        office.sees("Freigegeben am 21. April 2027 (OB-Büro)")
    meeting = Meeting.objects.get(board=world.ub, year=2027, number=2)
    assert [one.source.partition(":")[0] for one in meeting.items.order_by("position")] == [
        "standing", "standing", "standing", "minutes", "report", "standing", "standing",
    ]  # fmt: skip


def approve_minutes(world, visitor):
    """Step 16 goes round: the May meeting approves the minutes of February with one tap."""
    chair, meeting = world.actor(world.mayor), Meeting.objects.get(board=world.ub, year=2027, number=2)
    with on(date(2027, 4, 26)) as now:
        editing.release(meeting, by=chair, now=now)
        sending.invite(meeting, by=world.actor(world.secretary), now=now)
    leader = visitor(world.mayor, width=820)
    with on(MAY, 16):
        leader.start()
        leader.tap("Sitzungen", role="link", exact=True)
        leader.open_meeting(world.ub, MAY)
        leader.tap("Sitzung eröffnen")
        leader.tap("Alle da")
        leader.tap("Sitzung eröffnen", role="button")
        leader.tap("Zur Kenntnis genommen")
        leader.tap("Einstimmig", exact=True)
        leader.tap("Zur Kenntnis genommen")
        leader.sees("Genehmigung des Protokolls vom 11. Februar 2027")
        leader.tap("Einstimmig", exact=True)
    assert Minutes.objects.get(meeting__board=world.ub, meeting__number=1).status == "approved"


def find_answers(world, visitor):
    """Step 16 elsewhere: the ethics board finds the management's answers to its advice on its own next agenda."""
    meeting = Meeting.objects.get(board=world.etb, year=2027, number=2)
    assert meeting.day == date(2027, 6, 17)
    with on(date(2027, 5, 27), 16):
        assert perform("meetings.agenda.editing.generate_due", now=clock.now()) == 1
    chair = visitor(world.cdo, width=820)
    with on(date(2027, 5, 28)):
        chair.start()
        chair.tap("Sitzungen", role="link", exact=True)
        chair.open_meeting(world.etb, meeting.day)
        chair.tap("Tagesordnung freigeben")
        chair.sees("Antworten der Geschäftsführung: Sensoren im öffentlichen Raum")
        chair.sees("2 Antworten seit der letzten Sitzung.")

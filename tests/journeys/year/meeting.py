"""Steps 7 to 9: the meeting itself, its minutes, and what somebody promised to do."""

from datetime import date

from foundation.duties import perform
from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.actions.models import ActionItem
from meetings.meeting.models import Meeting
from meetings.votes.models import Vote
from tests.journeys.dates import FEBRUARY, on

ACTION = "Angebote für drei Automaten einholen"


def hold_meeting(world, visitor):
    """Step 7: attendance, every item, a counted vote, a unanimous one, an action item, the end."""
    chair = visitor(world.mayor, width=820)
    with on(FEBRUARY, 16):
        chair.start()
        chair.tap("Sitzung eröffnen")
        chair.tap("Alle da")
        chair.sees("10 von 10")
        chair.tap("Sitzung eröffnen", role="button")
        chair.tap("Zur Kenntnis genommen")
        chair.tap("Einstimmig", exact=True)
        chair.tap("Zur Kenntnis genommen")
    with on(FEBRUARY, 17):
        chair.open_details("Stimmen zählen oder Antrag ändern")
        chair.fill("Ja", "8")
        chair.fill("Nein", "1")
        chair.fill("Enthaltungen", "1")
        chair.tap("Auszählung speichern")
        chair.sees("8 Ja, 1 Nein, 1 Enthaltung")
        chair.tap("Maßnahme eintragen")
        chair.fill("Was ist zu tun", ACTION)
        assert "Barrierefreie Bezahlautomaten" in chair.chosen("Tagesordnungspunkt")
        chair.select("Wer", "Dr. Jonas Ebeling")
        chair.fill("Bis wann", "2027-03-31")
        chair.tap("Maßnahme speichern")
        chair.tap("Zur Kenntnis genommen")
        chair.tap("Zur Kenntnis genommen")
    with on(FEBRUARY, 17, 30):
        chair.tap("Sitzung schließen")
    assert chair.taps <= 30
    meeting = Meeting.objects.get(board=world.ub, year=2027, number=1)
    assert meeting.status == "held"
    assert [item.outcome for item in meeting.items.order_by("position")] == [
        "noted", "decided", "noted", "decided", "noted", "noted",
    ]  # fmt: skip
    votes = Vote.objects.order_by("counted_at").values_list("yes", "no", "abstain", "result")
    assert list(votes) == [(10, 0, 0, "adopted"), (8, 1, 1, "adopted")]


def write_minutes(world, visitor):
    """Step 8: facts stand already; the board office adds text, the chair signs off, the members get it."""
    office = visitor(world.secretary)
    with on(FEBRUARY, 20):
        office.start()
        office.tap("Protokoll schreiben: Protokoll: Unternehmensbeirat, 11.02.2027")
        office.tap("Protokoll schreiben", role="button")
        office.sees(ACTION)
        office.fill("Text zu TOP 4", "Der Beirat berät über Standorte und Kosten.")
        office.tap("Protokoll speichern")
        office.tap("Zur Freigabe geben", role="button")
        office.sees("Der Entwurf ist beim Vorsitz.")
    chair = visitor(world.mayor, width=820)
    with on(date(2027, 2, 12)):
        chair.start()
        chair.tap("Entwurf lesen")
        chair.sees("Der Beirat berät über Standorte und Kosten.")
        chair.tap("Protokoll freigeben", role="button")
    with on(date(2027, 2, 12), 11):
        office.go("/sitzungen/")
        office.open_meeting(world.ub, FEBRUARY)
        office.tap("Protokoll versenden")
        office.tap("Protokoll versenden", role="button")
        office.sees("Das Protokoll geht an 10 Personen.")
        office.tap("Protokoll versenden", role="button")
        perform("foundation.documents.rendering.render_due", now=clock.now())
        perform("foundation.outbox.delivery.drain", now=clock.now())
    minutes = Meeting.objects.get(board=world.ub, year=2027, number=1).minutes
    version = minutes.versions.get()
    assert (minutes.status, version.rendering.state) == ("circulated", "done")
    assert Delivery.objects.filter(kind="minutes", state="sent").count() == 10
    member = visitor(world.dahlhoff, width=820)
    with on(date(2027, 2, 13)):
        member.start()
        member.tap("Sitzungen", role="link", exact=True)
        member.open_meeting(world.ub, FEBRUARY)
        member.tap("Protokoll", role="link", exact=True)
        member.sees("8 Ja, 1 Nein, 1 Enthaltung")
        assert member.download("Protokoll (PDF)").startswith(b"%PDF-")


def finish_action(world, visitor):
    """Step 9: the owner reports, the board office confirms."""
    manager = visitor(world.manager)
    with on(date(2027, 3, 30)):
        manager.start()
        manager.tap(ACTION)
        manager.fill("Was wurde getan", "Drei Angebote liegen vor.")
        manager.tap("Erledigung melden", role="button")
    office = visitor(world.secretary)
    with on(date(2027, 3, 31)):
        office.start()
        office.tap("Sitzungen", role="link", exact=True)
        office.tap("Maßnahmen", role="link")
        office.tap(ACTION)
        office.sees("Drei Angebote liegen vor.")
        office.tap("Als erledigt bestätigen", role="button")
    assert ActionItem.objects.get().status == "verified"

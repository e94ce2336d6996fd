"""Steps 3 and 4: a member proposes a topic, the agenda is generated with reasons, the chair releases it."""

from datetime import date

from meetings.agenda.models import AgendaProposal
from meetings.meeting.models import Meeting
from tests.journeys.dates import FEBRUARY, on

MACHINES = "Barrierefreie Bezahlautomaten"
DAY = "Do, 11.02."


def collect_topics(world, visitor):
    """Step 3, the topic: member Kaya proposes, chair Holtkamp accepts."""
    with on(date(2027, 1, 11)):
        member = visitor(world.kaya, width=820)
        member.start()
        member.tap("Sitzungen", role="link", exact=True)
        member.tap("Thema vorschlagen")
        member.select("Gremium", "Unternehmensbeirat")
        member.fill("Titel", MACHINES)
        member.select("Art", "Beschluss")
        member.fill("Worum es geht", "Automaten in den Parkhäusern sind für viele nicht bedienbar.")
        member.fill("Antrag", "Der Beirat empfiehlt barrierefreie Bezahlautomaten.")
        member.tap("Thema vorschlagen", role="button")
        member.sees("Der Vorsitz entscheidet darüber.")
        chair = visitor(world.mayor, width=820)
        chair.start()
        chair.tap("Sitzungen", role="link", exact=True)
        chair.tap("Themen", role="link")
        chair.tap(f"Annehmen: {MACHINES}")
    assert AgendaProposal.objects.get().status == "accepted"


def write_agenda(world, visitor):
    """Step 3, the agenda: the board office sees each item with its reason and takes all over."""
    office = visitor(world.secretary)
    with on(date(2027, 1, 21)):
        office.start()
        office.tap("Sitzungen", role="link", exact=True)
        office.open_meeting(world.ub, FEBRUARY)
        office.tap("Tagesordnung bearbeiten")
        office.sees("Vorschlag von Aylin Kaya, angenommen am 11.01.2027.")
        office.tap("Alle 6 übernehmen")
        office.sees("Keine Änderungen")
    meeting = Meeting.objects.get(board=world.ub, year=2027, number=1)
    assert [one.title for one in meeting.items.order_by("position")] == [
        "Eröffnung, Einladung und Beschlussfähigkeit",
        "Genehmigung der Tagesordnung",
        "Erklärungen zur Befangenheit",
        MACHINES,
        "Verschiedenes",
        "Termine",
    ]


def release_agenda(world, visitor):
    """Step 4: the chair reads and releases."""
    chair = visitor(world.mayor, width=820)
    with on(date(2027, 1, 25), 18):
        chair.start()
        chair.sees("Zur Freigabe")
        chair.tap("Tagesordnung freigeben")
        chair.sees(MACHINES)
        chair.tap("Tagesordnung freigeben", role="button")
        chair.sees("Die Tagesordnung ist freigegeben.")
    meeting = Meeting.objects.get(board=world.ub, year=2027, number=1)
    assert (meeting.agenda.status, meeting.status) == ("released", "scheduled")

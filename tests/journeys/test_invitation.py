"""J2: an invitation leaves, arrives, is answered from the mail and from a calendar, changes, and comes back.

The mail goes through a real SMTP server, the calendar answer through a real IMAP mailbox.
"""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from foundation.duties import perform
from foundation.values import BERLIN
from foundation.web import clock
from meetings.invitations.models import Invitation
from tests import imap
from tests.foundation.outbox.conftest import serve, server  # noqa: F401
from tests.journeys.dates import FEBRUARY, on
from tests.meetings.incoming.mails import SERVER, calendar, outlook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DISPATCH = date(2027, 1, 26)


@pytest.fixture
def mailbox(settings, mailbox_server):
    """The inbox of the sender: `mailbox(octets)` lets a message arrive and be read."""
    settings.IMAP_URL = mailbox_server
    settings.MAIL_AUTHSERV_ID = SERVER
    line = imap.connect(mailbox_server)

    def arrive(raw: bytes) -> None:
        assert line.append("INBOX", None, None, raw)[0] == "OK"
        perform("foundation.outbox.mailbox.fetch_due", now=clock.now())
        perform("meetings.incoming.reading.read_due", now=clock.now())

    yield arrive
    line.logout()


def sent_to(server, person):  # noqa: F811
    """What lies in the mailbox of a member, the oldest first."""
    found = [raw for _sender, recipients, raw in server.mails if recipients == [person.email]]
    return [message_from_bytes(raw, policy=policy.default) for raw in found]


def entry(mail):
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    return part.get_param("method"), Calendar.from_ical(part.get_content()).walk("VEVENT")[0]


def drain():
    return perform("foundation.outbox.delivery.drain", now=clock.now())


def test_j2_an_invitation_and_its_answers(world, visitor, server, mailbox):  # noqa: F811
    meeting = world.meeting()
    world.agenda(meeting, "Eröffnung", "Datenplattform: Betriebsmodell")
    send(world, visitor, server, meeting)
    answer_from_the_mail(world, visitor, server)
    answer_from_the_calendar(world, visitor, mailbox, meeting)
    move(world, visitor, server, meeting)


def send(world, visitor, server, meeting):  # noqa: F811
    """The office sees a mail as it will arrive, tries it on its own address, sends, and holds it for a moment."""
    office = visitor(world.secretary)
    with on(DISPATCH):
        office.go(meeting.get_absolute_url())
        office.tap("Einladung versenden")
        office.sees("27. Januar 2027")
        office.sees("11 Personen")
        office.tap("E-Mail ansehen Werner Dahlhoff")
        office.sees("Einladung Unternehmensbeirat, Do 11.02.2027, 16 Uhr")
        office.tap("Probe an mich")
        assert drain() == 1
        (trial,) = sent_to(server, world.secretary)
        assert str(trial["Subject"]).startswith("Probe: Einladung Unternehmensbeirat")
        office.page.go_back()
        office.go(f"/sitzungen/{meeting.pk}/einladung/")
        taps = office.taps
        office.tap("Einladung versenden", role="button")
        office.tap("Einladung versenden", role="button")
        assert office.taps - taps == 2
        office.sees("Der Versand beginnt um 09:02 Uhr.")
        assert drain() == 0
        office.tap("Versand anhalten")
        assert drain() == 0
        office.tap("Jetzt senden")
        assert drain() == 11
    assert len(server.mails) == 12
    for invitation in Invitation.objects.select_related("person"):
        (mail,) = [one for one in sent_to(server, invitation.person) if not str(one["Subject"]).startswith("Probe")]
        method, event = entry(mail)
        assert (method, str(event["UID"]), int(event["SEQUENCE"])) == ("REQUEST", meeting.uid, 1)
        assert str(event["ATTENDEE"]) == f"mailto:{invitation.person.email}"


def link(mail, part):
    return next(word for word in mail.get_body(("plain",)).get_content().split() if part in word)


def answer_from_the_mail(world, visitor, server):  # noqa: F811
    """Dahlhoff on his tablet, without a login: one tap in the mail, one on the page."""
    (mail,) = sent_to(server, world.dahlhoff)
    assert str(mail["Subject"]) == "Einladung Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    reader = visitor(width=820)
    with on(date(2027, 1, 28), 11):
        reader.follow(link(mail, "antwort=zusage"))
        reader.tap("Zusage bestätigen", role="button")
        reader.sees("Ihre Zusage ist gespeichert")
    assert (reader.taps, reader.fields) == (2, 0)


def answer_from_the_calendar(world, visitor, mailbox, meeting):
    """Kaya declines in Outlook; the office reads it with its source, and how the quorum stands."""
    for member in [one for one in world.members["UB"] if one not in (world.dahlhoff, world.kaya)][:5]:
        with on(date(2027, 1, 28), 12):
            mailbox(outlook(member.email, calendar(meeting, member.email, organizer=None)))
    with on(date(2027, 1, 29), 8):
        mailbox(outlook(world.kaya.email, calendar(meeting, world.kaya.email, "DECLINED", organizer=None)))
        office = visitor(world.secretary, dark=True)
        office.go(f"/sitzungen/{meeting.pk}/teilnahme/")
        row = office.page.get_by_role("listitem").filter(has_text=str(world.kaya)).first.inner_text()
        assert "abgesagt" in row
        assert "per E-Mail" in row
        office.sees("Voraussichtlich beschlussfähig: 6 von 10 zugesagt, nötig sind 6.")


def move(world, visitor, server, meeting):  # noqa: F811
    """Another room keeps the answers, another day asks anew; both replace the entry in the calendar."""
    office = visitor(world.secretary)
    with on(date(2027, 1, 29), 9):
        change(office, meeting, "Ort", "Rathaus, Großer Saal")
    with on(date(2027, 1, 29), 9, 3):
        drain()
    _method, event = entry(sent_to(server, world.dahlhoff)[-1])
    assert (str(event["UID"]), int(event["SEQUENCE"]), str(event["LOCATION"])) == (
        meeting.uid,
        2,
        "Rathaus, Großer Saal",
    )
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert answers() == {"accepted": 6, "declined": 1, "needs_action": 4}
    later = FEBRUARY + timedelta(days=14)
    with on(date(2027, 1, 29), 10):
        change(office, meeting, "Beginn", f"{later}T16:00", "Ende", f"{later}T18:00")
    with on(date(2027, 1, 29), 10, 3):
        drain()
    _method, event = entry(sent_to(server, world.dahlhoff)[-1])
    assert int(event["SEQUENCE"]) == 3
    assert event["DTSTART"].dt == datetime(2027, 2, 25, 16, tzinfo=BERLIN)
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert answers() == {"needs_action": 11}


def change(office, meeting, *values):
    office.go(f"/sitzungen/{meeting.pk}/einladung/aendern/")
    for label, value in zip(values[::2], values[1::2], strict=True):
        office.fill(label, value)
    office.tap("Weiter zur Bestätigung", role="button")
    office.tap("Änderung speichern", role="button")


def answers():
    found = list(Invitation.objects.values_list("answer", flat=True))
    return {answer: found.count(answer) for answer in found}

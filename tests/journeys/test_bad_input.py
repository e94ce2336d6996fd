"""What people do by mistake or too late: a clear German page, the right status, and nothing written twice."""

from datetime import date, timedelta

import pytest

from foundation.accounts.models import PersonalLink
from foundation.duties import perform
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import Actor
from foundation.web import clock
from meetings.agenda import editing
from meetings.invitations import sending
from meetings.invitations.models import Invitation, Reply
from meetings.sittings import running
from meetings.votes.models import Vote
from opinions.rounds import opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import Opinion, OpinionRevision
from tests.journeys.dates import FEBRUARY, link_in, on

pytestmark = pytest.mark.browser

PHONE = "069 90009-120"
INVITED = date(2027, 1, 26)


@pytest.fixture
def house(world, site):
    return world


@pytest.fixture
def meeting(house):
    """A meeting that can be invited to, with a released agenda of three decisions."""
    made = house.meeting()
    house.agenda(made, "Datenplattform", "Bezahlautomaten", "Termine")
    return made


@pytest.fixture
def invited(house, meeting):
    with on(INVITED) as now:
        sending.invite(meeting, by=house.actor(house.secretary), now=now)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def letter(house, invited):
    """The invitation of Werner Dahlhoff."""
    return Delivery.objects.get(kind="invitation", recipient=house.dahlhoff.key)


def test_an_unknown_link_offers_a_new_one(house, visitor):
    guest = visitor(width=390)
    guest.refused("/a/" + "x" * 54 + "/", 404)
    guest.sees("Dieser Link funktioniert nicht")
    guest.sees(PHONE)
    guest.fill("E-Mail", house.dahlhoff.email)
    guest.tap("Neuen Link senden", role="button")
    guest.sees("Der neue Link ist unterwegs")
    assert Delivery.objects.count() == 0


def test_an_expired_link_is_replaced_by_mail(house, letter, visitor):
    guest = visitor(width=390)
    old = link_in(letter, "antwort=zusage")
    with on(INVITED + timedelta(days=1)):
        PersonalLink.objects.filter(holder=house.dahlhoff.key).update(revoked_at=clock.now())
        guest.refused(old, 410)
        guest.sees("Dieser Link gilt nicht mehr.")
        guest.sees(PHONE)
        guest.fill("E-Mail", house.dahlhoff.email)
        guest.tap("Neuen Link senden", role="button")
        assert perform("meetings.invitations.reminders.send_links_due", now=clock.now()) == 1
        guest.follow(link_in(Delivery.objects.get(kind="fresh_link"), "antwort=zusage"))
        guest.sees("Guten Tag, Herr Dahlhoff.")
    assert Reply.objects.count() == 0


def test_a_reply_after_the_meeting_began_is_not_taken(house, letter, visitor):
    guest = visitor(width=820)
    with on(FEBRUARY, 15, 59):
        guest.go(link_in(letter, "antwort=zusage"))
    with on(FEBRUARY, 16, 1):
        assert guest.tap("Zusage bestätigen", role="button").status == 410
        guest.sees("Die Sitzung hat begonnen. Bitte rufen Sie die Geschäftsstelle an.")
        guest.sees(PHONE)
    assert Invitation.objects.get(person=house.dahlhoff).answer == "needs_action"
    assert Reply.objects.count() == 0


def test_an_assessment_after_the_deadline_is_not_taken(house, visitor):
    with on(date(2026, 12, 1)) as now:
        asked = opening.prepare(
            board=house.etb,
            title="Sensoren",
            question="Sind Sensoren vertretbar?",
            requested_by=house.manager,
            deadline=end_of(date(2026, 12, 22)),
            by=house.actor(house.manager),
            now=now,
        )
        opening.open_round(
            asked, deadline=asked.deadline, guidelines=[], important=[], by=house.actor(house.secretary), now=now
        )
    member = visitor(house.ostermann, width=820)
    with on(date(2026, 12, 22), 23, 50):
        member.go("/einschaetzungen/")
        member.tap("Einschätzung abgeben: Sensoren")
        member.choose("Zustimmung")
        member.tap("Weiter zum Prüfen")
    with on(date(2026, 12, 23), 0, 10):
        assert member.tap("Einschätzung abgeben", role="button").status == 410
        member.sees("Die Frist endete am Dienstag, 22. Dezember 2026.")
        member.sees(PHONE)
    assert OpinionRevision.objects.count() == 0
    assert Opinion.objects.get(person=house.ostermann).status == "draft"


def test_an_agenda_is_released_once(house, visitor):
    meeting = house.meeting()
    with on(date(2027, 1, 21)) as now:
        editing.accept(meeting, by=house.actor(house.secretary), now=now)
        first, second = visitor(house.mayor, width=820), visitor(house.mayor, width=820)
        for screen in (first, second):
            screen.go(f"/sitzungen/{meeting.pk}/tagesordnung/")
        first.tap("Tagesordnung freigeben", role="button")
        second.tap("Tagesordnung freigeben", role="button")
        second.sees("Die Tagesordnung ist freigegeben.")
    assert JournalEntry.objects.filter(action="agenda.released").count() == 1


def test_a_vote_is_counted_once(house, invited, visitor):
    with on(FEBRUARY, 16):
        running.mark_all(invited, by=Actor(house.mayor.key), now=clock.now())
        running.open(invited, by=Actor(house.mayor.key), now=clock.now())
        first, second = visitor(house.mayor, width=820), visitor(house.mayor, width=820)
        for screen in (first, second):
            screen.go(f"/sitzungen/{invited.pk}/leitung/")
        first.tap("Einstimmig", exact=True)
        second.tap("Einstimmig", exact=True)
        second.sees("TOP 2")
        second.sees("Bezahlautomaten")
    assert list(Vote.objects.values_list("motion__item__position", "yes")) == [(1, 10)]

"""Steps 5 and 6: the invitation leaves in time, and members answer it from the mail or on the page."""

import re
from datetime import date

from icalendar import Calendar

from foundation.duties import perform
from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from tests.journeys.dates import FEBRUARY, link_in, mail_of, on


def send_invitation(world, visitor):
    """Step 5: one day before the last one, to ten members and the management as guest; a mail is seen before."""
    office = visitor(world.secretary)
    with on(date(2027, 1, 26)):
        office.start()
        office.tap("Einladung prüfen")
        office.sees("27. Januar 2027")
        office.sees("11 Personen")
        office.tap("E-Mail ansehen Werner Dahlhoff")
        office.sees("Guten Tag, Herr Dahlhoff")
        office.page.go_back()
        office.tap("Einladung versenden", role="button")
        office.sees("Einladung jetzt versenden?")
        office.tap("Einladung versenden", role="button")
        assert perform("foundation.outbox.delivery.drain", now=clock.now()) >= 11
        office.tap("Unternehmensbeirat")
    meeting = Meeting.objects.get(board=world.ub, year=2027, number=1)
    assert (meeting.status, meeting.agenda.status, meeting.invitations.count()) == ("invited", "frozen", 11)
    hold_calendar_part(world, meeting)
    see_proof(world, visitor)


def hold_calendar_part(world, meeting):
    """Every mail holds a request for its own recipient and nobody else."""
    letters = Delivery.objects.filter(kind="invitation", topic=meeting.key)
    assert letters.count() == 11
    for letter in letters:
        part = next(one for one in mail_of(letter).walk() if one.get_content_type() == "text/calendar")
        assert part.get_param("method") == "REQUEST"
        event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
        assert str(event["UID"]) == meeting.uid
        assert str(event["ATTENDEE"]) == f"mailto:{letter.address}"
        assert event["DTSTART"].dt == meeting.starts_at


def see_proof(world, visitor):
    """The proof of dispatch shows what left, without the personal link."""
    office = visitor(world.secretary)
    letter = Delivery.objects.get(kind="invitation", recipient=world.dahlhoff.key)
    with on(date(2027, 1, 26), 10):
        office.start()
        office.tap("Sitzungen", role="link", exact=True)
        office.open_meeting(world.ub, FEBRUARY)
        office.tap("Einladung und Versandnachweis")
        office.tap("Zustellung ansehen Werner Dahlhoff")
        office.sees("Persönliche Links sind unkenntlich gemacht.")
        office.sees("METHOD:REQUEST")
        assert link_in(letter, "/a/").split("?")[0] not in office.page.content()
        token = re.search(r"/a/([^?/]+)", link_in(letter, "/a/"))
        assert token
        assert token[1] not in office.page.content()


def answer_from_mail(world, visitor):
    """Step 6: Werner Dahlhoff, 74, answers on his tablet without signing in: two taps with the one in the mail."""
    letter = Delivery.objects.get(kind="invitation", recipient=world.dahlhoff.key)
    invitation = Invitation.objects.get(person=world.dahlhoff, meeting__board=world.ub)
    reader = visitor(width=820)
    with on(date(2027, 1, 28), 11):
        reader.follow(link_in(letter, "antwort=zusage"))
        reader.sees("Guten Tag, Herr Dahlhoff.")
        invitation.refresh_from_db()
        assert (invitation.answer, Reply.objects.count()) == ("needs_action", 0)
        reader.tap("Zusage bestätigen", role="button")
        reader.sees("Ihre Zusage ist gespeichert")
        assert reader.taps == 2
    invitation.refresh_from_db()
    assert invitation.answer == "accepted"
    answer_signed_in(world, visitor)


def answer_signed_in(world, visitor):
    """Another member answers on her first screen, on her phone in the dark: one tap."""
    member = visitor(world.kaya, width=390, dark=True)
    with on(date(2027, 1, 28), 20):
        member.start()
        member.tap("Ich nehme nicht teil")
        member.sees("Sie haben abgesagt.")
        assert member.taps == 1
    answers = dict(Invitation.objects.filter(meeting__board=world.ub).values_list("person__family_name", "answer"))
    assert (answers["Dahlhoff"], answers["Kaya"]) == ("accepted", "declined")
    assert sorted(answers.values()).count("needs_action") == 9
    assert list(Reply.objects.order_by("received_at").values_list("source", flat=True)) == ["link", "page"]

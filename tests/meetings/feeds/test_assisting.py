"""The calendar of somebody one assists: dates and answers, neither papers nor a way in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from foundation.accounts import feeds
from foundation.web import clock
from governance.people.models import Assistance
from meetings.feeds import addresses
from meetings.invitations import replies, sending
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting

DISPATCH_DAY = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def path(world, now):
    """The address the mayor's assistant made for the mayor's dates."""
    subject = addresses.subject_for(world.mayor.pk)
    values = {"language": "de", "detailed": True, "by": world.actor(world.assistant), "now": now}
    _feed, secret = feeds.open_feed(world.assistant.key, subject=subject, **values)
    return f"/kalender/{world.assistant.pk}/fuer/{world.mayor.pk}/{secret}.ics"


@pytest.fixture
def meeting(world):
    """By video for who wants it; the mayor is invited."""
    made = world.meeting(world.ub, day=date(2027, 2, 11), number=1)
    Meeting.objects.filter(pk=made.pk).update(mode="hybrid", video_url="https://video.example/geheim")
    made.refresh_from_db()
    world.agenda(made, "Vertraulich: Kauf der Anteile")
    world.meeting(world.sb, day=date(2027, 3, 4), number=1)
    with clock.at(DISPATCH_DAY):
        sending.invite(made, by=world.actor(world.secretary), now=DISPATCH_DAY)
    return made


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_the_assistant_finds_the_principals_dates_and_where_to_answer(world, meeting, path, client):
    with clock.at(DISPATCH_DAY):
        response = client.get(path)
        (event,) = events(response)
        assert str(event["DESCRIPTION"]).splitlines() == [
            f"Antworten (nach Anmeldung): http://localhost:8000/sitzungen/{meeting.pk}/antwort/{world.mayor.pk}/",
            "Noch keine Antwort.",
        ]
        assert str(Calendar.from_ical(response.content)["NAME"]) == f"Termine von {world.mayor}"
        own = Invitation.objects.get(person=world.mayor)
        replies.record(own, "accepted", by=world.actor(world.mayor), now=DISPATCH_DAY, source="page", sequence=1)
        changed = client.get(path, headers={"If-None-Match": response["ETag"]})
        assert str(events(changed)[0]["DESCRIPTION"]).endswith("Nimmt teil")


def test_neither_papers_nor_the_video_link_nor_a_personal_link_go_along(world, meeting, path, client):
    with clock.at(DISPATCH_DAY):
        response = client.get(path)
    (event,) = events(response)
    assert "URL" not in event
    assert not any(word in response.content for word in (b"geheim", b"/a/", b"Kauf der Anteile", b"ATTENDEE"))


def test_the_address_ends_with_the_assistance(world, meeting, path, client):
    Assistance.objects.update(end=DISPATCH_DAY.date())
    with clock.at(DISPATCH_DAY):
        assert client.get(path).status_code == 200
    with clock.at(DISPATCH_DAY + timedelta(days=1)):
        assert client.get(path).status_code == 404


def test_nobody_subscribes_to_somebody_they_do_not_assist(world, meeting, now, client):
    """Neither by the form nor with an address of one's own."""
    subject = addresses.subject_for(world.mayor.pk)
    values = {"language": "de", "detailed": True, "by": world.actor(world.kaya), "now": now}
    _feed, secret = feeds.open_feed(world.kaya.key, subject=subject, **values)
    with clock.at(DISPATCH_DAY):
        assert client.get(f"/kalender/{world.kaya.pk}/fuer/{world.mayor.pk}/{secret}.ics").status_code == 404
        client.force_login(world.kaya.user)
        assert client.post("/konto/kalender/", {"subject": subject}).status_code == 400


def test_the_page_offers_the_dates_of_the_principal(world, client):
    client.force_login(world.assistant.user)
    page = client.get("/konto/kalender/").content.decode()
    assert f"Termine von {world.mayor}" in page
    assert "Alle meine Termine" not in page
    made = client.post("/konto/kalender/", {"subject": addresses.subject_for(world.mayor.pk)}).content.decode()
    assert f"/kalender/{world.assistant.pk}/fuer/{world.mayor.pk}/" in made

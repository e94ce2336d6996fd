"""What everybody may know: when and where boards meet that publish their dates, and nothing else."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from foundation.journal.models import JournalEntry
from foundation.web import clock
from governance.boards.models import Board
from governance.boards.publishing import publish_dates
from meetings.meeting.models import Meeting

ALL = "/kalender/oeffentlich.ics"


@pytest.fixture
def published(world, now):
    """Dates of a board that publishes them, and of one that does not."""
    publish_dates(world.ub, publish=True, by=world.actor(world.secretary), now=now)
    return [
        world.meeting(world.ub, day=date(2027, 2, 11), number=1),
        world.meeting(world.ub, day=date(2027, 5, 13), number=2, status="planned"),
        world.meeting(world.ub, day=date(2027, 6, 10), number=3, status="cancelled"),
        world.meeting(world.etb, day=date(2027, 3, 4), number=1),
    ]


def titles(response):
    return [str(one["SUMMARY"]) for one in Calendar.from_ical(response.content).walk("VEVENT")]


def test_only_set_dates_of_boards_that_publish_them(world, published, client):
    """Neither pencilled in, nor dropped before anybody was told, nor of the other board."""
    Meeting.objects.filter(pk=published[2].pk).update(dropped=True)
    assert titles(client.get(ALL)) == ["Unternehmensbeirat, 1. Sitzung 2027"]
    Meeting.objects.filter(pk=published[2].pk).update(dropped=False)
    assert titles(client.get(ALL)) == [
        "Unternehmensbeirat, 1. Sitzung 2027",
        "Abgesagt: Unternehmensbeirat, 3. Sitzung 2027",
    ]
    assert client.get(f"/kalender/oeffentlich/{world.etb.slug}.ics").status_code == 404
    assert titles(client.get(f"/kalender/oeffentlich/{world.ub.slug}.ics")) == titles(client.get(ALL))


def test_no_way_in_and_no_link_stands_in_it(world, published, client):
    secret = "https://video.example/geheim"
    Meeting.objects.filter(pk=published[0].pk).update(mode="hybrid", video_url=secret, sequence=1)
    response = client.get(ALL)
    assert secret.encode() not in response.content
    (event, _gone) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(event["CLASS"]), str(event["LOCATION"])) == ("PUBLIC", "Haus der Digitalstadt, Raum 1.04")
    assert not {"URL", "DESCRIPTION", "ATTENDEE"} & set(event)


def test_f6_f7_programs_ask_without_login_and_get_it_once(world, published, client, django_assert_num_queries):
    first = client.get(ALL)
    assert (first["Content-Type"], first["Cache-Control"]) == ("text/calendar; charset=utf-8", "public, max-age=300")
    assert not first.cookies
    for path in (ALL, f"/kalender/oeffentlich/{world.ub.slug}.ics"):
        tag = client.get(path)["ETag"]
        with django_assert_num_queries(2):
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    Meeting.objects.filter(pk=published[0].pk).update(place="Rathaus", revision=2)
    assert client.get(ALL, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.post(ALL).status_code == 405


def test_dates_taken_back_are_gone_for_who_asks_again(world, published, client, now):
    tag = client.get(ALL)["ETag"]
    publish_dates(world.ub, publish=False, by=world.actor(world.secretary), now=now)
    assert titles(client.get(ALL, headers={"If-None-Match": tag})) == []
    assert client.get(f"/kalender/oeffentlich/{world.ub.slug}.ics").status_code == 404


def test_f7_dates_taken_back_are_gone_for_who_only_knows_the_hour_of_the_last_change(world, published, client, now):
    publish_dates(world.etb, publish=True, by=world.actor(world.secretary), now=now)
    for board, left in ((world.etb, 2), (world.ub, 0)):
        now += timedelta(minutes=5)
        with clock.at(now):
            asked = {"If-Modified-Since": client.get(ALL)["Last-Modified"]}
            assert client.get(ALL, headers=asked).status_code == 304
            later = now + timedelta(minutes=1)
            publish_dates(board, publish=False, by=world.actor(world.secretary), now=later)
        with clock.at(later):
            assert len(titles(client.get(ALL, headers=asked))) == left


def test_the_public_page_and_the_front_page_list_them(world, published, client):
    with clock.at(published[0].starts_at - timedelta(days=10)):
        for address in ("/", "/termine/"):
            page = client.get(address).content.decode().replace("\xa0", " ")
            assert "Februar 2027, 16:00 bis 18:00 Uhr" in page
            assert not any(month in page for month in ("März", "Mai 2027", "Juni"))
        assert f"webcal://localhost:8000/kalender/oeffentlich/{world.ub.slug}.ics" in page


def test_a_page_without_dates_says_so(world, client):
    assert "Kein Termin ist veröffentlicht." in client.get("/termine/").content.decode()


def test_the_office_publishes_and_takes_back_with_one_button(world, client):
    """A page left open does not turn the decision back."""
    client.force_login(world.secretary.user)
    address = f"/gremien/{world.ub.slug}/termine-veroeffentlichen/"
    assert "Termine veröffentlichen" in client.get(address).content.decode()
    for _press in range(2):
        assert client.post(address, {"publish": "yes"}).status_code == 302
    assert Board.objects.get(pk=world.ub.pk).publishes_dates
    assert client.post(address, {"publish": "perhaps"}).status_code == 400
    assert client.post(address, {"publish": "no"}).status_code == 302
    assert not Board.objects.get(pk=world.ub.pk).publishes_dates
    actions = JournalEntry.objects.filter(action__startswith="board.dates").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["board.dates_published", "board.dates_hidden"]

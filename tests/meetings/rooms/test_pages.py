"""The board office keeps the rooms and chooses them; members read how they get in."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import BERLIN, SYSTEM
from governance.boards.models import Board
from meetings.meeting.models import Meeting
from meetings.rooms import finding, keeping
from meetings.rooms.models import Room

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ACCESS = "Barrierefreiheit: stufenlos, barrierefreies WC. Der Aufzug ist links."
FACTS = {
    "name": "Rathaus, Saal",
    "address": "Musterplatz 1",
    "capacity": "40",
    "equipment": ["video_conference", "wifi"],
    "step_free": "true",
    "accessible_toilet": "true",
    "induction_loop": "unknown",
    "accessible_parking": "unknown",
    "way_in": "Der Aufzug ist links.",
}
PLACE = "Rathaus, Saal, Musterplatz 1"


def text(response, status=200):
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


@pytest.fixture
def office(world, client):
    client.force_login(world.secretary.user)
    return client


@pytest.fixture
def room(world):
    facts = {"step_free": True, "accessible_toilet": True, "way_in": "Der Aufzug ist links."}
    described = {"name": "Rathaus, Saal", "address": "Musterplatz 1", "capacity": 5, **facts}
    return keeping.add(**described, by=SYSTEM, now=NOW)


def test_the_office_adds_a_room_and_sees_its_facts(world, office):
    page = text(office.post("/raeume/neu/", FACTS, follow=True))
    assert "„Rathaus, Saal“ ist gespeichert." in page
    assert "Stufenlos, barrierefreies WC" in page
    made = Room.objects.get()
    assert (made.capacity, made.video_conference, made.projector, made.induction_loop) == (40, True, False, None)
    listed = text(office.get("/raeume/"))
    assert "40 Plätze, Videokonferenz, WLAN" in listed
    assert PLACE in listed
    assert ACCESS in listed


def test_the_usual_place_of_a_board_becomes_a_room_that_its_meetings_find(world, office):
    assert "?ort=Haus%20der%20Digitalstadt%2C%20Raum%201.04" in text(office.get("/raeume/"))
    form = office.get("/raeume/neu/", {"ort": world.ub.place}).context["form"]
    office.post("/raeume/neu/", FACTS | {"known_as": form["known_as"].value()})
    assert finding.named(world.ub.place) == Room.objects.get()
    assert "Übliche Orte, die noch kein Raum sind" not in text(office.get("/raeume/"))


def test_a_name_that_is_taken_is_told_and_nothing_typed_is_lost(world, office, room):
    page = text(office.post("/raeume/neu/", FACTS), 409)
    assert "Ein anderer Raum heißt schon so." in page
    assert 'value="Der Aufzug ist links."' in page


def test_the_form_of_a_room_begins_with_what_is_known(world, office, room):
    form = office.get(f"/raeume/{room.pk}/bearbeiten/").context["form"]
    known = {name: form[name].value() for name in ("name", "step_free", "induction_loop")}
    assert known == {"name": "Rathaus, Saal", "step_free": True, "induction_loop": None}
    office.post(f"/raeume/{room.pk}/bearbeiten/", FACTS | {"capacity": "41", "step_free": "false"})
    room.refresh_from_db()
    assert (room.capacity, room.step_free, room.wifi) == (41, False, True)


def test_a_room_is_offered_no_longer_and_again(world, office, room):
    assert "wird nicht mehr angeboten" in text(office.post(f"/raeume/{room.pk}/aufgeben/", follow=True))
    assert "Nicht mehr angeboten" in text(office.get("/raeume/"))
    assert "wird wieder angeboten" in text(office.post(f"/raeume/{room.pk}/wieder-nutzen/", follow=True))


def test_a_member_comes_from_the_meeting_to_the_room(world, client, room):
    Room.objects.filter(pk=room.pk).update(video_url="https://video.example/saal")
    meeting = world.meeting(place=PLACE)
    client.force_login(world.kaya.user)
    page = text(client.get(meeting.get_absolute_url()))
    assert f'href="/raeume/{room.pk}/">{PLACE}</a>' in page
    assert ACCESS in page
    shown = text(client.get(f"/raeume/{room.pk}/"))
    assert "Stufenlos, barrierefreies WC" in shown
    assert "Der Aufzug ist links." in shown
    assert "video.example" not in shown
    assert "bearbeiten" not in shown


def test_the_video_link_is_for_those_who_are_called(world, client, invited):
    Meeting.objects.filter(pk=invited.pk).update(mode="hybrid", video_url="https://video.example/ub")
    client.force_login(world.kaya.user)
    assert 'href="https://video.example/ub"' in text(client.get(invited.get_absolute_url()))
    client.force_login(world.mayors_officer.user)
    assert "video.example" not in text(client.get(invited.get_absolute_url()))


def change(office, meeting, **said):
    form = office.get(f"/sitzungen/{meeting.pk}/einladung/aendern/").context["form"]
    known = {name: form[name].value() for name in form.fields}
    known |= {name: f"{known[name]:%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")}
    return office.post(f"/sitzungen/{meeting.pk}/einladung/aendern/", known | {"reason": ""} | said)


def test_a_meeting_moves_into_a_room_from_the_list_with_a_warning(world, office, room):
    meeting = world.meeting()
    page = text(change(office, meeting, room=str(room.pk)))
    assert f"{PLACE}." in page
    assert "Rathaus, Saal hat 5 Plätze, bis zu" in page
    change(office, meeting, room=str(room.pk), confirmed="1")
    meeting.refresh_from_db()
    assert meeting.place == PLACE
    form = office.get(f"/sitzungen/{meeting.pk}/einladung/aendern/").context["form"]
    assert (form["room"].value(), form["place"].value()) == (str(room.pk), "")


def test_a_meeting_moves_to_any_other_place(world, office, room):
    meeting = world.meeting(place=PLACE)
    assert "Oben ist ein Raum gewählt." in text(change(office, meeting, place="Orangerie"), 400)
    change(office, meeting, room="", place="Orangerie", confirmed="1")
    meeting.refresh_from_db()
    assert meeting.place == "Orangerie"
    assert "Bitte füllen Sie dieses Feld aus." in text(change(office, meeting, room="", place=""), 400)


def test_a_link_lets_people_join_by_video_and_asks_for_the_equipment(world, office, room):
    meeting = world.meeting(place=PLACE)
    page = text(change(office, meeting, video_url="https://video.example/ub"))
    assert "Rathaus, Saal hat keine Videokonferenz, die Teilnahme per Video ist aber vorgesehen." in page
    change(office, meeting, video_url="https://video.example/ub", confirmed="1")
    meeting.refresh_from_db()
    assert (meeting.mode, meeting.video_url) == ("hybrid", "https://video.example/ub")
    change(office, meeting, video_url="", confirmed="1")
    meeting.refresh_from_db()
    assert (meeting.mode, meeting.video_url) == ("in_person", "")


def test_a_room_that_was_renamed_keeps_the_words_of_a_meeting_whose_hour_alone_changes(world, office, room):
    meeting = world.meeting(place=PLACE)
    keeping.change(room, name="Großer Saal", by=SYSTEM, now=NOW)
    later = (meeting.ends_at + timedelta(hours=1)).astimezone(BERLIN)
    change(office, meeting, ends_at=f"{later:%Y-%m-%dT%H:%M}", confirmed="1")
    meeting.refresh_from_db()
    assert (meeting.ends_at, meeting.place) == (later, PLACE)


def test_the_preparation_warns_of_the_room(world, office, room):
    world.meeting(world.etb, place=PLACE)
    meeting = world.meeting(place=PLACE)
    for address in (f"/sitzungen/{meeting.pk}/", f"/sitzungen/{meeting.pk}/einladung/"):
        page = text(office.get(address))
        assert "Der Ort ist belegt: Ethik- und Technologiebeirat, 16:00 Uhr bis 18:00 Uhr." in page
        assert "Rathaus, Saal hat 5 Plätze" in page


def test_a_board_gets_another_usual_place(world, office, room):
    page = text(office.post(f"/gremien/{world.ub.slug}/ort/", {"room": str(room.pk)}, follow=True))
    assert "Der übliche Ort ist gespeichert." in page
    assert "Rathaus, Saal hat 5 Plätze, bis zu" in page
    assert f"Tagt in der Regel hier: {PLACE}." in page
    assert Board.objects.get(pk=world.ub.pk).place == PLACE
    assert world.ub.name in text(office.get(f"/raeume/{room.pk}/"))
    office.post(f"/gremien/{world.ub.slug}/ort/", {"room": str(room.pk)})
    assert JournalEntry.objects.filter(action="board.settled").count() == 1


def test_without_rooms_a_place_is_asked_for_in_words(world, office):
    form = office.get(f"/gremien/{world.ub.slug}/ort/").context["form"]
    assert list(form.fields) == ["place"]
    assert "Bitte füllen Sie dieses Feld aus." in text(office.post(f"/gremien/{world.ub.slug}/ort/", {}), 400)


def test_programmes_read_the_rooms_in_use(world, client, room):
    keeping.retire(keeping.add(name="Keller", by=SYSTEM, now=NOW), by=SYSTEM, now=NOW)
    client.force_login(world.kaya.user)
    (line,) = client.get("/api/v1/rooms").json()["items"]
    assert (line["place"], line["step_free"], line["induction_loop"]) == (PLACE, True, None)
    client.logout()
    assert client.get("/api/v1/rooms").json() == {"items": [], "count": 0}

"""Invitations say how people get in."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

from icalendar import Calendar

from foundation.values import SYSTEM
from meetings.invitations import sending
from meetings.rooms import keeping

NOW = datetime(2027, 1, 26, 12, 0, tzinfo=UTC)
ACCESS = "Barrierefreiheit: stufenlos, keine induktive Höranlage. Aufzug links."


def parts(delivery):
    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    found = {one.get_content_type(): one for one in mail.walk() if not one.is_multipart()}
    event = Calendar.from_ical(found["text/calendar"].get_payload(decode=True)).walk("VEVENT")[0]
    plain, page = (
        found[kind].get_content().replace("\xa0", " ").replace("\r\n", "\n") for kind in ("text/plain", "text/html")
    )
    return plain, page, event


def test_the_mail_and_the_calendar_entry_say_how_people_get_in(world, invited, mail_to):
    described = {"step_free": True, "induction_loop": False, "way_in": "Aufzug links."}
    room = keeping.add(name="Rathaus, Saal", **described, by=SYSTEM, now=NOW)
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place=room.place)
    plain, page, event = parts(mail_to(world.dahlhoff, "change"))
    assert f"Rathaus, Saal\n{ACCESS}" in plain
    assert ACCESS in page
    assert ACCESS in event["DESCRIPTION"]
    assert event["LOCATION"] == "Rathaus, Saal"


def test_of_a_place_that_is_no_room_nothing_is_said(world, invited, mail_to):
    plain, page, event = parts(mail_to(world.dahlhoff))
    assert all("Barrierefreiheit" not in one for one in (plain, page, event["DESCRIPTION"]))

"""Whatever people write, a calendar object stays one object; what is written is read back equal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unicodedata import category, is_normalized

from hypothesis import assume, example, given
from hypothesis import strategies as st

from meetings.invitations import ical
from meetings.invitations.ical import Attendee, Occasion
from tests.meetings.invitations.occasions import BERLIN, MADE, MEETING, MEMBER, STORED_NAMES, only_event

HOSTILE = "\r\nATTENDEE:mailto:x@evil.example\r\nEND:VEVENT\nMETHOD:CANCEL\u2028BEGIN:VEVENT\x85\x00\ud800"

minutes = st.integers(0, 60 * 24 * 365 * 15).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def invite(occasion: Occasion = MEETING, **changes: object) -> bytes:
    arguments = {"method": "REQUEST", "attendee": MEMBER, "description": "Tagesordnung", "dtstamp": MADE}
    return ical.invitation(ical.stored_event(occasion), **(arguments | changes))


@given(
    summary=st.text(max_size=300), location=st.text(max_size=100), name=st.text(max_size=100), description=st.text()
)
@example(summary=HOSTILE, location=HOSTILE, name=HOSTILE, description=HOSTILE)
@example(summary="\\n\\N\\;\\\\,", location=":;,=", name='";X=1:mailto:y@evil.example', description="\\" * 200)
@example(summary="€" * 200, location="👩‍👩‍👧" * 20, name="é" * 100, description="a\\;" * 100)
def test_no_text_injects_breaks_or_lengthens_a_line(summary: str, location: str, name: str, description: str) -> None:
    occasion = replace(MEETING, summary=summary, location=location, organizer_name=name)
    octets = invite(occasion, attendee=Attendee(name, MEMBER.email), description=description)
    lines = octets.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"".join(lines).find(b"\n") == b"".join(lines).find(b"\r") == -1
    assert octets.count(b"\r\nBEGIN:VEVENT\r\n") == octets.count(b"\r\nEND:VEVENT\r\n") == 1
    assert is_normalized("NFC", octets.decode())
    assert not any(category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in octets.decode() if char not in "\r\n\t")
    assert ical.envelope(octets) == ical.Envelope("REQUEST", "gremien@stadt.example", (MEMBER.email,))
    event = only_event(octets)
    expected = STORED_NAMES | {"ATTENDEE", "DESCRIPTION", "X-MICROSOFT-DISALLOW-COUNTER"}
    assert set(event.keys()) | {"LOCATION"} == expected
    assert event["DESCRIPTION"] == ical._text(description)
    assert event["SUMMARY"] == ical._line_text(summary)
    assert event["ATTENDEE"] == f"mailto:{MEMBER.email}"


@given(starts=minutes, length=st.integers(1, 60 * 24 * 3), sequence=st.integers(0, 10_000))
def test_what_is_written_is_read_back_equal(starts: datetime, length: int, sequence: int) -> None:
    ends = starts + timedelta(minutes=length)
    for moment in (starts, ends):
        wall = moment.astimezone(BERLIN)
        assume(wall.replace(fold=0).utcoffset() == wall.replace(fold=1).utcoffset())
    event = only_event(invite(replace(MEETING, starts=starts, ends=ends, sequence=sequence)))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (starts, ends)
    assert event["SEQUENCE"] == sequence

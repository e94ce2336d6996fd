"""An invitation by mail shows its buttons: rules on iMIP messages, named by number."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from foundation.outbox import mime
from meetings.invitations import ical, imip

BERLIN = ZoneInfo("Europe/Berlin")
MADE = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
MEMBER = ical.Attendee(name="Anna Weber", email="anna.weber@mail.example")
STORED = ical.stored_event(
    ical.Occasion(
        uid="7d9a7c1e-5b1f-4c0e-9d3f-000000000001",
        sequence=1,
        starts=datetime(2027, 2, 11, 16, 0, tzinfo=BERLIN),
        ends=datetime(2027, 2, 11, 18, 30, tzinfo=BERLIN),
        summary="Ethik- und Technologiebeirat, 2. Sitzung",
        location="Rathaus, Großer Saal",
        url="https://gremien.stadt.example/m/1",
        organizer_name="Geschäftsstelle Gremien",
        organizer_email="gremien@stadt.example",
        status="CONFIRMED",
        private=False,
        created_at=MADE,
        changed_at=MADE,
    )
)
LETTER: mime.Letter = {
    "from_name": "Geschäftsstelle Gremien",
    "from_email": "gremien@stadt.example",
    "to_name": "Anna Weber",
    "to_email": "anna.weber@mail.example",
    "subject": "Einladung: Donnerstag, 11. Februar 2027, 16:00 Uhr",
    "text": "Donnerstag, 11. Februar 2027, 16:00 Uhr, Rathaus, Großer Saal\n",
    "html": "<p>Donnerstag, 11. Februar 2027</p>\n",
    "message_id": "<0c1f7a52-6d5e-4a5e-8a39-2b7b7c1a0001@stadt.example>",
    "date": MADE,
    "language": "de",
}


def calendar(method: str = "REQUEST", attendee: ical.Attendee = MEMBER, description: str = "Größe") -> bytes:
    return ical.invitation(STORED, method=method, attendee=attendee, description=description, dtstamp=MADE)


def parsed(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, policy=policy.default)


def structure(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


def calendar_part(mail: EmailMessage) -> EmailMessage:
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part


def test_m1_the_calendar_is_the_last_alternative_and_attached_with_the_same_octets() -> None:
    mail = parsed(imip.message(calendar=calendar(), method="REQUEST", **LETTER))
    assert structure(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_content_disposition() == "attachment"
    assert calendar_part(mail).get_payload(decode=True) == attached.get_payload(decode=True) == calendar()


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_m2_m3_the_part_names_method_and_charset(method: str) -> None:
    octets = imip.message(calendar=calendar(method), method=method, **LETTER)
    part = calendar_part(parsed(octets))
    assert dict(part["Content-Type"].params) == {"charset": "utf-8", "method": method}
    assert Calendar.from_ical(part.get_payload(decode=True))["METHOD"] == method


def test_m2_a_method_that_differs_from_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError):
        imip.message(calendar=calendar("REQUEST"), method="CANCEL", **LETTER)


def test_m2_only_invitations_and_cancellations_are_sent_as_a_part() -> None:
    feed = ical.feed([STORED], "Beirat")
    for method in ("PUBLISH", ""):
        with pytest.raises(ValueError):
            imip.message(calendar=feed, method=method, **LETTER)


def test_m4_all_parts_travel_in_ascii_and_the_calendar_in_base64() -> None:
    octets = imip.message(calendar=calendar(), method="REQUEST", **LETTER)
    assert octets.isascii()
    assert calendar_part(parsed(octets))["Content-Transfer-Encoding"] == "base64"
    assert max(map(len, octets.split(b"\r\n"))) <= 998


def test_m5_the_inline_part_has_no_disposition() -> None:
    part = calendar_part(parsed(imip.message(calendar=calendar(), method="REQUEST", **LETTER)))
    assert part["Content-Disposition"] is None
    assert part.get_filename() is None


def test_m6_the_sender_must_be_the_organizer() -> None:
    with pytest.raises(ValueError):
        imip.message(calendar=calendar(), method="REQUEST", **{**LETTER, "from_email": "vorsitz@stadt.example"})


def test_m7_the_recipient_must_be_the_only_attendee() -> None:
    deputy = ical.Attendee(name="Bernd Kraft", email="bernd.kraft@mail.example")
    with pytest.raises(ValueError):
        imip.message(calendar=calendar(attendee=deputy), method="REQUEST", **LETTER)
    with pytest.raises(ValueError):
        imip.message(calendar=ical.single(STORED, "", MADE), method="REQUEST", **LETTER)
    mail = parsed(imip.message(calendar=calendar(), method="REQUEST", **LETTER))
    assert mail["To"] == "Anna Weber <anna.weber@mail.example>"
    assert mail["Cc"] is None


def test_m8_an_update_belongs_to_the_thread_of_the_first_invitation() -> None:
    first = "<first-invitation@stadt.example>"
    mail = parsed(imip.message(calendar=calendar(), method="REQUEST", **LETTER, in_reply_to=first))
    assert (mail["Message-ID"], mail["In-Reply-To"], mail["References"]) == (LETTER["message_id"], first, first)


def test_m9_the_mail_says_that_it_was_made_automatically() -> None:
    assert parsed(imip.message(**LETTER))["Auto-Submitted"] == "auto-generated"


def test_m10_the_plain_text_stands_alone() -> None:
    mail = parsed(imip.message(calendar=calendar(), method="REQUEST", **LETTER))
    assert mail.get_body(["plain"]).get_content() == LETTER["text"].replace("\n", "\r\n")


def test_m11_the_overview_of_the_year_attaches_its_dates_without_a_calendar_part() -> None:
    files = [("termine.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "application", "ics")]
    octets = imip.message(attachments=files, **LETTER)
    assert octets == mime.message(attachments=files, **LETTER)
    assert "text/calendar" not in structure(parsed(octets))


def test_further_files_follow_the_invitation() -> None:
    agenda = ("tagesordnung.pdf", b"%PDF-1.7", "application", "pdf")
    mail = parsed(imip.message(calendar=calendar(), method="REQUEST", attachments=[agenda], **LETTER))
    assert [part.get_filename() for part in mail.iter_attachments()] == ["invite.ics", "tagesordnung.pdf"]


def test_a_hostile_subject_is_refused() -> None:
    with pytest.raises(ValueError):
        imip.message(calendar=calendar(), method="REQUEST", **{**LETTER, "subject": "a\r\nBcc: b@c.example"})


@given(description=st.text(max_size=500), text=st.text(max_size=500))
@example(description="\r\nMETHOD:CANCEL\r\n", text="\r\n--=_0_\r\nContent-Type: text/calendar\r\n\r\n")
def test_no_text_changes_the_structure_or_the_calendar(description: str, text: str) -> None:
    octets = calendar(description=description)
    mail = parsed(imip.message(calendar=octets, method="REQUEST", **{**LETTER, "text": text}))
    assert len(structure(mail)) == 6
    assert calendar_part(mail).get_payload(decode=True) == octets

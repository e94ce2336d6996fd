"""Calendar objects that Outlook, Google and Thunderbird understand: rules named by number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from meetings.invitations import ical
from meetings.invitations.ical import Attendee, Occasion
from tests.meetings.invitations.occasions import (
    BERLIN,
    CANCELLED,
    CHANGED,
    CREATED,
    MADE,
    MEETING,
    MEMBER,
    PLANNED,
    STORED_NAMES,
    only_event,
    unfolded,
)


def invite(occasion: Occasion = MEETING, **changes: object) -> bytes:
    arguments = {"method": "REQUEST", "attendee": MEMBER, "description": "Tagesordnung", "dtstamp": MADE}
    return ical.invitation(ical.stored_event(occasion), **(arguments | changes))


def planned(number: int) -> Occasion:
    starts = PLANNED.starts + timedelta(weeks=number)
    uid = f"{number:036d}"
    return replace(PLANNED, uid=uid, starts=starts, ends=starts + timedelta(hours=2))


@pytest.mark.parametrize(
    "octets",
    [
        invite(description="Größe €\n" * 40),
        ical.save_the_dates([planned(1), planned(2)], MADE),
        ical.feed([ical.stored_event(MEETING)], "Beirat"),
        ical.single(ical.stored_event(MEETING), "Ort", MADE),
    ],
)
def test_c1_c2_c3_one_calendar_of_short_lines_ended_by_crlf(octets: bytes) -> None:
    lines = octets.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert octets.count(b"BEGIN:VCALENDAR\r\n") == 1


def test_c4_a_fold_never_cuts_a_character() -> None:
    for line in invite(description="€" * 300).split(b"\r\n"):
        line.decode()


def test_c5_c6_control_characters_go_and_text_is_normalised_and_escaped_once() -> None:
    octets = invite(
        replace(MEETING, summary="u\u0308ber\x00\x07 A;B,C\\D\r\nE", location="a\u2028b\x85c\x0cd"),
        description="Eins\r\nZwei\u2029Drei\tVier",
    )
    assert "SUMMARY:über A\\;B\\,C\\\\D E" in unfolded(octets)
    assert "LOCATION:a b c d" in unfolded(octets)
    assert "DESCRIPTION:Eins\\nZwei\\nDrei\tVier" in unfolded(octets)


def test_c6_a_backslash_before_a_capital_n_makes_no_line_break() -> None:
    assert only_event(invite(description="C:\\Neu und C:\\neu"))["DESCRIPTION"] == "C:\\ Neu und C:\\neu"


def test_c7_markup_is_only_text_and_no_second_description_goes_along() -> None:
    event = only_event(invite(description="<b>Neu</b>", attendee=MEMBER))
    assert str(event["DESCRIPTION"]) == "<b>Neu</b>"
    assert not event["DESCRIPTION"].params
    assert "X-ALT-DESC" not in event


def test_c8_nothing_is_attached_and_i12_nothing_rings() -> None:
    assert not {"ATTACH", "BEGIN:VALARM"} & {line.split(";")[0] for line in unfolded(invite())}


def test_t1_t2_the_zone_stands_once_with_yearly_rules() -> None:
    [zone] = Calendar.from_ical(invite()).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Berlin"
    assert [
        (
            part.name,
            part["DTSTART"].to_ical(),
            part["RRULE"].to_ical(),
            part["TZOFFSETFROM"].to_ical(),
            part["TZOFFSETTO"].to_ical(),
        )
        for part in zone.subcomponents
    ] == [
        ("DAYLIGHT", b"19810329T020000", b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "+0100", "+0200"),
        ("STANDARD", b"19961027T030000", b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "+0200", "+0100"),
    ]
    assert b"RDATE" not in invite()


@pytest.mark.parametrize("year", [2026, 2027, 2031, 2036])
def test_t2_the_rules_agree_with_the_zone_database(year: int) -> None:
    zone = Calendar.from_ical(invite()).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    for hours in range(0, 366 * 24, 5):
        wall = datetime(year, 1, 1, 12, tzinfo=BERLIN) + timedelta(hours=hours)
        if wall.utcoffset() == wall.replace(fold=1).utcoffset():
            assert wall.replace(tzinfo=zone).utcoffset() == wall.utcoffset()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 28, 2, 30, tzinfo=BERLIN),
        datetime(2027, 3, 28, 2, 0, tzinfo=BERLIN),
        datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN),
        datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=BERLIN),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ],
)
def test_t3_the_missing_and_the_double_hour_are_refused(moment: datetime) -> None:
    with pytest.raises(ValueError):
        ical.stored_event(replace(MEETING, starts=moment, ends=moment + timedelta(days=1)))
    with pytest.raises(ValueError):
        ical.stored_event(replace(MEETING, starts=moment - timedelta(days=1), ends=moment))


def test_t3_the_hours_around_the_change_are_taken() -> None:
    starts = datetime(2027, 3, 28, 1, 59, tzinfo=BERLIN)
    text = ical.stored_event(replace(MEETING, starts=starts, ends=datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN)))
    assert "DTSTART;TZID=Europe/Berlin:20270328T015900\r\n" in text
    assert "DTEND;TZID=Europe/Berlin:20270328T030000\r\n" in text


def test_i10_times_are_zoned_full_minutes_in_order() -> None:
    for wrong in (
        {"starts": MEETING.starts.replace(tzinfo=None)},
        {"ends": MEETING.ends.replace(tzinfo=None)},
        {"starts": MEETING.starts.replace(second=1)},
        {"ends": MEETING.ends.replace(microsecond=1)},
        {"ends": MEETING.starts},
        {"ends": MEETING.starts - timedelta(minutes=1)},
        {"changed_at": CHANGED.replace(tzinfo=None)},
    ):
        with pytest.raises(ValueError):
            ical.stored_event(replace(MEETING, **wrong))


def test_a_time_in_utc_is_shown_as_wall_time_in_berlin() -> None:
    utc = replace(MEETING, starts=MEETING.starts.astimezone(UTC), ends=MEETING.ends.astimezone(UTC))
    assert ical.stored_event(utc) == ical.stored_event(MEETING)


def test_the_stored_event_is_complete_but_for_attendee_and_description() -> None:
    event = Event.from_ical(ical.stored_event(MEETING))
    assert set(event.keys()) == STORED_NAMES
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2027, 1, 26, 8, 0, tzinfo=UTC)
    assert event["CREATED"].dt == CREATED
    assert event["DTSTART"].dt == MEETING.starts
    assert event["DTEND"].dt == MEETING.ends
    assert event["SUMMARY"] == MEETING.summary
    assert event["LOCATION"] == MEETING.location
    assert event["URL"] == MEETING.url
    assert event["SEQUENCE"] == 1


def test_no_place_and_no_link_leave_no_line() -> None:
    event = Event.from_ical(ical.stored_event(replace(MEETING, location=" \n", url="")))
    assert set(event.keys()) == STORED_NAMES - {"LOCATION", "URL"}


def test_i3_the_uid_is_plain_and_stands_once() -> None:
    assert ical.stored_event(MEETING).count("UID:") == 1
    for uid in ("short", "a" * 256, "7d9a7c1e 5b1f-4c0e-9d3f", "7d9a7c1e-5b1f-4c0e-9d3f\r\nX:1", "ü" * 20):
        with pytest.raises(ValueError):
            ical.stored_event(replace(MEETING, uid=uid))


@pytest.mark.parametrize("wrong", [{"sequence": -1}, {"status": "DRAFT"}, {"status": ""}])
def test_i5_i8_unknown_states_and_negative_sequences_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        ical.stored_event(replace(MEETING, **wrong))


def test_i6_the_organizer_is_named_in_lower_case() -> None:
    organizer = Event.from_ical(ical.stored_event(MEETING))["ORGANIZER"]
    assert organizer == "mailto:gremien@stadt.example"
    assert dict(organizer.params) == {"CN": "Geschäftsstelle Gremien"}


def test_i15_a_non_public_meeting_is_private() -> None:
    assert "CLASS:PRIVATE\r\n" in ical.stored_event(MEETING)
    assert "CLASS:PUBLIC\r\n" in ical.stored_event(replace(MEETING, private=False))


def test_a_cancelled_meeting_no_longer_blocks_the_time() -> None:
    assert "TRANSP:OPAQUE\r\n" in ical.stored_event(MEETING)
    assert "TRANSP:TRANSPARENT\r\n" in ical.stored_event(CANCELLED)


@pytest.mark.parametrize(
    "url",
    [
        "https://gremien.stadt.example/\r\nX:1",
        "javascript:alert(1)",
        "https://",
        "/m/1",
        "https://a b.example",
        "https://ä.example",
    ],
)
def test_i19_a_link_that_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        ical.stored_event(replace(MEETING, url=url))


@pytest.mark.parametrize("email", ["", "x", "a@b.example\r\nX:1", "a b@c.example", "ä@b.example"])
def test_i19_an_address_that_is_none_is_refused(email: str) -> None:
    with pytest.raises(ValueError):
        ical.stored_event(replace(MEETING, organizer_email=email))
    with pytest.raises(ValueError):
        invite(attendee=Attendee("Anna Weber", email))


def test_i1_i2_i18_a_request_holds_head_and_one_event_and_takes_no_counter_proposal() -> None:
    calendar = Calendar.from_ical(invite())
    assert {name: str(calendar[name]) for name in calendar} == {
        "VERSION": "2.0",
        "PRODID": "-//Gremia//Gremia//EN",
        "CALSCALE": "GREGORIAN",
        "METHOD": "REQUEST",
    }
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    event = only_event(invite())
    assert set(event.keys()) == STORED_NAMES | {"ATTENDEE", "DESCRIPTION", "X-MICROSOFT-DISALLOW-COUNTER"}
    assert event["X-MICROSOFT-DISALLOW-COUNTER"] == "TRUE"
    assert event["STATUS"] == "CONFIRMED"


def test_i4_the_stamp_is_the_time_of_making() -> None:
    event = only_event(invite())
    assert event["DTSTAMP"].dt == MADE
    assert event["LAST-MODIFIED"].dt == CHANGED.replace(microsecond=0)


def test_i4_a_second_message_in_the_same_second_has_a_later_stamp() -> None:
    first = ical.stamp_after(MADE.replace(microsecond=900_000), None)
    second = ical.stamp_after(MADE.replace(microsecond=950_000), first)
    third = ical.stamp_after(MADE - timedelta(minutes=5), second)
    assert [first, second, third] == [MADE, MADE + timedelta(seconds=1), MADE + timedelta(seconds=2)]
    assert ical.stamp_after(MADE + timedelta(hours=1), third) == MADE + timedelta(hours=1)
    with pytest.raises(ValueError):
        ical.stamp_after(MADE.replace(tzinfo=None), None)


def test_i7_the_attendee_is_one_member_who_is_asked_to_answer() -> None:
    attendee = only_event(invite(attendee=replace(MEMBER, role="CHAIR")))["ATTENDEE"]
    assert attendee == "mailto:anna.weber@mail.example"
    assert dict(attendee.params) == {
        "CN": "Weber, Anna",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "CHAIR",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }


def test_i7_a_minor_update_keeps_the_known_answer() -> None:
    attendee = only_event(invite(attendee=replace(MEMBER, partstat="ACCEPTED")))["ATTENDEE"]
    assert attendee.params["PARTSTAT"] == "ACCEPTED"


def test_i7_an_address_with_rare_characters_is_percent_encoded_and_read_back() -> None:
    octets = invite(attendee=Attendee("Anna", "a/b%c+d@mail.example"))
    assert only_event(octets)["ATTENDEE"] == "mailto:a%2Fb%25c+d@mail.example"
    assert ical.envelope(octets).attendees == ("a/b%c+d@mail.example",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "PUBLISH"},
        {"method": "REQUEST\r\nX:1"},
        {"attendee": replace(MEMBER, role="BOSS")},
        {"attendee": replace(MEMBER, partstat="DELEGATED")},
        {"dtstamp": MADE.replace(tzinfo=None)},
    ],
)
def test_unknown_words_and_zoneless_stamps_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        invite(**wrong)


def test_i8_a_cancelled_meeting_invites_nobody() -> None:
    with pytest.raises(ValueError):
        invite(CANCELLED)


def test_i9_a_cancellation_repeats_the_meeting_and_says_cancelled() -> None:
    octets = invite(CANCELLED, method="CANCEL")
    event = only_event(octets)
    assert Calendar.from_ical(octets)["METHOD"] == "CANCEL"
    assert set(event.keys()) == STORED_NAMES | {"ATTENDEE", "DESCRIPTION"}
    assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", 2, MEETING.uid)
    assert "RSVP" not in event["ATTENDEE"].params


def test_i9_a_member_who_is_removed_gets_no_word_on_the_meeting_itself() -> None:
    event = only_event(invite(method="CANCEL", description="Ihre Einladung wurde zurückgezogen."))
    assert set(event.keys()) == (STORED_NAMES - {"STATUS"}) | {"ATTENDEE", "DESCRIPTION"}
    assert event["DESCRIPTION"] == "Ihre Einladung wurde zurückgezogen."


def test_i16_names_carry_no_quotes_carets_or_line_breaks() -> None:
    event = only_event(invite(attendee=replace(MEMBER, name='Anna "Anni" ^Weber\r\n')))
    assert event["ATTENDEE"].params["CN"] == "Anna Anni Weber"
    assert "CN" not in only_event(invite(attendee=replace(MEMBER, name=' "^ ')))["ATTENDEE"].params


def test_what_is_not_a_stored_event_is_refused() -> None:
    for text in ("", "BEGIN:VEVENT\nEND:VEVENT\n", invite().decode()):
        with pytest.raises(ValueError):
            ical.single(text, "", MADE)
        with pytest.raises(ValueError):
            ical.feed([text], "Beirat")


def test_words_of_the_format_in_a_title_are_only_words() -> None:
    for word in ("BEGIN:VEVENT", "STATUS:CANCELLED", "DTSTAMP:20000101T000000Z", "UID:x"):
        stored = ical.stored_event(replace(MEETING, summary=word, location=word))
        for octets in (ical.feed([stored], word), ical.single(stored, word, MADE)):
            assert only_event(octets)["SUMMARY"] == word
            assert only_event(octets)["UID"] == MEETING.uid


def test_two_events_in_one_stored_text_are_refused() -> None:
    with pytest.raises(ValueError):
        ical.feed([ical.stored_event(planned(1)) + ical.stored_event(planned(2))], "Beirat")


def test_the_envelope_tells_method_organizer_and_attendee() -> None:
    assert ical.envelope(invite(attendee=replace(MEMBER, name="x:mailto:x@evil.example"))) == ical.Envelope(
        "REQUEST", "gremien@stadt.example", ("anna.weber@mail.example",)
    )
    assert ical.envelope(ical.feed([], "Beirat")) == ical.Envelope("", "", ())

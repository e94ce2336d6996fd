"""Save-the-dates, subscribed feeds and downloads: several meetings, nobody to answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from meetings.invitations import ical
from meetings.invitations.ical import Occasion
from tests.meetings.invitations.occasions import CANCELLED, MADE, MEETING, PLANNED, STORED_NAMES, only_event, unfolded


def planned(number: int) -> Occasion:
    starts = PLANNED.starts + timedelta(weeks=number)
    uid = f"{number:036d}"
    return replace(PLANNED, uid=uid, starts=starts, ends=starts + timedelta(hours=2))


def test_m11_the_year_plan_is_published_as_tentative_dates_without_attendees() -> None:
    octets = ical.save_the_dates([planned(2), planned(1)], MADE)
    calendar = Calendar.from_ical(octets)
    assert calendar["METHOD"] == "PUBLISH"
    events = calendar.walk("VEVENT")
    assert [event["UID"] for event in events] == [f"{1:036d}", f"{2:036d}"]
    for event in events:
        assert set(event.keys()) == STORED_NAMES
        assert (event["STATUS"], event["SEQUENCE"], event["DTSTAMP"].dt) == ("TENTATIVE", 0, MADE)


def test_m11_a_plan_without_dates_with_fixed_or_doubled_ones_is_refused() -> None:
    for occasions in ([], [PLANNED, MEETING], [CANCELLED], [planned(1), planned(1)]):
        with pytest.raises(ValueError):
            ical.save_the_dates(occasions, MADE)


def test_f1_f2_f3_a_feed_has_a_name_and_an_interval_and_asks_nobody() -> None:
    octets = ical.feed([ical.stored_event(MEETING)], "Beirat, Ort\r\nX:1")
    lines = unfolded(octets)
    assert "NAME:Beirat\\, Ort X:1" in lines
    assert "X-WR-CALNAME:Beirat\\, Ort X:1" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert not {line for line in lines if line.startswith(("METHOD", "ATTENDEE", "DESCRIPTION", "X:1"))}


def test_f2_a_feed_may_tell_the_readers_own_answer_or_keep_the_link_back() -> None:
    stored = ical.stored_event(MEETING)
    told = only_event(ical.feed([ical.described(stored, "Ihre Antwort: zugesagt")], "Beirat"))
    assert told["DESCRIPTION"] == "Ihre Antwort: zugesagt"
    assert told["DTSTAMP"].dt == told["LAST-MODIFIED"].dt
    kept = only_event(ical.feed([ical.discreet(stored)], "Beirat"))
    assert set(kept.keys()) == STORED_NAMES - {"URL"}
    long_link = replace(MEETING, url="https://gremien.stadt.example/" + "m" * 200)
    assert "mmm" not in ical.discreet(ical.stored_event(long_link))


def test_f4_the_same_meetings_give_the_same_octets_in_any_order() -> None:
    texts = [ical.stored_event(planned(number)) for number in range(5)]
    assert ical.feed(texts, "Beirat") == ical.feed(reversed(texts), "Beirat")
    events = Calendar.from_ical(ical.feed(texts, "Beirat")).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [planned(number).starts for number in range(5)]


def test_f5_cancelled_meetings_stay_and_no_meeting_stands_twice() -> None:
    event = only_event(ical.feed([ical.stored_event(CANCELLED)], "Beirat"))
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Abgesagt: 2. Sitzung")
    with pytest.raises(ValueError):
        ical.feed([ical.stored_event(MEETING), ical.stored_event(CANCELLED)], "Beirat")


def test_a_download_has_no_method_and_nobody_to_answer() -> None:
    octets = ical.single(ical.stored_event(MEETING), "Tagesordnung", MADE)
    event = only_event(octets)
    assert "METHOD" not in Calendar.from_ical(octets)
    assert set(event.keys()) == STORED_NAMES | {"DESCRIPTION"}
    assert event["DTSTAMP"].dt == MADE


@given(st.lists(st.integers(0, 500), unique=True, max_size=12), st.randoms(use_true_random=False))
def test_a_feed_depends_on_its_events_only(numbers: list[int], random) -> None:
    texts = [ical.stored_event(planned(number)) for number in numbers]
    shuffled = random.sample(texts, len(texts))
    assert ical.feed(texts, "Beirat") == ical.feed(shuffled, "Beirat")
    assert len(Calendar.from_ical(ical.feed(texts, "Beirat")).walk("VEVENT")) == len(numbers)

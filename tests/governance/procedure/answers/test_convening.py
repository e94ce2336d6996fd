"""Notice, its proof, and who may demand a meeting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.procedure.answers import (
    Rules,
    dispatch,
    latest_dispatch,
    latest_shortened_dispatch,
    notice,
    petition,
)

RULES = Rules()
THURSDAY = date(2027, 2, 11)
days = st.dates(date(2020, 1, 1), date(2090, 1, 1))


def test_fourteen_days_before_11_february_2027_means_27_january():
    assert latest_dispatch(RULES, THURSDAY) == date(2027, 1, 27)
    assert latest_dispatch(RULES, THURSDAY, "post") == date(2027, 1, 23)


def test_notice_sent_on_the_last_day_is_kept():
    answer = notice(RULES, THURSDAY, date(2027, 1, 27))
    assert answer.ok
    assert answer.numbers == {
        "notice_days": 14,
        "days_between": 14,
        "latest_dispatch": date(2027, 1, 27),
        "sent_on": date(2027, 1, 27),
        "receipt": date(2027, 1, 27),
        "shortened": False,
        "shortening_allowed": True,
    }
    assert answer.sentence == (
        "Die Ladungsfrist von 14\xa0Tagen ist eingehalten. Letzter Versandtag: Mittwoch, 27.\xa0Januar 2027."
    )


def test_notice_sent_a_day_later_asks_for_a_reason():
    answer = notice(RULES, THURSDAY, date(2027, 1, 28))
    assert not answer.ok
    assert answer.numbers["shortened"]
    assert answer.numbers["shortening_allowed"]
    assert answer.sentence == (
        "Die Ladungsfrist von 14\xa0Tagen ist nicht eingehalten. "
        "Letzter Versandtag war Mittwoch, 27.\xa0Januar 2027. "
        "Begründen Sie die Verkürzung oder wählen Sie einen neuen Termin."
    )


@pytest.mark.parametrize(
    ("sent_on", "channel", "allowed"),
    [
        (date(2027, 2, 10), "mail", True),
        (date(2027, 2, 11), "mail", False),
        (date(2027, 2, 6), "post", True),
        (date(2027, 2, 7), "post", False),
    ],
)
def test_a_shortened_notice_arrives_the_day_before_at_the_latest(sent_on, channel, allowed):
    answer = notice(RULES, THURSDAY, sent_on, channel)
    assert answer.numbers["shortening_allowed"] is allowed
    assert ("Versandnachweis" in answer.sentence) is not allowed


def test_the_proof_keeps_days_as_text():
    kept = notice(RULES, THURSDAY, date(2027, 1, 27)).as_json()
    assert kept["numbers"]["latest_dispatch"] == "2027-01-27"


@given(
    meeting=days,
    notice_days=st.integers(0, 60),
    post_days=st.integers(0, 14),
    channel=st.sampled_from(["mail", "post"]),
)
def test_the_last_day_of_dispatch_is_the_last_that_keeps_the_notice(meeting, notice_days, post_days, channel):
    rules = replace(RULES, notice_days=notice_days, post_days=post_days)
    last = latest_dispatch(rules, meeting, channel)
    assert notice(rules, meeting, last, channel).ok
    assert not notice(rules, meeting, last + timedelta(days=1), channel).ok
    assert notice(rules, meeting, last, channel).numbers["days_between"] == notice_days


def test_dispatch_by_mail_and_by_post():
    answer = dispatch(RULES, THURSDAY, date(2027, 1, 23))
    assert answer.ok
    assert answer.numbers == {"mail": date(2027, 1, 27), "post": date(2027, 1, 23)}
    assert answer.sentence == (
        "Letzter Versandtag per E-Mail: Mittwoch, 27.\xa0Januar 2027, mit der Post: Samstag, 23.\xa0Januar 2027."
    )
    assert not dispatch(RULES, THURSDAY, date(2027, 1, 24)).ok
    same = replace(RULES, mail_days=4)
    assert dispatch(same, THURSDAY, THURSDAY).sentence == "Letzter Versandtag: Samstag, 23.\xa0Januar 2027."
    assert notice(same, THURSDAY, date(2027, 1, 23)).numbers["receipt"] == date(2027, 1, 27)


@pytest.mark.parametrize(("occupied", "needed"), [(31, 8), (29, 8), (10, 3), (4, 1), (1, 1), (0, 1)])
def test_a_quarter_of_the_occupied_seats_may_demand_a_meeting(occupied, needed):
    assert petition(RULES, occupied).numbers["needed"] == needed
    assert petition(RULES, occupied, needed).ok
    assert not petition(RULES, occupied, needed - 1).ok


def test_petition_sentence():
    assert petition(RULES, 31).sentence == "Sondersitzung: auf Verlangen von 8\xa0Mitgliedern"


@pytest.mark.parametrize(
    ("signed", "sentence"),
    [
        (0, "0 von 31 Mitgliedern verlangen die Sitzung (nötig: 8)."),
        (1, "1 von 31 Mitgliedern verlangt die Sitzung (nötig: 8)."),
        (7, "7 von 31 Mitgliedern verlangen die Sitzung (nötig: 8)."),
        (8, "8 von 31 Mitgliedern verlangen die Sitzung (nötig: 8)."),
    ],
)
def test_a_petition_says_how_many_signed_of_how_many(signed, sentence):
    ruling = petition(RULES, 31, signed)
    assert (ruling.ok, ruling.sentence) == (signed >= 8, sentence)


@pytest.mark.parametrize(("way", "latest"), [("mail", date(2027, 2, 10)), ("post", date(2027, 2, 6))])
def test_a_shortened_notice_leaves_a_day_before_the_meeting(way, latest):
    assert latest_shortened_dispatch(RULES, THURSDAY, way) == latest
    assert notice(RULES, THURSDAY, latest, way).numbers["shortening_allowed"]
    assert not notice(RULES, THURSDAY, latest + timedelta(days=1), way).numbers["shortening_allowed"]


@given(occupied=st.integers(1, 500), percent=st.integers(1, 100))
def test_a_petition_needs_its_share_and_not_one_more(occupied, percent):
    needed = petition(replace(RULES, petition_percent=percent), occupied).numbers["needed"]
    assert needed * 100 >= occupied * percent
    assert (needed - 1) * 100 < occupied * percent

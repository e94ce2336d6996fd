"""Days and times in words, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from foundation.web import wording

START = datetime(2027, 2, 11, 15, 0, tzinfo=UTC)
END = datetime(2027, 2, 11, 17, 0, tzinfo=UTC)
SAYINGS = [
    (wording.moment_in_words, (START,), "Donnerstag, 11.~Februar 2027, 16:00~Uhr",
     "Thursday, 11 February 2027, 16:00"),
    (wording.day_in_words, (date(2027, 2, 11),), "Donnerstag, 11.~Februar 2027", "Thursday, 11 February 2027"),
    (wording.plain_day, (START,), "11.~Februar 2027", "11 February 2027"),
    (wording.day_and_month, (START,), "11.~Februar", "11 February"),
    (wording.span_in_words, (START, END), "Donnerstag, 11.~Februar 2027, 16:00 bis 18:00~Uhr",
     "Thursday, 11 February 2027, 16:00 to 18:00"),
    (wording.short_day, (START,), "Do, 11.02.", "Thu, 11 Feb"),
    (wording.short_date, (START,), "11.02.", "11 Feb"),
    (wording.day_digits, (START,), "11.02.2027", "11 Feb 2027"),
    (wording.time_in_words, (START,), "16:00~Uhr", "16:00"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "values", "german", "english"), SAYINGS, ids=lambda v: getattr(v, "__name__", ""))
def test_both_languages(words, values, german, english):
    with translation.override("de"):
        assert words(*values) == german.replace("~", "\u00a0")
    with translation.override("en"):
        assert words(*values) == english


@pytest.mark.parametrize(
    ("day", "german", "english"),
    [
        (date(2027, 1, 28), "heute", "today"),
        (date(2027, 1, 29), "morgen", "tomorrow"),
        (date(2027, 1, 27), "seit gestern", "since yesterday"),
        (date(2027, 2, 11), "in 14~Tagen", "in 14 days"),
        (date(2027, 1, 25), "seit 3~Tagen", "for 3 days"),
    ],
)
def test_days_are_counted_from_today(day, german, english):
    with translation.override("de"):
        assert wording.days_from(date(2027, 1, 28), day) == german.replace("~", "\u00a0")
    with translation.override("en"):
        assert wording.days_from(date(2027, 1, 28), day) == english


def test_an_evening_in_utc_is_the_next_day_in_darmstadt():
    late = datetime(2027, 2, 10, 23, 30, tzinfo=UTC)
    with translation.override("de"):
        assert wording.moment_in_words(late) == "Donnerstag, 11.\u00a0Februar 2027, 00:30\u00a0Uhr"
        assert wording.days_from(late, date(2027, 2, 11)) == "heute"


def test_a_meeting_over_midnight_names_both_days():
    with translation.override("de"):
        words = wording.span_in_words(START, datetime(2027, 2, 12, 0, 0, tzinfo=UTC)).replace("\u00a0", " ")
    assert words == "Donnerstag, 11. Februar 2027, 16:00 Uhr bis Freitag, 12. Februar 2027, 01:00 Uhr"


def test_filters_say_the_same_and_nothing_for_nothing():
    text = (
        "{{ start|moment_in_words }}|{{ start|span_in_words:end }}|{{ start|days_from:today }}|{{ none|short_day }}"
    )
    context = Context({"start": START, "end": END, "today": date(2027, 2, 10), "none": None})
    with translation.override("de"):
        shown = Template(text).render(context).replace("\u00a0", " ")
    assert shown == (
        "Donnerstag, 11. Februar 2027, 16:00 Uhr|Donnerstag, 11. Februar 2027, 16:00 bis 18:00 Uhr|morgen|"
    )


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("Mo bis Fr, 8:00 bis 16:00 Uhr", "Mon to Fri, 8:00 to 16:00"),
        ("Di und Do 9 bis 12 Uhr", "Tue and Thu 9 to 12"),
        ("Mo bis Fr, 8 bis 16 Uhr, außer an Feiertagen", "Mo bis Fr, 8 bis 16 Uhr, außer an Feiertagen"),
    ],
)
def test_opening_hours_are_read_in_english_where_every_word_is_known(typed, english):
    with translation.override("en"):
        assert wording.opening_hours(typed) == english
    assert wording.opening_hours(typed) == typed


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("06151 90009-120", "tel:+49615190009120"),
        ("+49 6151 90009", "tel:+49615190009"),
        ("0049 6151 90009", "tel:+49615190009"),
        ("+49 (0)6151 90009", "tel:+49615190009"),
        ("+43 1 90009", "tel:+43190009"),
    ],
)
def test_a_phone_number_is_dialled_from_everywhere(typed, address):
    assert wording.phone_address(typed) == address

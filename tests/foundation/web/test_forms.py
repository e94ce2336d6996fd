"""Strict fields refuse hostile values, and the markup tells a screen reader everything."""

from datetime import UTC, date, datetime

import pytest
from django import forms

from foundation.web.forms import (
    DayField,
    KernForm,
    LineField,
    MailField,
    MomentField,
    ParagraphField,
    ScaleSelect,
    WholeNumberField,
)

HOSTILE = {
    "nul": "a\x00b",
    "escape": "a\x1bb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "lone surrogate": "a\ud800b",
    "bidi override": "a\u202eb",
    "bidi isolate": "a\u2066b",
}


class Everything(KernForm):
    title = LineField(label="Titel")
    reason = ParagraphField(label="Begründung", required=False, help_text="In einem Satz.")
    mail = MailField(label="E-Mail", required=False)
    day = DayField(label="Tag", required=False)
    at = MomentField(label="Beginn", required=False)
    minutes = WholeNumberField(label="Minuten", required=False, max_value=600)
    board = forms.ChoiceField(label="Gremium", choices=[("ub", "UB"), ("etb", "ETB")], required=False)
    answer = forms.ChoiceField(
        label="Leitplanke",
        choices=[("met", "erfüllt"), ("open", "Kann ich nicht beurteilen")],
        widget=ScaleSelect(quiet=("open",)),
        required=False,
    )
    agreed = forms.BooleanField(label="Einverstanden", required=False)


def filled(**values):
    return Everything({"title": "Sensoren"} | values)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["title", "reason", "mail", "day", "at", "minutes", "board", "answer"])
def test_hostile_text_is_an_error_of_its_field(name, text):
    form = filled(**{name: text})
    assert not form.is_valid()
    assert list(form.errors) == [name]


@pytest.mark.parametrize("name", ["title", "reason", "mail", "day", "at", "minutes", "board", "answer"])
def test_ten_thousand_and_one_characters_are_too_many(name):
    assert list(filled(**{name: "9" * 10_001}).errors) == [name]


@pytest.mark.parametrize("year", ["0001", "1999", "2101", "9999"])
def test_years_far_away_are_refused(year):
    form = filled(day=f"{year}-01-01", at=f"{year}-12-31T23:59")
    assert set(form.errors) == {"day", "at"}


@pytest.mark.parametrize("text", ["10000-01-01", "2027-02-30", "2027-13-01", "heute", "-1", "2027-02-11T25:00"])
def test_days_that_do_not_exist_are_refused(text):
    assert set(filled(day=text, at=text).errors) == {"day", "at"}


def test_the_hour_lost_in_march_and_the_double_one_in_october_are_refused():
    lost = filled(at="2027-03-28T02:30")
    assert "at" in lost.errors
    double = filled(at="2027-10-31T02:30")
    assert double.errors["at"] == [
        "Diese Stunde gibt es zweimal: Die Uhr wird zurückgestellt. Bitte wählen Sie eine andere Zeit."
    ]
    after = filled(at="2027-10-31T03:00")
    assert after.is_valid()
    assert after.cleaned_data["at"] == datetime(2027, 10, 31, 2, 0, tzinfo=UTC)


def test_wall_time_becomes_utc_and_comes_back():
    form = filled(at="2027-02-11T16:00", day="11.02.2027")
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2027, 2, 11, 15, 0, tzinfo=UTC)
    assert form.cleaned_data["day"] == date(2027, 2, 11)
    shown = Everything(initial={"at": form.cleaned_data["at"]})["at"].as_widget()
    assert 'value="2027-02-11T16:00"' in shown
    assert not MomentField(required=False).has_changed(form.cleaned_data["at"], "2027-02-11T16:00")


@pytest.mark.parametrize("number", ["-1", "601", "2147483648", "1e3", "1.5", "9" * 5_000, "NaN"])
def test_numbers_outside_the_range_are_refused(number):
    assert list(filled(minutes=number).errors) == ["minutes"]


def test_texts_are_stored_in_one_form():
    form = filled(title="  Bürger\u0308 \t beirat\n", reason="a\r\nb\r\n", mail=" Carla.Wendt@Digitalstadt.example ")
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Bürger\u0308 beirat"
    assert form.cleaned_data["reason"] == "a\nb"
    assert form.cleaned_data["mail"] == "carla.wendt@digitalstadt.example"


def test_a_field_joins_label_hint_and_error():
    html = str(filled(reason="a\x00b")["reason"].as_field_group())
    assert '<label class="kern-label" for="id_reason">Begründung <span class="kern-label__optional">Optional' in html
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in html
    assert '<div class="kern-hint" id="id_reason_helptext">In einem Satz.</div>' in html
    assert '<p class="kern-error" id="id_reason_error">' in html
    assert 'class="kern-form-input__input kern-form-input__input--error"' in html


def test_required_fields_say_so_without_stopping_the_browser():
    html = str(filled()["title"].as_field_group())
    assert 'aria-required="true"' in html
    assert " required" not in html
    assert "Optional" not in html


def test_radios_are_choices_in_a_group_and_the_quiet_one_stands_apart():
    html = str(filled()["answer"].as_field_group())
    assert '<legend class="kern-title kern-title--small">Leitplanke' in html
    assert '<div class="app-choice app-choice--row">' in html
    assert html.count('class="kern-form-check__radio"') == 2
    assert html.count("app-choice--quiet") == 1


def test_selects_and_boxes_have_kern_markup():
    assert '<div class="kern-form-input__select-wrapper"><select name="board" class="kern-form-input__select"' in str(
        filled()["board"].as_field_group()
    )
    assert 'class="kern-form-check__checkbox"' in str(filled()["agreed"].as_field_group())


def test_the_summary_names_each_wrong_field(rf):
    from django.template.loader import render_to_string

    html = render_to_string("kern/error_summary.html", {"form": filled(title="", answer="x")})
    assert 'role="alert"' in html
    assert 'href="#id_title"' in html
    assert 'href="#id_answer_0"' in html
    assert render_to_string("kern/error_summary.html", {"form": filled()}).strip() == ""


def test_a_whole_form_renders_every_field():
    html = str(filled())
    assert all(f'name="{name}"' in html for name in Everything.base_fields)


def test_errors_say_what_to_do():
    form = filled(title="", board="xyz")
    assert form.errors["title"] == ["Bitte füllen Sie dieses Feld aus."]
    assert form.errors["board"] == ["Bitte wählen Sie eine der Antworten."]

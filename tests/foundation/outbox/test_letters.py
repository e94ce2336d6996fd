"""One template gives subject, plain text and HTML of a mail, in the language asked for."""

import re
from types import SimpleNamespace

import pytest
from django.template import TemplateDoesNotExist

from foundation.outbox.letters import letter, styled, tidy

COMPANY = SimpleNamespace(
    name="Digitalstadt Darmstadt GmbH",
    office_phone="069 90009-120",
    office_hours="Mo bis Fr, 8:00 bis 16:00 Uhr",
    phone_link="tel:+496990009120",
)
NOTE = """{% extends "mail/base.html" %}
{% block subject %}Bericht
   „{{ title }}“{% endblock %}
{% block text %}
{% translate "Data protection" %}: {{ title }}



Ende
{% endblock %}
{% block html %}<h1>{{ title }}</h1>
<p>Guten Tag</p><p class="quiet">leise</p>
{% include "mail/button.html" with url=site_url text="Antworten" primary=True %}
{% endblock %}"""


@pytest.fixture
def note(settings, tmp_path):
    """A template mail/note.html."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "note.html").write_text(NOTE)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, *engine["DIRS"]]}]
    settings.SITE_URL = "https://gremia.example"

    def write(title: str = "Q4 & <Ausblick>", language: str = "de", **context: object):
        return letter("note", {"company": COMPANY, "title": title, **context}, language)

    return write


def test_subject_is_one_line_and_not_escaped(note):
    assert note().subject == "Bericht „Q4 & <Ausblick>“"


def test_text_is_plain_with_the_foot_of_the_office(note):
    assert note().text == (
        "Datenschutz: Q4 & <Ausblick>\n\nEnde\n\n--\n"
        "Digitalstadt Darmstadt GmbH, Geschäftsstelle der Gremien\n"
        "Fragen? Geschäftsstelle, Telefon 069 90009-120 (Mo bis Fr, 8:00 bis 16:00 Uhr). "
        "Sie können auch auf diese E-Mail antworten.\n"
        "Datenschutz: https://gremia.example/datenschutz/\n"
        "Impressum: https://gremia.example/impressum/\n"
    )


def test_html_is_a_document_with_escaped_values_and_inline_styles(note):
    html = note().html
    assert html.startswith('<!doctype html>\n<html lang="de">')
    assert "<title>Bericht „Q4 &amp; &lt;Ausblick&gt;“</title>" in html
    assert re.search(r'<h1 style="[^"]+">Q4 &amp; &lt;Ausblick&gt;</h1>', html)
    assert not re.search(r"<(h1|h2|p|a|td class)>", html)
    assert 'class="' not in html
    assert 'href="tel:+496990009120"' in html
    assert html.count("<h1") == 1


def test_the_language_is_the_one_asked_for(note):
    english = note(language="en")
    assert english.text.startswith("Data protection: ")
    assert '<html lang="en">' in english.html


def test_a_template_tag_in_a_value_stays_text(note):
    assert "{% url 'home' %} {{ site_url }}" in note(title="{% url 'home' %} {{ site_url }}").text


def test_a_value_cannot_bring_a_styled_tag(note):
    assert "<p class=" not in note(title='<p class="quiet">').html


def test_unknown_letters_are_an_error():
    with pytest.raises(TemplateDoesNotExist):
        letter("no-such-letter", {}, "de")


def test_tags_with_their_own_style_keep_it():
    assert styled('<p style="x">a</p><hr>') == '<p style="x">a</p>' + styled("<hr>")
    assert styled('<td class="number" width="36">').endswith('" width="36">')
    assert styled('<p class="unknown">') == styled("<p>")
    assert styled("<pre><abbr>") == "<pre><abbr>"


def test_text_is_tidied():
    assert tidy("\n\n  a \n\n\n\n b\t\n") == "a\n\nb\n"

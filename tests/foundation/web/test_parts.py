"""The parts pages are put together from."""

from types import SimpleNamespace

from django.template.loader import render_to_string

FORECAST = {
    "sentence": "7 von 10 zugesagt, nötig: 6",
    "ok": True,
    "seats": ["yes"] * 5 + ["yes need", "yes", "maybe", "", ""],
    "label": "7 zugesagt, 1 unter Vorbehalt, 2 offen, nötig 6 von 10",
    "stats": [("yes", "Zusagen", 7), ("maybe", "Vorbehalt", 1), ("", "offen", 2)],
}


def test_one_cell_is_one_place_and_the_sentence_carries_the_meaning():
    html = render_to_string("kern/quorum.html", {"forecast": FORECAST})
    assert "<span>7 von 10 zugesagt, nötig: 6</span>" in html
    assert 'role="img" aria-label="7 zugesagt, 1 unter Vorbehalt, 2 offen, nötig 6 von 10"' in html
    cells = html.split("</div>")[0]
    assert cells.count('class="app-seat ') == 10
    assert cells.count("app-seat--yes app-seat--need") == 1
    assert "<dt>Vorbehalt</dt><dd>1</dd>" in html
    assert "<dl" not in render_to_string("kern/quorum.html", {"forecast": FORECAST, "compact": True})
    assert "kern-icon--warning" in render_to_string("kern/quorum.html", {"forecast": FORECAST | {"ok": False}})


def test_the_lane_writes_each_state_and_marks_the_next_step():
    steps = [
        SimpleNamespace(date="Di, 26.01.", text="Einladung versendet", state="erledigt", css="is-done"),
        SimpleNamespace(date="Do, 04.02.", text="Erinnerung", state="als Nächstes", css="is-next"),
    ]
    html = render_to_string("kern/lane.html", {"steps": steps, "label": "Fristen bis zur Sitzung"})
    assert '<ol class="app-lane" aria-label="Fristen bis zur Sitzung">' in html
    assert html.count('aria-current="step"') == 1
    assert '<span class="app-lane__state">erledigt</span>' in html
    assert "kern-icon" not in render_to_string("kern/lane.html", {"steps": steps, "label": "x", "compact": True})


def test_static_notes_have_no_role_and_texts_are_escaped():
    html = render_to_string("kern/alert.html", {"kind": "warning", "title": "<b>", "text": "x"})
    assert "role=" not in html
    assert "&lt;b&gt;" in html
    assert 'role="alert"' in render_to_string("kern/alert.html", {"kind": "danger", "title": "x", "role": "alert"})
    assert "kern-badge--success" in render_to_string("kern/badge.html", {"kind": "success", "text": "eingeladen"})


def test_an_empty_place_offers_at_most_one_link():
    html = render_to_string("kern/empty.html", {"title": "Nichts zu klären.", "text": "Hier erscheinen Antworten."})
    assert "<a" not in html
    linked = render_to_string("kern/empty.html", {"title": "Leer", "link_url": "/a/", "link_text": "Anlegen"})
    assert linked.count("<a ") == 1

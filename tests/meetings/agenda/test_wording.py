"""The record is German; readers of English read what Gremia wrote in it in their language, and nothing else."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from foundation.values import BERLIN
from meetings.agenda import editing
from meetings.agenda.wording import WRITTEN, spoken
from meetings.meeting.models import Meeting


@pytest.mark.parametrize(
    ("record", "english"),
    [
        ("Eröffnung, Einladung und Beschlussfähigkeit", "Opening, invitation and quorum"),
        ("Dauerpunkt, ohne Beschlüsse", "Standing item, no resolutions"),
        ("Das Protokoll ist noch nicht genehmigt.", "The minutes are not approved yet."),
        ("Genehmigung des Protokolls vom 12.\u00a0November 2026", "Approval of the minutes of 12 November 2026"),
        ("Genehmigung des Protokolls vom 12. Nebelung 2026", "Approval of the minutes of 12. Nebelung 2026"),
        ("Genehmigung des Protokolls vom 31. November 2026", "Approval of the minutes of 31. November 2026"),
        ("Vertagt am 31.02.2027.", "Adjourned on 31.02.2027."),
        (
            "Vorschlag von Aylin Kaya, angenommen am 02.11.2026.",
            "Proposed by Aylin Kaya, accepted on 2 Nov 2026.",
        ),
        ("Ohne Mitglied: Sitz 22, 28.", "No member on seat 22, 28."),
        ("Termine der Bürgerbeteiligung", "Termine der Bürgerbeteiligung"),
        ("Sitzungsgeld (100 %)", "Sitzungsgeld (100 %)"),
        ("", ""),
    ],
)
def test_what_gremia_wrote_is_spoken_in_english_and_what_people_typed_stays(record, english):
    with override("en"):
        assert spoken(record) == english
    with override("de"):
        assert spoken(record) == record


def test_every_proposal_of_an_ordinary_agenda_is_spoken_in_english(world):
    held = world.meeting(world.etb, day=date(2026, 11, 12), status="held")
    world.agenda(held, "Sensoren", status="frozen")
    held.items.update(outcome="adjourned")
    meeting = world.meeting(world.etb, number=2)
    wanted = editing.proposals(meeting, date(2026, 11, 23))
    with override("en"):
        words = {spoken(text) for one in wanted for text in (one.title, one.reason)}
    assert words == {
        "Opening, invitation and quorum",
        "Approval of the agenda",
        "Declarations of recusal",
        "Any other business",
        "Dates",
        "Standing item",
        "Standing item, no resolutions",
        "Sensoren",
        "Adjourned on 12 November 2026.",
        "Vacant seats",
        "No member on seat 30, 31.",
    }


def test_the_english_page_of_the_draft_shows_no_german_of_ours(world, client):
    meeting: Meeting = world.meeting()
    editing.accept(meeting, by=world.actor(world.secretary), now=datetime(2027, 1, 18, 9, tzinfo=BERLIN))
    client.force_login(world.secretary.user)
    client.cookies["django_language"] = "en"
    shown = client.get(f"/sitzungen/{meeting.pk}/tagesordnung/").text
    assert "Any other business" in shown
    assert "Mon to Fri, 8:00 to 16:00" in shown
    for german in ("Verschiedenes", "Dauerpunkt", "Mo bis Fr"):
        assert german not in shown
    assert meeting.items.filter(title="Verschiedenes").exists()


def test_no_written_text_is_held_twice():
    assert len(set(WRITTEN)) == len(WRITTEN)

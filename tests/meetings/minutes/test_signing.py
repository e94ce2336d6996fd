"""The chair signs the minutes off or returns them; the office does so on the chair's word."""

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.mandates.delegating import delegate
from governance.mandates.models import Office
from meetings.minutes import writing
from tests.meetings.minutes.steps import address, read

pytestmark = pytest.mark.django_db


def test_the_office_records_the_chairs_word_only_with_a_note(held):
    by = held.by.on_behalf_of(held.world.mayor.key)
    with pytest.raises(DomainError):
        writing.sign_off(held.minutes, by=by, now=held.now)
    writing.sign_off(held.minutes, note="telefonisch, 12.02., 10 Uhr", by=by, now=held.now)
    held.minutes.refresh_from_db()
    assert (held.minutes.status, held.minutes.signed_off_for) == ("signed_off", held.world.mayor.key)


def test_on_a_delegation_the_office_signs_off_with_one_button(client, held):
    mayor, secretary = held.world.mayor, held.world.secretary
    chair = Office.objects.select_related("person").get(board=held.world.ub, role="chair")
    today = held.now.date()
    delegate(chair, acts=["release"], start=today, by=held.world.actor(mayor), now=held.now)
    assert "Wie hat der Vorsitz freigegeben?" in read(client, held, secretary)
    delegate(chair, acts=["sign_off"], start=today, by=held.world.actor(mayor), now=held.now)
    text = read(client, held, secretary)
    assert "Sie handeln für Annegret Holtkamp mit Vollmacht vom" in text
    assert "Wie hat der Vorsitz freigegeben?" not in text
    for _twice in range(2):
        assert client.post(address(held), {"act": "sign_off", "revision": 1}).status_code == 302
    signed = held.meeting.minutes
    assert (signed.signed_off_by, signed.signed_off_for) == (secretary.key, mayor.key)
    assert JournalEntry.objects.filter(action="minutes.signed_off", principal=mayor.key).count() == 1
    assert "Freigegeben von Carla Wendt für Annegret Holtkamp am" in read(client, held, secretary)


def test_a_draft_waits_for_the_chair_who_signs_or_returns_it_with_a_remark(held):
    for _twice in range(2):
        held.act(writing.hand_over, held.minutes)
    with pytest.raises(DomainError) as refused:
        held.act(writing.write, held.minutes, {held.item(1).pk: "Nachgereicht"}, revision=1)
    assert (refused.value.code, refused.value.message) == (
        "not_drafting",
        "Das Protokoll ist beim Vorsitz. Holen Sie es zurück, um weiterzuschreiben.",
    )
    with pytest.raises(DomainError) as refused:
        held.act(writing.return_, held.minutes, reason=" ")
    assert refused.value.code == "no_reason"
    for _twice in range(2):
        held.act(writing.return_, held.minutes, reason="Bitte kürzer.")
    held.minutes.refresh_from_db()
    assert (held.minutes.status, held.minutes.return_reason) == ("drafting", "Bitte kürzer.")
    held.act(writing.hand_over, held.minutes)
    writing.sign_off(held.minutes, by=held.world.actor(held.world.mayor), now=held.tick())
    held.minutes.refresh_from_db()
    assert (held.minutes.status, held.minutes.returned_at, held.minutes.return_reason) == ("signed_off", None, "")
    acts = JournalEntry.objects.filter(subject=held.minutes.key).order_by("pk").values_list("action", flat=True)
    assert list(acts)[1:] == ["minutes.handed_over", "minutes.returned", "minutes.handed_over", "minutes.signed_off"]


def test_what_the_office_took_back_is_signed_neither_from_an_old_page_nor_from_a_new_one(client, held):
    held.act(writing.hand_over, held.minutes)
    client.force_login(held.world.mayor.user)
    seen = {"act": "sign_off", "revision": 1}
    with pytest.raises(DomainError) as refused:
        held.act(writing.take_back, held.minutes, reason=" ")
    assert refused.value.code == "no_reason"
    held.act(writing.take_back, held.minutes, reason="Anlage fehlt")
    assert client.post(address(held), seen).status_code == 409
    held.act(writing.hand_over, held.minutes)
    assert client.post(address(held), seen).status_code == 409
    held.minutes.refresh_from_db()
    kept = (held.minutes.status, held.minutes.revision, held.minutes.taken_back_reason)
    assert kept == ("chair_review", 2, "Anlage fehlt")
    assert client.post(address(held), {**seen, "revision": 2}).status_code == 302


def test_the_office_says_why_it_takes_the_minutes_back(client, held):
    held.act(writing.hand_over, held.minutes)
    assert "Protokoll zurückholen" in read(client, held, held.world.secretary)
    assert client.post(address(held), {"act": "take_back", "why": ""}).status_code == 400
    assert held.meeting.minutes.status == "chair_review"
    assert client.post(address(held), {"act": "take_back", "why": "Anlage fehlt"}).status_code == 302
    held.minutes.refresh_from_db()
    assert held.minutes.status == "drafting"


def test_the_chair_meets_the_draft_when_the_office_gives_it(client, held):
    chair, office = held.world.mayor, held.world.secretary
    assert "Protokoll freigeben" not in read(client, held, chair)
    client.force_login(office.user)
    assert client.post(address(held), {"act": "hand_over"}).status_code == 302
    assert "Protokoll freigeben" in read(client, held, chair)
    assert client.post(address(held), {"act": "return", "reason": ""}).status_code == 400
    assert client.post(address(held), {"act": "return", "reason": "Bitte kürzer."}).status_code == 302
    page = read(client, held, office)
    assert ("Bitte kürzer." in page, "Zurückgegeben vom Vorsitz" in page) == (True, True)
    assert client.post(address(held), {"act": "return", "reason": "Nein"}).status_code == 404


def test_a_refusal_takes_the_focus_and_forms_drop_the_anchor_they_came_with(client, held):
    held.act(writing.hand_over, held.minutes)
    client.force_login(held.world.mayor.user)
    page = client.post(address(held), {"act": "return", "reason": ""}).content.decode()
    assert page.count('role="alert" tabindex="-1" autofocus') == 1
    assert page.count(f'<form class="app-block" method="post" action="{address(held)}">') == 2

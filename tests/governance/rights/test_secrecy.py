"""Level 3 opens to a member who declared secrecy and logged in with a second factor, and to nobody else."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.accounts import factors, keys
from governance.confidentiality import Level
from governance.mandates.models import Mandate, Office, Suspension
from governance.rights.levels import file_level, max_level
from governance.rights.reader import reader_of_person
from meetings.agenda.models import Recusal

TODAY = date(2026, 11, 23)


def sign(person, on=TODAY):
    Mandate.objects.filter(person=person).update(confidentiality_signed_on=on)


def level(world, person, *, proven=True, today=TODAY):
    return max_level(reader_of_person(person, today=today, proven=proven), world.ub)


def test_the_declaration_opens_level_three_of_its_board_from_its_day_on(world):
    sign(world.kaya)
    reader = reader_of_person(world.kaya, today=TODAY, proven=True)
    assert reader.sworn == {world.ub.pk}
    assert [max_level(reader, board) for board in (world.ub, world.etb)] == [Level.CONFIDENTIAL, Level.INTERNAL]
    assert level(world, world.kaya, today=TODAY - timedelta(days=1)) is Level.BOARD
    assert level(world, world.lamprecht) is Level.BOARD


def test_without_a_second_factor_it_opens_nothing_and_files_never(world):
    sign(world.kaya)
    assert level(world, world.kaya, proven=False) is Level.BOARD
    assert file_level(reader_of_person(world.kaya, today=TODAY, proven=True), world.ub) is Level.BOARD
    assert file_level(world.reader(world.mayor), world.ub) is Level.STRICT


@pytest.mark.parametrize("role", ["chair", "deputy_chair"])
def test_who_leads_reads_what_is_confidential_after_a_second_factor_only(world, role):
    """All that belongs to the board stays in sight of who leads it; levels 3 and 4 and their files wait."""
    Office.objects.filter(board=world.ub).update(role=role)
    proven, plain = (world.reader(world.mayor, proven=one) for one in (True, False))
    assert [max_level(one, world.ub) for one in (proven, plain)] == [Level.STRICT, Level.BOARD]
    assert [file_level(one, world.ub) for one in (proven, plain)] == [Level.STRICT, Level.BOARD]
    assert (plain.chairs, plain.locked, proven.locked) == ({world.ub.pk}, {world.ub.pk}, frozenset())


@pytest.fixture
def without_factor(monkeypatch):
    monkeypatch.setattr(factors, "proven", lambda request: False)


@pytest.mark.parametrize("has_factor", [True, False])
def test_the_chair_is_led_to_the_second_factor_before_editing(
    world, item, client, without_factor, monkeypatch, has_factor
):
    """Reading shows a neutral title and the way; editing and leading ask at once; without such items nobody asks."""
    monkeypatch.setattr(factors, "has_factor", lambda user: has_factor)
    client.force_login(world.mayor.user)
    page = reverse("meeting", args=[item.meeting.pk])
    text = client.get(page).content.decode()
    assert "Nahwerk" not in text
    assert f"/konto/vertrauliches/?next={page}" in text
    edit = reverse("agenda_edit", args=[item.meeting.pk])
    for path in (f"/konto/vertrauliches/?next={page}", edit):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("mfa_reauthenticate" if has_factor else "mfa_index"))
    type(item).objects.update(level=Level.BOARD)
    assert client.get(edit).status_code == 200
    assert "/konto/vertrauliches/" not in client.get(page).content.decode()


def test_the_way_back_stays_on_this_site(world, client):
    client.force_login(world.mayor.user)
    for then, target in (("/gremien/", "/gremien/"), ("https://boese.example/", "/"), ("//boese.example", "/")):
        assert client.get("/konto/vertrauliches/", {"next": then}).url == target


def test_a_declaration_on_one_board_says_nothing_of_another(world):
    Mandate.objects.filter(person=world.dahlhoff, seat__board=world.etb).update(confidentiality_signed_on=TODAY)
    assert level(world, world.dahlhoff) is Level.BOARD


@pytest.mark.parametrize("over", ["ended", "suspended"])
def test_it_ends_with_the_mandate(world, over):
    sign(world.kaya)
    mandate = Mandate.objects.get(person=world.kaya)
    if over == "ended":
        Mandate.objects.filter(pk=mandate.pk).update(status="ended", end=TODAY - timedelta(days=1))
    else:
        Suspension.objects.create(mandate=mandate, start=TODAY, reason="Elternzeit")
    assert level(world, world.kaya) is Level.PUBLIC


@pytest.fixture
def item(world):
    """A confidential item of the business board."""
    meeting = world.meeting(world.ub)
    world.agenda(meeting, "Kauf der Nahwerk GmbH")
    meeting.items.update(level=Level.CONFIDENTIAL, text="Der Preis ist zu hoch.")
    return meeting.items.get()


def agenda(browser, item, **more):
    answer = browser.get(f"/api/v1/meetings/{item.meeting.pk}/agenda", **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_it_after_a_second_factor_only(world, item, client, monkeypatch):
    sign(world.kaya)
    page = reverse("meeting", args=[item.meeting.pk])
    client.force_login(world.kaya.user)
    assert "Der Preis ist zu hoch." in client.get(page).content.decode()
    monkeypatch.setattr(factors, "proven", lambda request: False)
    answer = client.get(page).content.decode()
    assert "Nahwerk" not in answer
    assert "Preis" not in answer


def test_a_key_opens_nothing_confidential(world, item, now):
    sign(world.kaya)
    _key, secret = keys.create(world.kaya.user, "Abruf", now)
    answer = Client().get(reverse("meeting", args=[item.meeting.pk]))
    assert answer.status_code == 302
    told = agenda(Client(), item, headers={"authorization": f"Bearer {secret}"})
    assert "Nahwerk" not in told
    assert "Preis" not in told


def test_who_is_recused_reads_no_text(world, item, client, now):
    sign(world.kaya)
    Recusal.objects.create(item=item, person=world.kaya, declared_at=now, entered_by=world.kaya.key)
    client.force_login(world.kaya.user)
    assert "Preis" not in client.get(reverse("meeting", args=[item.meeting.pk])).content.decode()
    assert "Preis" not in agenda(client, item)

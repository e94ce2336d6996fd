"""The agenda over the API: numbers run on, what is above the reader's level stays neutral and without text."""

import pytest

from governance.confidentiality import Level
from meetings.agenda.models import AgendaItem


@pytest.fixture
def meeting(world):
    made = world.meeting(status="invited")
    world.agenda(made, "Betriebsmodell", "Personalfrage", "Termine", status="frozen")
    made.items.filter(title="Personalfrage").update(level=Level.CONFIDENTIAL, text="Bewerbung A.")
    return made


@pytest.fixture
def ask(client, meeting):
    def get(who=None, status=200):
        client.logout()
        if who is not None:
            client.force_login(who.user)
        response = client.get(f"/api/v1/meetings/{meeting.pk}/agenda")
        assert response.status_code == status
        return response.json()

    return get


@pytest.mark.parametrize("name", ["kaya", "manager", "mayors_officer"])
def test_a_confidential_item_is_neutral_below_its_level(world, ask, name):
    found = ask(getattr(world, name))
    assert [(one["number"], one["title"]) for one in found["items"]] == [
        (1, "Betriebsmodell"),
        (2, "Vertraulicher Tagesordnungspunkt"),
        (3, "Termine"),
    ]
    assert (found["status"], found["minutes"]) == ("frozen", 30)
    secret = found["items"][1]
    assert (secret["readable"], secret["text"], secret["motion"]) == (False, None, None)
    assert found["items"][0]["motion"] == "Der Beirat empfiehlt: Betriebsmodell."
    assert "Bewerbung" not in str(found)


@pytest.mark.parametrize("name", ["mayor", "secretary"])
def test_chair_and_office_read_everything(world, ask, name):
    assert ask(getattr(world, name))["items"][1] == {
        "number": 2,
        "title": "Personalfrage",
        "kind": "decision",
        "minutes": 10,
        "level": 3,
        "outcome": "open",
        "readable": True,
        "text": "Bewerbung A.",
        "motion": "Der Beirat empfiehlt: Personalfrage.",
    }


@pytest.mark.parametrize("name", ["", "sponsor", "former", "admin"])
def test_outsiders_find_nothing(world, ask, name):
    ask(getattr(world, name) if name else None, status=404)


def test_drafts_are_the_offices_the_chairs_and_the_managements(world, ask, meeting, client):
    """Page, interface and queryset agree."""
    meeting.agenda.__class__.objects.update(status="draft")
    sighted = {"mayor", "manager", "secretary"}
    for name in ("kaya", "mayors_officer", *sighted):
        sees = name in sighted
        person = getattr(world, name)
        ask(person, status=200 if sees else 404)
        client.force_login(person.user)
        page = client.get(meeting.get_absolute_url()).content.decode()
        assert ("Es gibt noch keine Tagesordnung." not in page) is sees
        assert AgendaItem.objects.visible_to(world.reader(person)).exists() is sees

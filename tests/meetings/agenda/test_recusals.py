"""Being barred from an item: declared once, and then its text is out of reach."""

import pytest

from foundation.values import DomainError
from meetings.agenda.models import Recusal
from meetings.agenda.recusals import declare, withdraw

SECRET = "Angebot der Firma Beispiel"


@pytest.fixture
def item(world):
    meeting = world.meeting()
    world.agenda(meeting, "Vergabe Bezahlautomaten", status="draft")
    meeting.items.update(text=SECRET)
    return meeting.items.select_related("meeting").get()


def test_declared_twice_is_declared_once_and_can_be_withdrawn(world, item, now):
    by = world.actor(world.kaya)
    assert declare(item, world.kaya, by=by, now=now) == declare(item, world.kaya, by=by, now=now)
    withdraw(item, world.kaya, by=by, now=now)
    withdraw(item, world.kaya, by=by, now=now)
    assert not Recusal.objects.exists()


def test_what_was_dealt_with_stays(world, item, now):
    item.outcome = "decided"
    for act in (declare, withdraw):
        with pytest.raises(DomainError) as error:
            act(item, world.kaya, by=world.actor(world.kaya), now=now)
        assert error.value.code == "item_closed"


def test_a_recused_chair_neither_reads_nor_edits_the_item(world, client, item, now):
    declare(item, world.mayor, by=world.actor(world.mayor), now=now)
    address = f"/sitzungen/{item.meeting_id}/tagesordnung/"
    client.force_login(world.mayor.user)
    page = client.get(address).content.decode()
    assert SECRET not in page
    assert f"{address}{item.pk}/" not in page
    assert client.get(f"{address}{item.pk}/").status_code == 404
    assert client.post(f"{address}{item.pk}/", {"title": "Meins"}).status_code == 404
    client.force_login(world.secretary.user)
    assert SECRET in client.get(f"{address}{item.pk}/").content.decode()


def test_a_recused_member_gets_no_text_over_the_api(world, client, item, now):
    item.meeting.agenda.__class__.objects.update(status="released")
    declare(item, world.kaya, by=world.actor(world.kaya), now=now)
    for who, text in ((world.kaya, None), (world.dahlhoff, SECRET)):
        client.force_login(who.user)
        (found,) = client.get(f"/api/v1/meetings/{item.meeting_id}/agenda").json()["items"]
        assert (found["title"], found["text"], found["readable"]) == (
            "Vergabe Bezahlautomaten",
            text,
            text is not None,
        )

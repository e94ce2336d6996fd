"""The chair releases an agenda by a personal link: asked once, proved once, for exactly what was shown."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.mandates.leading import name_deputy, take_chair
from governance.mandates.models import Mandate, Office, Suspension
from meetings.agenda import editing
from meetings.agenda.models import Agenda, AgendaItem, Recusal
from meetings.meeting.models import Meeting
from tests.devices import remember
from tests.links import mistyped


@pytest.fixture
def meeting(world) -> Meeting:
    found = world.meeting()
    world.agenda(found, "Betriebsmodell", "Haushalt", status="draft")
    return found


@pytest.fixture
def asked(world, meeting, now):
    """The office asks; the address of the link."""

    def ask(of=world.mayor):
        editing.ask_release(meeting, by=world.actor(world.secretary), now=now)
        link = PersonalLink.objects.get(purpose="chair_release", holder=of.key)
        return f"/freigabe/tagesordnung/{link.token}/"

    return ask


def revision_on(page):
    return re.search(r'name="revision" value="(\d+)"', page.content.decode())[1]


def test_from_the_mail_to_the_release_with_one_code(world, client, asked, now, mail_at_once, mailoutbox):
    address = asked()
    mail = Delivery.objects.get(kind="chair_word")
    subject = "Bitte Tagesordnung freigeben: Unternehmensbeirat, 11.02.2027"
    assert (mail.recipient, mail.subject) == (world.mayor.key, subject)
    assert mail.secrets == [address.split("/")[-2]]
    assert client.get(address).url == client.post(address, {"revision": "1"}).url == "/geraet/"
    assert Agenda.objects.get().status == "draft"
    client.post("/geraet/")
    code = re.search(r"^ {4}(\d{6})$", mailoutbox[-1].body, re.MULTILINE)[1]
    assert client.post("/geraet/code/", {"code": code}).url == address
    page = client.get(address)
    assert all(words in page.content.decode() for words in ("Betriebsmodell", "Haushalt", "Tagesordnung freigeben"))
    for _twice in range(2):
        assert client.post(address, {"revision": revision_on(page)}).url == address
    agenda = Agenda.objects.get()
    assert (agenda.status, agenda.released_by, agenda.released_for) == ("released", world.mayor.key, "")
    done = client.get(address).content.decode()
    assert "Freigegeben von Annegret Holtkamp am 23.11.2026." in done
    assert 'name="revision"' not in done
    entry = JournalEntry.objects.get(action="agenda.released")
    assert (entry.actor, entry.principal, entry.facts) == (world.mayor.key, "", {"by_link": True})


def test_office_and_chair_see_that_the_release_was_asked_for(world, client, asked, meeting):
    """Also long before the meeting, which is in February."""
    client.force_login(world.mayor.user)
    assert "Zur Freigabe" not in client.get("/").text
    asked()
    assert "Tagesordnung freigeben" in client.get("/").text
    client.force_login(world.secretary.user)
    page = client.get(f"/sitzungen/{meeting.pk}/tagesordnung/").text
    assert "Der Vorsitz ist per E-Mail um die Freigabe gebeten." in page
    assert "Freigabe erneut erbitten" in page


def test_the_journal_says_that_it_was_by_link(world, client, asked, now):
    remember(client, world.mayor, now)
    client.post(asked(), {"revision": "1"})
    client.force_login(world.secretary.user)
    text = client.get("/journal/").content.decode()
    assert "Annegret Holtkamp hat die Tagesordnung freigegeben. Über den persönlichen Link." in text
    assert "Carla Wendt hat den Vorsitz um die Freigabe der Tagesordnung gebeten." in text


def test_only_what_was_shown_is_released(world, client, meeting, asked, now):
    remember(client, world.mayor, now)
    address = asked()
    seen = revision_on(client.get(address))
    item = meeting.items.first()
    editing.edit_item(item, title="Anders", by=world.actor(world.secretary), now=now)
    for stale in (seen, "", "x", "9" * 30):
        refused = client.post(address, {"revision": stale})
        assert refused.status_code == 409
        assert "Die Tagesordnung wurde inzwischen von anderer Seite geändert." in refused.content.decode()
    assert Agenda.objects.get().status == "draft"


def test_one_mail_for_each_revision(world, meeting, asked, now):
    assert asked() == asked()
    assert Delivery.objects.count() == JournalEntry.objects.filter(action="agenda.release_asked").count() == 1
    editing.edit_item(meeting.items.first(), title="Anders", by=world.actor(world.secretary), now=now)
    asked()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["obsolete", "pending"]


def test_a_former_chairs_link_is_dead(world, client, asked, now):
    remember(client, world.mayor, now)
    address = asked()
    start = date(2026, 12, 1)
    take_chair(board=world.ub, person=world.kaya, start=start, by=world.actor(world.secretary), now=now)
    with clock.at(now + timedelta(days=8)):
        for answer in (client.get(address), client.post(address, {"revision": "1"})):
            assert answer.status_code == 410
            text = answer.content.decode()
            assert "Sie leiten dieses Gremium nicht mehr." in text
            assert world.company.office_phone in text
            assert "Betriebsmodell" not in text
    assert Agenda.objects.get().status == "draft"


def test_an_expired_or_unknown_link_shows_nothing(world, client, asked, now):
    address = asked()
    with clock.at(now + timedelta(days=30)):
        page = client.get(address)
    assert page.status_code == 410
    assert world.company.office_phone in page.content.decode()
    assert client.get(mistyped(address, at=-2)).status_code == 404
    assert client.get(address.replace("tagesordnung", "protokoll")).status_code == 404


def test_another_persons_device_opens_nothing(world, asked, now):
    thief = Client()
    remember(thief, world.kaya, now)
    assert thief.get(asked()).url == "/geraet/"


def test_a_deputy_is_asked_while_the_mandate_of_the_chair_rests(world, client, asked, now):
    name_deputy(board=world.ub, person=world.kaya, start=now.date(), by=world.actor(world.secretary), now=now)
    Suspension.objects.create(
        mandate=Mandate.objects.get(person=world.mayor, seat__board=world.ub), start=now.date(), reason="Elternzeit"
    )
    remember(client, world.kaya, now)
    client.post(asked(of=world.kaya), {"revision": "1"})
    assert Agenda.objects.get().released_by == world.kaya.key


def test_a_chair_does_not_read_the_item_it_is_recused_from(world, client, meeting, asked, now):
    remember(client, world.mayor, now)
    item = meeting.items.get(position=2)
    AgendaItem.objects.filter(pk=item.pk).update(text="Angebot der Firma")
    Recusal.objects.create(item=item, person=world.mayor, declared_at=now, entered_by=world.mayor.key)
    page = client.get(asked()).content.decode()
    assert "Haushalt" in page
    assert "Angebot der Firma" not in page
    assert "Der Beirat empfiehlt: Haushalt." not in page


def test_the_office_asks_with_a_button_and_phones_who_reads_no_mail(world, client, meeting, now):
    client.force_login(world.secretary.user)
    address = f"/sitzungen/{meeting.pk}/tagesordnung/"
    assert "Freigabe erbitten" in client.get(address).content.decode()
    page = client.post(address, {"ask_release": "1"}, follow=True)
    assert "Der Vorsitz bekommt eine E-Mail" in page.content.decode()
    again = client.post(address, {"ask_release": "1"}, follow=True)
    assert "Der Vorsitz hat die E-Mail zu diesem Entwurf schon." in again.content.decode()
    assert Delivery.objects.count() == 1
    world.mayor.channel = "post"
    world.mayor.save()
    Delivery.objects.all().delete()
    with pytest.raises(DomainError) as refused:
        editing.ask_release(meeting, by=world.actor(world.secretary), now=now)
    assert refused.value.code == "no_mail"
    Office.objects.filter(board=world.ub).delete()
    assert client.post(address, {"ask_release": "1"}).status_code == 409
    assert not Delivery.objects.exists()


def test_the_page_costs_a_fixed_number_of_queries(world, client, meeting, asked, now, django_assert_num_queries):
    remember(client, world.mayor, now)
    address = asked()
    client.get(address)
    for extra in (0, 30):
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, position=100 + n, title=f"Punkt {n}", kind="decision") for n in range(extra)
        )
        with django_assert_num_queries(8):
            client.get(address)


@pytest.mark.parametrize("level", [3, 4])
def test_what_is_confidential_asks_for_the_login(world, client, meeting, asked, now, level):
    AgendaItem.objects.filter(title="Haushalt").update(level=level, text="Zahlen der Tochter")
    remember(client, world.mayor, now)
    address = asked()
    page = client.get(address).content.decode()
    assert "Betriebsmodell" in page
    assert "Vertraulicher Tagesordnungspunkt" in page
    assert "Haushalt" not in page
    assert "Zahlen der Tochter" not in page
    assert f'href="/sitzungen/{meeting.pk}/tagesordnung/"' in page
    assert 'name="revision"' not in page
    assert client.post(address, {"revision": "1"}).status_code == 403
    assert Agenda.objects.get().status == "draft"

"""How a person wants mails, and the proof of a further address."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.boards import proving
from governance.people import addresses, receiving
from governance.people.models import AliasAddress, Person

SETTINGS = {"channel": "mail", "calendar_mails": "on", "digest": "on"}


def plain(response) -> str:
    return response.text.replace("\u00a0", " ")


@pytest.fixture
def me(world, client):
    client.force_login(world.kaya.user)
    return world.kaya


def test_a_member_switches_calendar_entries_off_and_copies_on(world, client, me):
    path = reverse("mail_settings")
    assert "entweder Einladungen oder Abo" in plain(client.get(path))
    sent = {"channel": "mail", "copy_to_assistants": "on"}
    assert client.post(path, sent).headers["Location"] == path
    me.refresh_from_db()
    assert (me.channel, me.calendar_mails, me.copy_to_assistants, me.digest) == ("mail", False, True, False)
    entry = JournalEntry.objects.get(action="person.mail_settings_changed")
    assert entry.facts["fields"] == ["calendar_mails", "copy_to_assistants", "digest"]
    client.post(path, sent)
    assert JournalEntry.objects.filter(action="person.mail_settings_changed").count() == 1


def test_post_is_chosen_after_a_warning(world, client, me):
    path, post = reverse("mail_settings"), {**SETTINGS, "channel": "post"}
    refused = client.post(path, post)
    assert (refused.status_code, "Postanschrift" in plain(refused)) == (400, True)
    Person.objects.filter(pk=me.pk).update(postal_address="Rheinstraße 1, 64283 Darmstadt")
    asked = plain(client.post(path, post))
    assert ("Auf Briefe umstellen?" in asked, Person.objects.get(pk=me.pk).channel) == (True, "mail")
    assert client.post(path, {**post, "confirmed": "1"}).status_code == 302
    assert Person.objects.get(pk=me.pk).channel == "post"


def test_the_office_sets_it_for_who_never_logs_in(world, office):
    path = reverse("person_mail_settings", args=[world.lamprecht.pk])
    assert "E-Mails einstellen" in plain(office.get(world.lamprecht.get_absolute_url()))
    answer = office.post(path, {**SETTINGS, "copy_to_assistants": "on"})
    assert answer.headers["Location"] == world.lamprecht.get_absolute_url()
    assert Person.objects.get(pk=world.lamprecht.pk).copy_to_assistants is True
    assert not Person.objects.exclude(pk=world.lamprecht.pk).filter(copy_to_assistants=True).exists()


def test_who_has_no_address_cannot_get_mail(world):
    world.kaya.without_mail().save()
    with pytest.raises(DomainError) as refused:
        receiving.choose(
            world.kaya,
            channel="mail",
            calendar_mails=True,
            copy_to_assistants=False,
            digest=True,
            by=world.actor(world.secretary),
            now=clock.now(),
        )
    assert refused.value.status == 400


def test_an_address_counts_once_its_link_was_opened(world, client, me):
    page = plain(client.post(reverse("own_address"), {"email": "kaya@hochschule.example"}, follow=True))
    assert "Wir haben eine E-Mail an kaya@hochschule.example gesendet." in page
    mail = Delivery.objects.get(kind="address_check")
    assert (mail.address, mail.recipient, mail.subject) == (
        "kaya@hochschule.example",
        me.key,
        "Ist das Ihre Adresse?",
    )
    token = PersonalLink.objects.get(purpose="address").token
    assert (token in bytes(mail.raw).decode().replace("=\r\n", ""), mail.secrets) == (True, [token])
    client.logout()
    path = reverse("address_confirm", args=[token])
    assert "Adresse bestätigen" in plain(client.get(path))
    assert AliasAddress.objects.get().verified_at is None
    assert "Die Adresse ist bestätigt" in plain(client.post(path))
    alias = AliasAddress.objects.get()
    assert alias.verified_at is not None
    assert JournalEntry.objects.filter(action="person.address_verified", actor=me.key).count() == 1
    addresses.remove_alias(alias, by=world.actor(me), now=clock.now())
    assert client.get(path).status_code == 404


def test_the_page_does_not_tell_whom_an_address_stands_for(world, client, me):
    def told(email):
        answer = client.post(reverse("own_address"), {"email": email}, follow=True)
        return answer.status_code, answer.content.decode().count(f"Wir haben eine E-Mail an {email} gesendet.")

    assert told("kaya@hochschule.example") == told(world.dahlhoff.email)
    link = PersonalLink.objects.get(subject=f"address:{AliasAddress.objects.get(email=world.dahlhoff.email).pk}")
    assert client.post(reverse("address_confirm", args=[link.token])).status_code == 409
    assert not AliasAddress.objects.exclude(verified_at=None).exists()


def test_another_persons_link_or_an_old_one_proves_nothing(world, client, me):
    client.post(reverse("own_address"), {"email": "kaya@hochschule.example"})
    link = PersonalLink.objects.get(purpose="address")
    assert client.get(reverse("address_confirm", args=["x" * 54])).status_code == 404
    with clock.at(clock.now() + timedelta(days=8)):
        assert client.post(reverse("address_confirm", args=[link.token])).status_code == 410
    assert AliasAddress.objects.get().verified_at is None


def test_ten_such_mails_a_day_are_enough(world, me):
    by, now = world.actor(me), clock.now()
    alias = addresses.add_alias(me, "kaya@hochschule.example", by=by, now=now)
    for minute in range(10):
        proving.ask(alias, by=by, now=now + timedelta(minutes=minute))
        proving.ask(alias, by=by, now=now + timedelta(minutes=minute))
    assert Delivery.objects.filter(kind="address_check").count() == 10
    with pytest.raises(DomainError) as refused:
        proving.ask(alias, by=by, now=now + timedelta(minutes=11))
    assert refused.value.status == 429
    proving.ask(alias, by=by, now=now + timedelta(days=1, minutes=10))
    assert Delivery.objects.filter(kind="address_check").count() == 11


def test_the_mail_is_sent_again_and_not_for_a_proven_address(world, client, me):
    client.post(reverse("own_address"), {"email": "kaya@hochschule.example"})
    alias = AliasAddress.objects.get()
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert client.post(reverse("own_address_check", args=[alias.pk])).status_code == 302
    assert Delivery.objects.filter(kind="address_check").count() == 2
    addresses.verify_alias(alias, by=world.actor(world.secretary), now=clock.now())
    with clock.at(clock.now() + timedelta(minutes=9)):
        client.post(reverse("own_address_check", args=[alias.pk]))
    assert Delivery.objects.filter(kind="address_check").count() == 2


def test_an_address_no_mail_can_go_to_is_not_kept(world, client, me):
    answer = client.post(reverse("own_address"), {"email": "kaya@müller.example"})
    assert answer.status_code in (400, 409)
    assert not AliasAddress.objects.exists()

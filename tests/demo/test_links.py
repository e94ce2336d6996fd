"""In the demonstration the masked link of a mail can be tried: by its holder, and by the board office."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, include, path, reverse

from config import urls as product
from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery
from foundation.web import clock
from meetings.agenda import editing
from meetings.invitations import sending

AT = datetime(2027, 1, 26, 8, tzinfo=UTC)


class Demonstration:
    """The addresses with DEMO=true."""

    urlpatterns = [*product.urlpatterns, path("demo/", include("demo.urls"))]
    handler404 = product.handler404


@pytest.fixture
def invited(world):
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform")
    with clock.at(AT):
        sending.invite(meeting, by=world.actor(world.secretary), now=AT)
        yield meeting


def link_of(person):
    return reverse("reply", args=[PersonalLink.objects.get(holder=person.key).token])


@override_settings(DEMO=True, ROOT_URLCONF=Demonstration)
def test_a_member_opens_the_own_link_from_the_first_screen(world, client, invited):
    client.force_login(world.kaya.user)
    address = reverse("demo_reply", args=[invited.pk])
    assert f'href="{address}"' in client.get("/").text
    assert client.get(address)["Location"] == link_of(world.kaya)
    client.force_login(world.sponsor.user)
    assert client.get(address).status_code == 404


@override_settings(DEMO=True, ROOT_URLCONF=Demonstration)
def test_the_office_follows_the_link_of_a_mail_and_nobody_else_does(world, client, invited):
    letter = Delivery.objects.get(recipient=world.kaya.key)
    address = reverse("demo_mail_link", args=[letter.pk])
    client.force_login(world.secretary.user)
    assert f'href="{address}"' in client.get(reverse("dispatch_detail", args=[letter.pk])).text
    assert client.get(address)["Location"] == link_of(world.kaya)
    for nobody in (world.dahlhoff, world.mayor, world.admin):
        client.force_login(nobody.user)
        assert client.get(address).status_code == 404


@override_settings(DEMO=True, ROOT_URLCONF=Demonstration)
def test_the_link_of_the_chair_leads_to_what_is_asked(world, client):
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform", status="draft")
    editing.ask_release(meeting, by=world.actor(world.secretary), now=clock.now())
    client.force_login(world.secretary.user)
    mail = Delivery.objects.get(kind="chair_word")
    token = PersonalLink.objects.get(holder=world.mayor.key).token
    assert client.get(reverse("demo_mail_link", args=[mail.pk]))["Location"] == f"/freigabe/tagesordnung/{token}/"


def test_outside_the_demonstration_there_is_no_such_way(world, client, invited):
    for name in ("demo_reply", "demo_mail_link"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=[invited.pk])
    client.force_login(world.kaya.user)
    assert "Link aus der E-Mail" not in client.get("/").text
    assert client.get(f"/demo/antwort/{invited.pk}/").status_code == 404

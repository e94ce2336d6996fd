"""The proof of dispatch: the office reads it all, administrators see states, nobody sees a personal link."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from desk.dispatch import listing
from foundation.accounts.models import PersonalLink
from foundation.documents.models import Rendering, RenderingState
from foundation.outbox import digest
from foundation.outbox.models import Delivery, State
from foundation.web import clock
from governance.boards import mailing
from governance.people.models import Person
from meetings.invitations import sending
from meetings.invitations.composing import TRIAL
from tests.paper import on_paper

DAY = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def mail(world):
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform")
    sending.invite(meeting, by=world.actor(world.secretary), now=DAY)
    return Delivery.objects.get(recipient=world.dahlhoff.key)


def test_the_office_finds_every_mail_and_filters(world, client, mail):
    client.force_login(world.secretary.user)
    Delivery.objects.filter(pk=mail.pk).update(state=State.FAILED, last_error="550 unknown user")
    path = reverse("dispatches")
    assert "11 E-Mails" in client.get(path).text
    failed = client.get(path, {"state": "failed"}).text
    assert "1 E-Mail<" in failed
    assert "Werner Dahlhoff" in failed
    assert "Aylin Kaya" not in failed
    assert "11 E-Mails" in client.get(path, {"meeting": mail.topic.partition(":")[2], "kind": "invitation"}).text
    assert "0 E-Mails" in client.get(path, {"kind": "cancellation"}).text
    for hostile in ("\x00", "9" * 500, "'; --"):
        assert client.get(path, {"state": hostile, "meeting": hostile, "page": hostile}).status_code == 200


def test_what_waits_for_too_long_is_found_from_the_first_screen(world, client, mail):
    Delivery.objects.exclude(pk=mail.pk).update(state=State.SENT, sent_at=DAY)
    client.force_login(world.secretary.user)
    with clock.at(DAY + timedelta(minutes=14)):
        assert "wird nicht verschickt" not in client.get("/").text
        assert "0 E-Mails" in client.get(reverse("dispatches"), {"state": "late"}).text
    with clock.at(DAY + timedelta(minutes=16)):
        assert "1 E-Mail wird nicht verschickt" in client.get("/").text.replace("\u00a0", " ")
        late = client.get("/versandnachweis/?state=late").text
    assert "1 E-Mail<" in late
    assert "Werner Dahlhoff" in late
    assert "wartet zu lange" in late


def test_one_mail_shows_text_and_calendar_with_its_link_masked(world, client, mail):
    client.force_login(world.secretary.user)
    token = PersonalLink.objects.get(holder=world.dahlhoff.key).token
    shown = client.get(reverse("dispatch_detail", args=[mail.pk])).text
    assert "Guten Tag, Herr Dahlhoff," in shown
    assert "BEGIN:VEVENT" in shown
    assert "/a/…/?antwort=zusage" in shown
    assert token not in shown
    assert token not in client.get(reverse("dispatch_mail", args=[mail.pk])).text


def test_administrators_see_states_without_texts(world, client, mail):
    client.force_login(world.admin.user)
    for path in (reverse("dispatches"), reverse("dispatch_detail", args=[mail.pk])):
        shown = client.get(path).text
        assert "Werner Dahlhoff" in shown
        assert "Datenplattform" not in shown
        assert mail.subject not in shown
        assert mail.address not in shown
    assert client.get(reverse("dispatch_mail", args=[mail.pk])).status_code == 404
    assert client.post(reverse("dispatch_again", args=[mail.pk])).status_code == 404


@pytest.mark.parametrize("state", [State.FAILED, State.HELD])
def test_a_mail_in_trouble_is_sent_again_after_a_question(world, client, mail, state):
    client.force_login(world.secretary.user)
    Delivery.objects.filter(pk=mail.pk).update(state=state, attempts=3)
    path = reverse("dispatch_again", args=[mail.pk])
    assert "Diese E-Mail erneut senden?" in client.get(path).text
    mail.refresh_from_db()
    assert mail.state == state
    for _click in range(2):
        assert client.post(path).status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.PENDING, 0)


@pytest.mark.parametrize("who", ["dahlhoff", "mayor", "manager", "mayors_officer", "former"])
def test_nobody_else_enters(world, client, mail, who):
    client.force_login(getattr(world, who).user)
    for path in ("dispatches",):
        assert client.get(reverse(path)).status_code == 404
    assert client.get(reverse("dispatch_detail", args=[mail.pk])).status_code == 404


def test_the_list_costs_the_same_at_any_length(world, client, mail, django_assert_num_queries):
    client.force_login(world.secretary.user)
    with django_assert_num_queries(8):
        client.get(reverse("dispatches"))
    Delivery.objects.exclude(pk=mail.pk).update(kind="reminder")
    with django_assert_num_queries(8):
        client.get(reverse("dispatches"), {"kind": "invitation"})


def test_documents_that_failed_stand_on_the_first_screen_and_are_made_again(world, client, mail):
    Rendering.objects.update(state=RenderingState.FAILED, attempts=3, last_error="no font")
    client.force_login(world.secretary.user)
    assert "1 Dokument konnte nicht erstellt werden" in client.get("/").text
    path = reverse("documents")
    assert "no font" in client.get(path).text
    assert client.post(path).status_code == 302
    assert Rendering.objects.get().state == RenderingState.QUEUED
    assert "Alle Dokumente sind erstellt." in client.get(path).text


def test_a_trial_says_that_its_mails_prove_nothing(world, client, mail):
    client.force_login(world.secretary.user)
    assert "Keine E-Mail verlässt diesen Rechner" in client.get(reverse("dispatches")).text


@pytest.fixture
def letter(world):
    """Werner Dahlhoff wants post, Aylin Kaya mail; both are written to."""
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post", postal_address="Lindenweg 4, 64283 Darmstadt")
    people = Person.objects.filter(pk__in=[world.dahlhoff.pk, world.kaya.pk])
    context = {"year": 2027, "due": DAY.date(), "late": False, "url": "http://localhost/"}
    mailing.post("interests_reminder", people, key="x", topic="x:1", version=1, context=context, now=clock.now())
    return Delivery.objects.get(recipient=world.dahlhoff.key)


def test_who_wants_post_gets_a_letter_that_the_office_prints_and_notes(world, client, letter):
    assert Delivery.objects.get(recipient=world.kaya.key).state == State.PENDING
    on_paper(letter)
    client.force_login(world.secretary.user)
    home = client.get("/").text
    assert "1 Brief ist zu versenden" in home
    assert "/versandnachweis/?state=letter" in home
    assert "1 E-Mail<" in client.get(reverse("dispatches"), {"state": "letter"}).text
    shown = client.get(reverse("dispatch_detail", args=[letter.pk])).text
    for words in ("Lindenweg 4, 64283 Darmstadt", "Als versendet vermerken", "Brief (PDF)"):
        assert words in shown
    path = reverse("dispatch_again", args=[letter.pk])
    assert "Ist der Brief in der Post?" in client.get(path).text
    assert "Der Brief ist als versendet vermerkt." in client.post(path, follow=True).text
    letter.refresh_from_db()
    assert (letter.state, letter.smtp_reply) == (State.SENT, "by post")
    assert "Brief ist zu versenden" not in client.get("/").text


def test_nobody_but_the_office_notes_a_letter(world, client, letter):
    for nobody in (world.admin, world.dahlhoff, world.mayor):
        client.force_login(nobody.user)
        assert client.post(reverse("dispatch_again", args=[letter.pk])).status_code == 404
    letter.refresh_from_db()
    assert letter.state == State.LETTER
    client.force_login(world.admin.user)
    assert "Lindenweg 4" not in client.get(reverse("dispatch_detail", args=[letter.pk])).text


def test_a_mail_without_its_text_is_not_sent_again(world, client, mail):
    Delivery.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=DAY, raw=b"", secrets=[], not_before=DAY)
    client.force_login(world.secretary.user)
    refused = client.post(reverse("dispatch_again", args=[mail.pk]))
    assert refused.status_code == 409
    assert "kann nicht erneut gesendet werden" in refused.text
    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_every_kind_of_mail_has_its_word():
    """A kind is the name of a template that extends another and that none extends."""
    sources = {
        path.name: path.read_text() for path in (Path(settings.BASE_DIR) / "templates" / "mail").glob("*.html")
    }
    extended = {name: re.findall(r'{% extends "mail/(\w+\.html)"', source) for name, source in sources.items()}
    below = {name for names in extended.values() for name in names}
    kinds = {name.removesuffix(".html") for name, names in extended.items() if names and name not in below}
    # A trial is written with the template of what it tries, the mail of a day with those of its reminders.
    assert kinds | {TRIAL, digest.KIND} == set(listing.KINDS), (
        "Add a word in desk/dispatch/listing.py for each of these."
    )
    with override("de"):
        assert listing.kind_words("interests_reminder") == "Interessen: Erinnerung"

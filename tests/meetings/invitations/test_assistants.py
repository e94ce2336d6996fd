"""An assistant answers for somebody: both are kept, and nothing but date, place and titles is seen."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.web import clock
from governance.people.models import Assistance
from meetings.invitations import sending
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting


@pytest.fixture
def meeting(world):
    """A meeting of the mayor's board with a confidential item, to which the board is invited."""
    made = world.meeting(day=date(2026, 12, 17))
    agenda = world.agenda(made, "Parkausweise", "Grundstückskauf")
    made.items.filter(title="Grundstückskauf").update(level=3, text="Der Preis beträgt 3 Millionen.")
    made.items.filter(title="Parkausweise").update(text="Vertrauliche Vorlage.")
    assert agenda.status == "released"
    sending.invite(made, by=world.actor(world.secretary), now=clock.now())
    return Meeting.objects.get(pk=made.pk)


@pytest.fixture
def page(world, meeting):
    return reverse("reply_for", args=[meeting.pk, world.mayor.pk])


def test_the_first_screen_lists_the_principals_meetings_with_the_answers(world, client, meeting):
    world.meeting(day=date(2027, 3, 11), number=2)
    world.meeting(world.sb, day=date(2026, 12, 1), number=3)
    client.force_login(world.assistant.user)
    text = client.get("/").text
    assert "Annegret Holtkamp: Unternehmensbeirat" in text
    assert text.count("Annegret Holtkamp: ") == 2
    for words in ("Nimmt teil", "Nimmt nicht teil", "Unter Vorbehalt", "Wird vertreten", "Antwort offen"):
        assert words in text
    assert "Sponsorenbeirat" not in text
    assert "Einschätzungen</a>" not in text


def test_nobody_represents_a_principal_who_takes_anothers_place(world, client, meeting):
    """Called as a guest, too: the place counts, not the function."""
    theirs = meeting.invitations.get(person=world.kaya).mandate
    meeting.invitations.filter(person=world.mayor).update(mandate=theirs, role="guest")
    client.force_login(world.assistant.user)
    text = client.get("/").text
    assert ("Nimmt nicht teil" in text, "Wird vertreten" in text) == (True, False)


def test_an_answer_keeps_actor_and_principal_and_shows_both(world, client, meeting, page):
    client.force_login(world.assistant.user)
    done = client.post(page, {"answer": "accepted", "sequence": "1", "next": "/"}, follow=True)
    assert "Die Antwort für Annegret Holtkamp ist gespeichert." in done.text
    assert "Zugesagt" in done.text
    reply = Reply.objects.get()
    assert (reply.invitation.person, reply.entered_by) == (world.mayor, world.assistant.key)
    entry = JournalEntry.objects.get(action="reply.recorded")
    assert (entry.actor, entry.principal) == (world.assistant.key, world.mayor.key)
    client.force_login(world.secretary.user)
    assert "eingetragen von Hedda Vogt" in client.get(reverse("meeting_attendance", args=[meeting.pk])).text
    client.force_login(world.mayor.user)
    assert "Eingetragen von Hedda Vogt." in client.get(reverse("reply_own", args=[meeting.pk])).text


def test_an_assistant_says_who_comes_instead(world, client, page):
    client.force_login(world.assistant.user)
    asked = page + "?antwort=vertretung"
    assert asked in client.get("/").text
    assert "Wer kommt zur Vertretung?" in client.get(asked).text
    client.post(asked, {"answer": "delegated", "sequence": "1", "note": "Ruth Klein"})
    assert Reply.objects.get().note == "Ruth Klein"
    assert "Antwort bisher: Wird vertreten. Vertretung: Ruth Klein." in client.get(page).text


def test_date_place_and_titles_are_all_there_is(world, client, meeting, page):
    client.force_login(world.assistant.user)
    text = client.get(page).text
    assert "Donnerstag, 17. Dezember 2026" in text.replace("\u00a0", " ")
    assert "Parkausweise" in text
    for hidden in ("Grundstückskauf", "Millionen", "Vorlage", "empfiehlt"):
        assert hidden not in text
    for route in ("meeting", "meeting_attendance", "meeting_minutes", "agenda_pdf", "live", "meeting_calendar"):
        assert client.get(reverse(route, args=[meeting.pk])).status_code == 404
    assert client.get(f"/api/v1/meetings/{meeting.pk}").status_code == 404
    assert client.get("/api/v1/meetings").json()["count"] == 0


def test_nobody_else_answers_and_nobody_for_anybody_else(world, client, meeting, page):
    answer = {"answer": "declined", "sequence": "1"}
    for who in (world.kaya, world.former, world.secretary, world.manager, world.admin):
        client.force_login(who.user)
        assert client.post(page, answer).status_code == 404
    client.force_login(world.assistant.user)
    assert client.post(reverse("reply_for", args=[meeting.pk, world.kaya.pk]), answer).status_code == 404
    Assistance.objects.update(end=date(2026, 11, 22))
    assert client.get(page).status_code == 404
    assert client.post(page, answer).status_code == 404
    assert not Reply.objects.exists()


def test_a_withdrawn_invitation_and_a_moved_date_are_not_answered(world, client, meeting, page):
    client.force_login(world.assistant.user)
    assert client.post(page, {"answer": "x", "sequence": "1"}).status_code == 400
    Invitation.objects.update(asked_sequence=2)
    assert client.post(page, {"answer": "accepted", "sequence": "1"}).status_code == 409
    Invitation.objects.update(withdrawn_at=clock.now())
    assert client.post(page, {"answer": "accepted", "sequence": "1"}).status_code == 404
    assert not Reply.objects.exists()


def test_the_first_screen_costs_the_same_for_more_meetings(world, client, meeting, django_assert_num_queries):
    client.force_login(world.assistant.user)
    client.get("/")
    for number in (2, 3):
        with django_assert_num_queries(11):
            client.get("/")
        world.meeting(day=date(2027, 3, number), number=number)

"""Answering by the personal link: two taps, no login, and no way into somebody else's answer."""

import os
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.mandates.ending import end
from governance.mandates.models import Mandate
from governance.procedure.models import RulesOfProcedure
from meetings.invitations import announcing, reminders, replies, sending, stopping
from meetings.invitations.models import Answer, Invitation, LinkRequest, Reply
from meetings.invitations.reminders import send_links_due
from meetings.meeting.models import Meeting
from tests.links import mistyped

NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=1)


@pytest.fixture
def token(world, invited):
    return PersonalLink.objects.get(holder=world.dahlhoff.key).token


@pytest.fixture
def page(token):
    return reverse("reply", args=[token])


def test_two_taps_from_the_mail_to_the_saved_acceptance(world, client, page, token):
    asked = client.get(page, {"antwort": "zusage"})
    assert asked.status_code == 200
    assert "Zusage bestätigen" in asked.text
    assert "Guten Tag, Herr Dahlhoff." in asked.text
    assert "Donnerstag, 11. Februar 2027, 16:00 Uhr" in asked.text.replace("\u00a0", " ")
    assert "Ich nehme per Video teil" not in asked.text
    done = client.post(page, {"answer": "accepted", "sequence": "1"}, follow=True)
    assert done.redirect_chain == [(reverse("reply_saved", args=[token]), 302)]
    assert "Ihre Zusage ist gespeichert" in done.text
    reply = Reply.objects.get()
    assert (reply.answer, reply.source, reply.entered_by) == ("accepted", "link", world.dahlhoff.key)
    assert Invitation.objects.get(person=world.dahlhoff).answer == Answer.ACCEPTED


@pytest.mark.parametrize(
    ("word", "heading"),
    [
        ("absage", "Möchten Sie absagen?"),
        ("anders", "Nehmen Sie teil?"),
        ("", "Nehmen Sie teil?"),
        ("<b>", "Nehmen Sie teil?"),
    ],
)
def test_each_button_of_the_mail_comes_back_as_a_question(client, page, word, heading):
    assert f'<h1 class="kern-heading-large">{heading}</h1>' in client.get(page, {"antwort": word}).text


def test_who_is_represented_says_by_whom(world, client, page, invited):
    assert "?antwort=vertretung" in client.get(page).text
    asked = page + "?antwort=vertretung"
    assert "Wer kommt zur Vertretung?" in client.get(asked).text
    saved = client.post(asked, {"answer": "delegated", "sequence": "1", "note": "Ruth Klein"}, follow=True)
    assert "Vertretung: Ruth Klein." in saved.text
    assert Reply.objects.get().note == "Ruth Klein"
    assert "Vertretung: Ruth Klein." in client.get(page).text
    assert 'value="Ruth Klein"' in client.get(asked).text
    client.force_login(world.secretary.user)
    assert "Ruth Klein" in client.get(reverse("meeting_attendance", args=[invited.pk])).text


def test_the_name_of_the_substitute_may_follow_and_goes_with_the_answer(client, page):
    client.post(page, {"answer": "delegated", "sequence": "1"})
    client.post(page, {"answer": "delegated", "sequence": "1", "note": "Ruth Klein"})
    client.post(page, {"answer": "accepted", "sequence": "1", "note": "Ruth Klein"})
    answers = [(one.answer, one.note) for one in Reply.objects.order_by("pk")]
    assert answers == [("delegated", ""), ("delegated", "Ruth Klein"), ("accepted", "")]
    assert "Ruth Klein" not in client.get(page).text


def test_a_name_that_is_too_long_is_shown_again_with_what_to_do(client, page):
    name = "Ruth Klein " * 30
    refused = client.post(page + "?antwort=vertretung", {"answer": "delegated", "sequence": "1", "note": name})
    assert refused.status_code == 400
    assert name.strip() in refused.text
    assert "Bitte kürzen Sie den Text auf 300 Zeichen" in refused.text
    assert not Reply.objects.exists()


def test_mail_scanners_that_open_links_change_nothing(client, page):
    for word in ("zusage", "absage", "anders"):
        assert client.get(page, {"antwort": word, "answer": "accepted", "sequence": "1"}).status_code == 200
        assert client.head(page, {"antwort": word}).status_code == 200
    assert not Reply.objects.exists()


def test_video_is_offered_where_there_is_video(client, page):
    Meeting.objects.update(mode="hybrid", video_url="https://video.example/1")
    assert "Ich nehme per Video teil" in client.get(page).text
    client.post(page, {"answer": "video", "sequence": "1"})
    assert Invitation.objects.get(by_video=True).answer == Answer.ACCEPTED


def test_a_double_click_is_one_answer(client, page):
    for _click in range(2):
        assert client.post(page, {"answer": "declined", "sequence": "1"}).status_code == 302
    assert Reply.objects.count() == 1


@pytest.mark.parametrize(
    "hostile",
    [
        {},
        {"answer": "accepted"},
        {"answer": "needs_action", "sequence": "1"},
        {"answer": "accepted\x00", "sequence": "1"},
        {"answer": "accepted", "sequence": "-1"},
        {"answer": "accepted", "sequence": "99999999999999999999"},
        {"answer": "accepted", "sequence": "eins"},
    ],
)
def test_what_is_no_answer_is_refused_with_the_page_to_try_again(client, page, hostile):
    refused = client.post(page, hostile)
    assert refused.status_code == 400
    assert "Bitte wählen Sie eine der Antworten." in refused.text
    assert "Ich nehme teil" in refused.text
    assert not Reply.objects.exists()


def test_a_page_left_open_over_a_move_shows_the_new_date(world, client, page, invited):
    later = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)
    by = world.actor(world.secretary)
    sending.change(invited, by=by, now=NOW, starts_at=later, ends_at=later + timedelta(hours=2))
    refused = client.post(page, {"answer": "accepted", "sequence": "1"})
    assert refused.status_code == 409
    assert "Der neue Termin ist Donnerstag, 25. Februar 2027" in refused.text.replace("\u00a0", " ")
    assert 'name="sequence" value="2"' in refused.text
    assert not Reply.objects.exists()
    assert client.post(page, {"answer": "accepted", "sequence": "2"}).status_code == 302


def test_who_has_left_the_board_reads_that_and_nothing_of_the_meeting(world, client, page, invited):
    mandate = Mandate.objects.get(person=world.dahlhoff, seat__board=world.ub)
    end(mandate=mandate, on=date(2027, 1, 26), reason="resigned", by=world.actor(world.secretary), now=NOW)
    for moment in (NOW, invited.ends_at + timedelta(hours=25)):
        with clock.at(moment):
            gone = client.get(page)
        shown = gone.text.replace("\u00a0", " ")
        assert (gone.status_code, "Ihr Mandat ist beendet" in shown) == (410, True)
        assert not [word for word in ("Unternehmensbeirat", "Februar", "Dahlhoff", invited.place) if word in shown]
    assert client.post(page, {"answer": "accepted", "sequence": "1"}).status_code == 410
    assert not Reply.objects.exists()


def test_after_the_beginning_the_page_reads_but_takes_nothing(client, page, invited):
    with clock.at(invited.starts_at):
        assert "Antworten sind nicht mehr möglich" in client.get(page).text
        refused = client.post(page, {"answer": "accepted", "sequence": "1"})
        assert refused.status_code == 410
        assert "069 90009-120" in refused.text
    with clock.at(invited.ends_at + timedelta(hours=23)):
        assert client.get(page).status_code == 200
        over = client.post(page, {})
        assert (over.status_code, "Diese Sitzung ist vorbei" in over.text) == (410, True)
        assert "Bitte wählen Sie" not in over.text
    with clock.at(invited.ends_at + timedelta(hours=24)):
        gone = client.get(page)
        assert gone.status_code == 410
        assert "Neuen Link senden" in gone.text
    assert not Reply.objects.exists()


def test_an_expired_link_tells_its_holder_which_meeting_is_over(world, client, page, token, invited):
    """A stranger without the whole address reads what stands under every unknown link."""
    with clock.at(invited.ends_at + timedelta(hours=25)):
        gone = client.get(page)
        shown = " ".join(gone.text.replace("\u00a0", " ").split())
        assert gone.status_code == 410
        assert '<h1 class="kern-heading-large">Diese Sitzung ist vorbei</h1>' in shown
        assert "Unternehmensbeirat, Donnerstag, 11. Februar 2027, 16:00 Uhr." in shown
        assert "069 90009-120" in shown
        assert "Dahlhoff" not in shown
        guessed = client.get(reverse("reply", args=[mistyped(token)]))
        assert guessed.status_code == 404
        assert "11. Februar" not in guessed.text.replace("\u00a0", " ")
    Meeting.objects.update(status="cancelled", cancelled_reason="Sturmwarnung")
    with clock.at(invited.ends_at + timedelta(hours=25)):
        assert "Diese Sitzung ist vorbei" not in client.get(page).text
    PersonalLink.objects.update(revoked_at=NOW)
    with clock.at(NOW):
        assert "11. Februar" not in client.get(page).text.replace("\u00a0", " ")


def test_text_and_colours_are_chosen_on_the_page_of_the_link_too(client, page):
    shown = client.get(page).text
    assert f'action="{reverse("view_settings")}"' in shown
    client.post(reverse("view_settings"), {"text": "plusplus", "theme": "dark", "next": page})
    assert '<html lang="de" data-kern-theme="dark" data-text="plusplus">' in client.get(page).text


def test_a_cancelled_meeting_says_so(world, client, page, invited):
    sending.cancel(invited, reason="Sturmwarnung", by=world.actor(world.secretary), now=NOW)
    shown = client.get(page)
    assert "Diese Sitzung ist abgesagt" in shown.text
    assert "Sturmwarnung" in shown.text
    assert client.post(page, {"answer": "accepted", "sequence": "2"}).status_code == 409


@pytest.mark.parametrize("bad", ["x", "a" * 54, "%E2%80%A6"])
def test_an_unknown_link_is_no_dead_end(client, invited, bad):
    for path in (f"/a/{bad}/", f"/a/{bad}/gespeichert/", f"/a/{bad}/termin.ics"):
        unknown = client.get(path)
        assert unknown.status_code == 404
        assert "Neuen Link senden" in unknown.text
        assert "069 90009-120" in unknown.text


def test_the_saved_page_needs_an_answer_and_offers_the_calendar(client, page, token):
    saved = reverse("reply_saved", args=[token])
    assert client.get(saved).headers["Location"] == page
    client.post(page, {"answer": "tentative", "sequence": "1"})
    assert "Ihre Antwort unter Vorbehalt ist gespeichert" in client.get(saved).text
    file = client.get(reverse("reply_calendar", args=[token]))
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"METHOD" not in file.content
    assert b"ATTENDEE" not in file.content
    assert token.encode() not in file.content.replace(b"\r\n ", b"")


def test_pages_by_link_are_not_stored_anywhere(client, page):
    assert "no-store" in client.get(page).headers["Cache-Control"]


def test_a_link_answers_for_its_holder_only(world, client, page):
    client.force_login(world.kaya.user)
    client.post(page, {"answer": "declined", "sequence": "1"})
    assert Reply.objects.get().invitation.person == world.dahlhoff
    assert Invitation.objects.get(person=world.kaya).answer == Answer.NEEDS_ACTION


def test_a_new_link_goes_to_the_registered_address_once_an_hour(world, client, token):
    ask = {"email": world.dahlhoff.email.upper()}
    with clock.at(NOW):
        said = client.post(reverse("reply_link"), ask)
        assert said.status_code == 200
        assert "Der neue Link ist unterwegs" in said.text
        client.post(reverse("reply_link"), ask)
        assert not Delivery.objects.filter(kind="fresh_link").exists()
        assert send_links_due(now=NOW) == 1
        client.post(reverse("reply_link"), ask)
        assert send_links_due(now=NOW) == 0
    mail = Delivery.objects.get(kind="fresh_link")
    assert (mail.address, mail.secrets) == (world.dahlhoff.email, [token])
    assert mail.subject == "Ihr Link: Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    with clock.at(NOW + timedelta(minutes=61)):
        client.post(reverse("reply_link"), ask)
        assert send_links_due(now=clock.now()) == 1
    assert Delivery.objects.filter(kind="fresh_link").count() == 2


@pytest.fixture
def other(world, invited):
    """A second meeting with invitations; all mails have left."""
    made = world.meeting(number=2, day=date(2027, 3, 11))
    world.agenda(made, "Eröffnung")
    sending.invite(made, by=world.actor(world.secretary), now=BEFORE)
    drain(now=BEFORE)
    return made


def ask_while_stopped(world, client, meeting):
    """Dahlhoff wants the links while mails about this meeting are stopped."""
    stopping.stop(meeting, by=world.actor(world.secretary), now=NOW)
    with clock.at(NOW):
        client.post(reverse("reply_link"), {"email": world.dahlhoff.email})


def topics_of_links() -> list[str]:
    return list(Delivery.objects.filter(kind="fresh_link").order_by("created_at").values_list("topic", flat=True))


def test_a_link_asked_for_while_mails_are_stopped_is_sent_when_that_ends(world, client, invited, other):
    """Of another meeting it goes at once, and once. What is stopped brings no link to who has answered."""
    own = Invitation.objects.get(meeting=invited, person=world.dahlhoff)
    replies.record(own, "accepted", by=world.actor(world.dahlhoff), now=BEFORE, source="page", sequence=1)
    announcing.announce(invited, words="", by=world.actor(world.secretary), now=BEFORE)
    ask_while_stopped(world, client, invited)
    assert [send_links_due(now=NOW + timedelta(minutes=one)) for one in (0, 1, 90)] == [1, 0, 0]
    assert topics_of_links() == [other.key]
    end_of_stop = NOW + timedelta(minutes=91)
    stopping.send_now(invited, by=world.actor(world.secretary), now=end_of_stop)
    assert [send_links_due(now=end_of_stop), send_links_due(now=end_of_stop)] == [1, 0]
    assert topics_of_links() == [other.key, invited.key]
    assert not LinkRequest.objects.exists()


def test_what_waits_for_the_mail_of_the_day_brings_the_link_too_late(world, client, invited, other):
    announcing.announce(invited, words="", by=world.actor(world.secretary), now=NOW)
    ask_while_stopped(world, client, invited)
    end_of_stop = NOW + timedelta(minutes=91)
    stopping.send_now(invited, by=world.actor(world.secretary), now=end_of_stop)
    assert Delivery.objects.get(kind="documents", recipient=world.dahlhoff.key).state == "gathering"
    assert send_links_due(now=end_of_stop) == 2
    assert set(topics_of_links()) == {other.key, invited.key}


@pytest.mark.parametrize("left", [False, True])
def test_a_stopped_mail_that_is_let_go_brings_the_link_asked_for(world, client, invited, other, left):
    reminders.remind_now(invited, words="", by=world.actor(world.secretary), now=BEFORE)
    ask_while_stopped(world, client, invited)
    assert send_links_due(now=NOW) == 1
    end_of_stop = NOW + timedelta(minutes=91)
    stopping.send_now(invited, by=world.actor(world.secretary), now=end_of_stop)
    if left:
        drain(now=end_of_stop)
    assert send_links_due(now=end_of_stop) == 0
    assert topics_of_links() == [other.key]
    assert not LinkRequest.objects.exists()


def test_an_invitation_sent_anew_brings_the_link_asked_for(world, client, meeting, dispatch_day):
    by, end_of_stop = world.actor(world.secretary), dispatch_day + timedelta(minutes=91)
    sending.invite(meeting, by=by, now=dispatch_day)
    stopping.stop(meeting, by=by, now=dispatch_day)
    client.post(reverse("reply_link"), {"email": world.dahlhoff.email})
    assert send_links_due(now=dispatch_day) == 0
    stopping.take_back(meeting, by=by, now=end_of_stop)
    sending.invite(Meeting.objects.get(pk=meeting.pk), by=by, now=end_of_stop, reason="Eilbedürftig")
    assert send_links_due(now=end_of_stop) == 0
    assert topics_of_links() == []
    assert not LinkRequest.objects.exists()


def test_an_invitation_that_came_since_brings_the_link_asked_for(world, client, invited, other):
    """While the request waits for the meeting whose mails are stopped, another one is invited to."""
    reminders.remind_now(invited, words="", by=world.actor(world.secretary), now=BEFORE)
    ask_while_stopped(world, client, invited)
    assert send_links_due(now=NOW) == 1
    third, later = world.meeting(number=3, day=date(2027, 3, 18)), NOW + timedelta(days=2)
    world.agenda(third, "Eröffnung")
    sending.invite(third, by=world.actor(world.secretary), now=later)
    assert send_links_due(now=later + timedelta(minutes=1)) == 0
    assert topics_of_links() == [other.key]
    assert LinkRequest.objects.exists()


def _without_token(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_nobody_learns_which_addresses_are_known(world, client, invited):
    known = client.post(reverse("reply_link"), {"email": world.kaya.email})
    unknown = client.post(reverse("reply_link"), {"email": "niemand@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert _without_token(known.text) == _without_token(unknown.text)
    assert send_links_due(now=clock.now()) == 1
    assert not LinkRequest.objects.exists()
    assert client.post(reverse("reply_link"), {"email": "kein"}).status_code == 400


def test_known_and_unknown_addresses_cost_the_same_queries(world, client, invited):
    counts = []
    for email in ("erste@example.org", world.kaya.email, "niemand@example.org"):
        with CaptureQueriesContext(connection) as seen:
            client.post(reverse("reply_link"), {"email": email})
        counts.append(len(seen))
    assert counts[1] == counts[2]
    assert LinkRequest.objects.count() == 3


def test_too_many_questions_from_one_place_are_refused(world, client, invited):
    place = f"198.51.100.{os.getpid() % 250 + 1}"
    answers = [
        client.post(reverse("reply_link"), {"email": f"person{n}@example.org"}, REMOTE_ADDR=place) for n in range(21)
    ]
    assert {answer.status_code for answer in answers[:20]} == {200}
    assert answers[20].status_code == 429


def test_signed_in_members_answer_their_own_invitation(world, client, invited):
    path = reverse("reply_own", args=[invited.pk])
    assert client.get(path).status_code == 302
    client.force_login(world.kaya.user)
    assert "Guten Tag, Frau Kaya." in client.get(path).text
    answered = client.post(path, {"answer": "accepted", "sequence": "1", "next": "/sitzungen/"})
    assert answered.headers["Location"] == "/sitzungen/"
    assert Reply.objects.get().source == "page"
    off = client.post(path, {"answer": "declined", "sequence": "1", "next": "https://evil.example/"})
    assert off.headers["Location"] == invited.get_absolute_url()
    client.force_login(world.sponsor.user)
    assert client.get(path).status_code == 404
    assert client.post(path, {"answer": "accepted", "sequence": "1"}).status_code == 404


def test_the_api_takes_the_answer_of_the_keys_person(world, client, invited):
    client.force_login(world.kaya.user)
    path = f"/api/v1/meetings/{invited.pk}/reply"

    def send(**body):
        return client.post(path, body, content_type="application/json")

    done = send(answer="accepted", sequence=1, note="mit Hund")
    assert done.status_code == 200
    assert (done.json()["answer"], done.json()["sequence"]) == ("accepted", 1)
    assert Reply.objects.get().source == "api"
    assert send(answer="accepted", sequence=0).status_code == 409
    assert send(answer="maybe", sequence=1).status_code == 422
    assert send(answer="accepted", sequence=1, person="x").status_code == 422
    assert send(answer="accepted", sequence=1, note="\x00").status_code == 422
    assert send(answer="accepted", sequence=2**40).status_code == 422
    client.force_login(world.sponsor.user)
    assert send(answer="accepted", sequence=1).status_code == 404
    assert Reply.objects.count() == 1


def test_who_may_have_no_deputy_reads_that_the_substitute_is_a_guest(client, page):
    words = "Wer Sie vertritt, kommt als Gast ohne Stimme."
    assert words in client.get(page).text
    RulesOfProcedure.objects.update(deputies_allowed=True)
    assert words not in client.get(page).text


def test_after_the_meeting_heading_and_text_say_the_same(client, page, invited):
    Meeting.objects.update(status="held")
    with clock.at(invited.starts_at - timedelta(minutes=5)):
        shown = client.get(page).text
    assert ("Diese Sitzung ist vorbei" in shown, "ab der Einladung" in shown) == (True, False)

"""What waits for the board office: who, why, the next step, and the original that harms nobody."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, IncomingMail
from foundation.web import clock
from meetings.invitations import calling, reminders, sending, stopping
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from tests.meetings.incoming.conftest import NOW, answer_of, said
from tests.meetings.incoming.mails import attendee, calendar, message, outlook, words


@pytest.fixture
def office(client, world):
    client.force_login(world.secretary.user)
    with clock.at(NOW):
        yield client


@pytest.fixture
def unclear(world, invited, receive):
    """Kaya declines, and no server vouches for it."""
    text = calendar(invited, world.kaya.email, "DECLINED", comment="Bin verreist")
    return receive(outlook(world.kaya.email, text, vouched="fail"))


def page(client, address):
    return " ".join(client.get(address).content.decode().replace("\xa0", " ").split())


def test_an_unclear_answer_stands_on_the_first_screen_and_in_the_tray(world, unclear, office):
    assert "1 Antwort per E-Mail ist unklar" in page(office, "/")
    tray = page(office, "/posteingang/")
    assert str(world.kaya) in tray
    assert "Der Mailserver bestätigt den Absender nicht." in tray
    assert "Unternehmensbeirat, 11.02.2027" in tray


def test_one_click_takes_the_answer_over_as_the_message_says_it(world, unclear, office):
    """The form is filled; the office only presses the button."""
    shown = page(office, f"/posteingang/{unclear.pk}/")
    assert "Bin verreist" in shown
    own = Invitation.objects.get(person=world.kaya)
    assert f'<option value="{own.pk}" selected>' in shown
    sent = {"invitation": own.pk, "answer": "declined", "sequence": 1}
    assert office.post(f"/posteingang/{unclear.pk}/", sent).status_code == 302
    reply = Reply.objects.get()
    assert (reply.answer, reply.source, reply.entered_by, reply.comment) == (
        "declined",
        "mail",
        world.secretary.key,
        "Bin verreist",
    )
    unclear.refresh_from_db()
    assert (unclear.state, unclear.disposition, unclear.settled_by) == ("done", "applied", world.secretary.key)
    assert office.post(f"/posteingang/{unclear.pk}/", sent).status_code == 409
    assert Reply.objects.count() == 1
    assert "Antwort per E-Mail ist unklar" not in page(office, "/")


def test_where_only_the_sender_is_in_doubt_the_list_itself_takes_over(world, unclear, receive, invited, office):
    """A message of own words needs a look; a calendar answer of a known member one press."""
    receive(words(world.dahlhoff.email, "Ja, ich komme."))
    tray = page(office, "/posteingang/")
    assert tray.count("Übernehmen: Nimmt nicht teil") == 1
    assert f'name="invitation" value="{Invitation.objects.get(person=world.kaya).pk}"' in tray


def test_nothing_chosen_is_told_and_records_nothing(world, unclear, office):
    response = office.post(f"/posteingang/{unclear.pk}/", {})
    assert response.status_code == 400
    assert not Reply.objects.exists()
    assert IncomingMail.objects.waiting().count() == 1


def test_a_passed_on_invitation_is_offered_as_a_representation(world, invited, receive, office):
    """The member is chosen, the name of who answered stands there already."""
    guest = "vera.stelle@elsewhere.example"
    lines = attendee(f"mailto:{guest}", params=";CN=Vera Stelle")
    row = receive(outlook(guest, calendar(invited, "", attendees=lines)))
    shown = page(office, f"/posteingang/{row.pk}/")
    assert "Die Antwort kommt von einer Person, die nicht eingeladen ist: Vera Stelle" in shown
    assert f'value="Vera Stelle {guest}"' in shown
    own = Invitation.objects.get(person=world.dahlhoff)
    sent = {"invitation": own.pk, "answer": "delegated", "note": "Vera Stelle", "sequence": 1}
    office.post(f"/posteingang/{row.pk}/", sent)
    reply = Reply.objects.get(invitation=own)
    assert (reply.answer, reply.note) == ("delegated", "Vera Stelle")


def test_r11_who_answers_in_a_members_place_is_offered_as_that_members_substitute(world, invited, receive, office):
    """Never with one click as an answer of the own."""
    lines = attendee(
        f"mailto:{world.dahlhoff.email}", params=f';CN=Dahlhoff;DELEGATED-FROM="mailto:{world.kaya.email}"'
    )
    row = receive(outlook(world.dahlhoff.email, calendar(invited, "", attendees=lines)))
    shown = page(office, f"/posteingang/{row.pk}/")
    assert "Das Mitglied hat die Einladung weitergegeben." in shown
    assert "Tragen Sie ein, wer stattdessen kommt" in shown
    own = Invitation.objects.get(person=world.kaya)
    assert f'<option value="{own.pk}" selected>' in shown
    assert f'value="Dahlhoff {world.dahlhoff.email}"' in shown
    assert "Übernehmen: " not in page(office, "/posteingang/")


def moved(world, meeting, *, days=21):
    """From 11 February to 4 March."""
    times = {name: getattr(meeting, name) + timedelta(days=days) for name in ("starts_at", "ends_at")}
    sending.change(meeting, **times, reason="Krank.", by=world.actor(world.secretary), now=NOW)


def main_of(client, address):
    return page(client, address).partition("<main")[2].partition("</main>")[0]


def test_an_answer_to_a_date_that_moved_since_is_no_longer_taken_over_with_one_click(world, invited, unclear, office):
    """It came while 11 February was asked for; now 4 March is."""
    assert "Übernehmen: Nimmt nicht teil" in main_of(office, "/posteingang/")
    moved(world, invited)
    tray = main_of(office, "/posteingang/")
    assert "Übernehmen" not in tray
    assert "Die Antwort gilt einem älteren Termin. Die Sitzung wurde seither verlegt." in tray
    assert "Der Mailserver bestätigt den Absender nicht." not in tray
    shown = main_of(office, f"/posteingang/{unclear.pk}/")
    assert "Die Antwort gilt einem älteren Termin. Die Sitzung wurde seither verlegt." in shown
    assert ">Um neue Antwort bitten</span>" in shown


@pytest.mark.parametrize("place", ["the list", "the page"])
def test_what_was_shown_before_the_date_moved_is_not_recorded_for_the_new_one(world, invited, unclear, office, place):
    """Whoever pressed the button saw 11 February."""
    shown = main_of(office, "/posteingang/" if place == "the list" else f"/posteingang/{unclear.pk}/")
    (sequence,) = re.findall(r'<input type="hidden" name="sequence" value="(\d+)"', shown)
    moved(world, invited)
    sent = {"invitation": Invitation.objects.get(person=world.kaya).pk, "answer": "declined", "sequence": sequence}
    response = office.post(f"/posteingang/{unclear.pk}/", sent)
    assert response.status_code == 409
    words = " ".join(response.content.decode().replace("\xa0", " ").split())
    now = "Die Antwort galt einem anderen Termin. Die Sitzung ist am Donnerstag, 4. März 2027, 16:00 Uhr."
    assert f"{now} Bitte fragen Sie das Mitglied noch einmal." in words
    assert not Reply.objects.exists()
    assert answer_of(world.kaya) == "needs_action"
    unclear.refresh_from_db()
    assert (unclear.state, unclear.disposition, unclear.settled_at) == ("review", "review", None)


def taken_back(world, meeting):
    """Moved to 4 March, and back before anybody heard of it."""
    drain(now=NOW)
    times = {name: getattr(meeting, name) + timedelta(days=21) for name in ("starts_at", "ends_at")}
    by = world.actor(world.secretary)
    sending.change(meeting, **times, by=by, now=NOW, leaves_at=NOW + timedelta(minutes=2))
    yield Meeting.objects.get(pk=meeting.pk).sequence
    stopping.take_back(meeting, by=by, now=NOW + timedelta(minutes=1))


def test_an_answer_to_a_date_taken_back_counts_for_no_other_date(world, invited, receive, office):
    for shown in taken_back(world, invited):
        text = calendar(invited, world.kaya.email, sequence=shown)
        waits = receive(outlook(world.kaya.email, text, vouched="fail", subject="vorher"))
    assert said(waits) == ("review", "not_authenticated")
    assert said(receive(outlook(world.kaya.email, text))) == ("review", "date_taken_back")
    tray = main_of(office, "/posteingang/")
    assert tray.count("Die Antwort gilt einem Termin, der zurückgenommen wurde.") == 2
    assert ("Übernehmen" in tray, answer_of(world.kaya)) == (False, "needs_action")
    assert ">Um neue Antwort bitten</span>" in main_of(office, f"/posteingang/{waits.pk}/")


def test_an_answer_that_came_while_another_date_was_set_is_to_the_date_in_force_again(
    world, invited, receive, office
):
    for _shown in taken_back(world, invited):
        row = receive(outlook(world.kaya.email, calendar(invited, world.kaya.email)))
        assert said(row) == ("review", "older_date")
    tray = main_of(office, "/posteingang/")
    assert "Die Antwort gilt dem jetzigen Termin. Als sie kam, war ein anderer angesetzt." in tray
    assert "Übernehmen" not in tray
    assert "Um neue Antwort bitten" not in main_of(office, f"/posteingang/{row.pk}/")


def test_without_a_number_a_change_that_was_taken_back_never_was(world, invited, receive):
    list(taken_back(world, invited))
    text = calendar(invited, world.kaya.email, sequence=None, stamp="20270128T101000Z")
    later = NOW + timedelta(hours=2)
    assert said(receive(outlook(world.kaya.email, text), now=later)) == ("applied", "applied")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("cancelled", "Die Sitzung ist abgesagt."),
        ("over", "Die Sitzung hat begonnen oder ist vorbei."),
        ("withdrawn", "Die Einladung wurde zurückgezogen."),
    ],
)
def test_what_takes_no_answers_any_more_is_not_taken_over(world, invited, unclear, office, what, why):
    by = world.actor(world.secretary)
    if what == "cancelled":
        sending.cancel(invited, reason="Krank.", by=by, now=NOW)
    elif what == "withdrawn":
        calling.withdraw(Invitation.objects.get(person=world.kaya), by=by, now=NOW)
    with clock.at(invited.starts_at if what == "over" else NOW):
        tray = main_of(office, "/posteingang/")
        shown = main_of(office, f"/posteingang/{unclear.pk}/")
    assert (why in tray, "Übernehmen" in tray) == (True, False)
    assert (why in shown, "Eine Antwort dieses Mitglieds wird nicht mehr angenommen." in shown) == (True, True)


def test_the_office_may_still_take_it_over_for_the_date_it_sees(world, invited, unclear, office):
    """The member may have said by phone that it holds."""
    moved(world, invited)
    own = Invitation.objects.get(person=world.kaya)
    shown = main_of(office, f"/posteingang/{unclear.pk}/")
    (sequence,) = re.findall(r'name="sequence" value="(\d+)"', shown)
    sent = {"invitation": own.pk, "answer": "declined", "sequence": sequence}
    assert office.post(f"/posteingang/{unclear.pk}/", sent).status_code == 302
    assert Reply.objects.get().sequence == own.asked_sequence


def test_without_a_number_the_time_of_the_answer_tells_which_date_it_is_to(world, invited, receive, office):
    text = calendar(invited, world.kaya.email, "DECLINED", sequence=None)
    receive(outlook(world.kaya.email, text, vouched="fail"))
    assert "Übernehmen: Nimmt nicht teil" in main_of(office, "/posteingang/")
    moved(world, invited)
    assert "Übernehmen" not in main_of(office, "/posteingang/")


def test_words_of_somebody_unknown_go_to_the_meeting_as_it_was_shown(world, invited, receive, office):
    """Two meetings are open, each with the number of its own date."""
    other = Meeting.objects.get(pk=invited.pk)
    own = Invitation.objects.get(person=world.kaya)
    other.pk, other.uid, other.number = uuid4(), "other@gremien.example", 2
    other._state.adding = True
    other.starts_at, other.ends_at = (one + timedelta(days=70) for one in (other.starts_at, other.ends_at))
    other.save()
    Invitation.objects.create(meeting=other, person=world.kaya, role=own.role, invited_at=NOW, asked_sequence=1)
    row = receive(outlook(world.kaya.email, "unreadable"))
    sent = {"invitation": own.pk, "answer": "declined", f"sequence_{other.pk}": 1, f"sequence_{invited.pk}": 1}
    shown = main_of(office, f"/posteingang/{row.pk}/")
    for one in (other, invited):
        assert f'<input type="hidden" name="sequence_{one.pk}" value="1"' in shown
    moved(world, invited)
    assert office.post(f"/posteingang/{row.pk}/", sent).status_code == 409
    assert not Reply.objects.exists()
    again = {**sent, "invitation": Invitation.objects.get(meeting=other).pk}
    assert office.post(f"/posteingang/{row.pk}/", again).status_code == 302
    assert Reply.objects.get().invitation.meeting == other


def test_who_answered_an_older_date_is_asked_anew_with_one_click(world, invited, receive, office):
    later = invited.starts_at + timedelta(days=14)
    by = world.actor(world.secretary)
    span = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    sending.change(invited, **span, reason="Krank.", by=by, now=NOW - timedelta(hours=2))
    row = receive(outlook(world.kaya.email, calendar(invited, world.kaya.email)))
    assert "Die Antwort gilt einem älteren Termin." in page(office, f"/posteingang/{row.pk}/")
    assert office.post(f"/posteingang/{row.pk}/nachfragen/").status_code == 302
    link = Delivery.objects.get(kind="fresh_link")
    assert (link.recipient, answer_of(world.kaya)) == (world.kaya.key, "needs_action")
    again = receive(outlook(world.kaya.email, calendar(invited, world.kaya.email), subject="noch einmal"))
    assert office.post(f"/posteingang/{again.pk}/nachfragen/").status_code == 409
    assert Delivery.objects.filter(kind="fresh_link").count() == 1
    again.refresh_from_db()
    assert again.state == "review"


def test_a_link_to_another_meeting_asks_nothing_about_this_one(world, invited, receive, office):
    """The member got the link of this meeting within the hour, so only that of the other one would leave."""
    row = receive(outlook(world.kaya.email, calendar(invited, world.kaya.email), vouched="fail"))
    assert reminders.send_links(world.kaya.pk, now=NOW - timedelta(minutes=30))
    other = world.meeting(number=2, day=date(2027, 3, 11))
    world.agenda(other, "Eröffnung")
    sending.invite(other, by=world.actor(world.secretary), now=NOW - timedelta(minutes=20))
    assert office.post(f"/posteingang/{row.pk}/nachfragen/").status_code == 409
    assert Delivery.objects.get(kind="fresh_link").topic == invited.key
    row.refresh_from_db()
    assert row.state == "review"


@pytest.mark.parametrize("status", ["planned", "scheduled"])
def test_a_date_nobody_is_invited_to_yet_is_not_over_before_it_begins(world, invited, receive, office, status):
    """A member who was asked to keep it free proposes another one."""
    ahead = world.meeting(number=2, day=date(2027, 3, 11), status=status)
    mail = message(world.kaya.email)
    text = calendar(ahead, world.kaya.email, method="COUNTER", sequence=0)
    mail.set_content(text.encode(), maintype="text", subtype="calendar", params={"method": "COUNTER"})
    row = receive(mail.as_bytes())
    assert said(row) == ("review", "counter")
    assert "Ein anderer Termin wird vorgeschlagen." in main_of(office, f"/posteingang/{row.pk}/")
    with clock.at(ahead.starts_at):
        office.force_login(world.secretary.user)
        assert "Die Sitzung hat begonnen oder ist vorbei." in main_of(office, f"/posteingang/{row.pk}/")


def test_nobody_is_asked_anew_while_mails_about_the_meeting_are_stopped(world, invited, unclear, office):
    stopping.stop(invited, by=world.actor(world.secretary), now=NOW)
    response = office.post(f"/posteingang/{unclear.pk}/nachfragen/")
    words = " ".join(response.content.decode().replace("\xa0", " ").split())
    assert (response.status_code, "oder E-Mails zur Sitzung sind angehalten." in words) == (409, True)
    unclear.refresh_from_db()
    assert unclear.state == "review"


def test_what_needs_nothing_goes_and_comes_back(world, invited, receive, office):
    row = receive(words(world.kaya.email, "Wo ist der Eingang?"))
    assert "Wo ist der Eingang?" in page(office, f"/posteingang/{row.pk}/")
    for _press in range(2):
        assert office.post(f"/posteingang/{row.pk}/erledigt/").status_code == 302
    assert "Nichts wartet auf Sie." in page(office, "/posteingang/")
    assert str(world.kaya) in page(office, "/posteingang/?alle=1")
    office.post(f"/posteingang/{row.pk}/wieder-vorlegen/")
    assert str(world.kaya) in page(office, "/posteingang/")
    actions = JournalEntry.objects.filter(action__startswith="mail.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["mail.received", "mail.settled", "mail.reopened"]


def test_what_was_taken_over_is_not_put_back(world, unclear, office):
    own = Invitation.objects.get(person=world.kaya)
    office.post(f"/posteingang/{unclear.pk}/", {"invitation": own.pk, "answer": "declined", "sequence": 1})
    office.post(f"/posteingang/{unclear.pk}/wieder-vorlegen/")
    unclear.refresh_from_db()
    assert unclear.state == "done"


def test_the_original_is_words_on_the_page_and_a_file_to_keep(world, invited, receive, office):
    raw = words(world.kaya.email, "<script>alert(1)</script> \u202egnp.exe", subject="<b>Wichtig</b>")
    row = receive(raw)
    shown = office.get(f"/posteingang/{row.pk}/").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; gnp.exe" in shown
    assert "&lt;b&gt;Wichtig&lt;/b&gt;" in shown
    kept = office.get(f"/posteingang/{row.pk}/original/")
    assert kept.content == bytes(row.raw)
    assert kept["Content-Type"] == "application/octet-stream"
    assert kept["Content-Disposition"].startswith("attachment")
    assert (kept["Content-Security-Policy"], kept["X-Content-Type-Options"]) == ("sandbox", "nosniff")


def test_r12_the_comment_of_an_answer_is_words_wherever_it_is_shown(world, invited, receive, office):
    comment = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    text = calendar(invited, world.kaya.email, "DECLINED", comment=comment)
    waits = receive(outlook(world.kaya.email, text, vouched="fail"))
    assert said(receive(outlook(world.kaya.email, text))) == ("applied", "applied")
    for address in (f"/posteingang/{waits.pk}/", reverse("meeting_attendance", args=[invited.pk])):
        shown = office.get(address).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(2)&gt;" in shown


def test_html_alone_is_shown_as_what_stands_between_the_tags(world, invited, receive, office):
    raw = words(world.kaya.email, "x").replace(b"text/plain", b"text/html")
    row = receive(raw.replace(b"\r\n\r\nx", b"\r\n\r\n<p>Ich <i>komme</i></p><img src=https://spy.example/1>"))
    shown = office.get(f"/posteingang/{row.pk}/").content.decode()
    assert "Ich komme" in shown
    assert "spy.example" not in shown


def test_lists_have_fixed_queries(world, invited, receive, office, django_assert_num_queries):
    text = calendar(invited, world.dahlhoff.email)
    receive(outlook(world.dahlhoff.email, text, vouched="fail"))
    office.get("/posteingang/")
    with django_assert_num_queries(11):
        office.get("/posteingang/")
    for number in range(5):
        receive(outlook(world.dahlhoff.email, text, vouched="fail", subject=str(number)))
    with django_assert_num_queries(11):
        office.get("/posteingang/")


def test_nobody_else_sees_it(world, unclear, client):
    for person in (world.kaya, world.mayor, world.manager, world.mayors_officer, world.admin):
        client.force_login(person.user)
        for address in ("/posteingang/", f"/posteingang/{unclear.pk}/", f"/posteingang/{unclear.pk}/original/"):
            assert client.get(address).status_code == 404

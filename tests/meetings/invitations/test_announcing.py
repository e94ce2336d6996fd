"""The documents are ready: who is told, who is asked in the same mail, and what overtakes it."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.duties import perform
from foundation.journal.models import JournalEntry
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Seat
from governance.mandates.models import Deputy
from governance.people.models import Person
from meetings.invitations import announcing, calling, replies, sending, stopping
from meetings.invitations.models import Invitation
from meetings.invitations.reminders import remind_due
from meetings.meeting.models import Meeting
from tests.meetings.invitations.test_previewing import plain

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # Monday, ten days before
WEEK_BEFORE = datetime(2027, 2, 4, 7, 0, tzinfo=UTC)
TWO_DAYS_BEFORE = datetime(2027, 2, 9, 7, 0, tzinfo=UTC)
WORDS = "Neu ist die Vorlage zur Datenplattform."


@pytest.fixture
def by(world):
    return world.actor(world.secretary)


@pytest.fixture
def page(invited):
    return reverse("documents_announce", args=[invited.pk])


def answer(world, who, word="accepted", *, now=NOW):
    own = Invitation.objects.get(person=who)
    replies.record(own, word, by=world.actor(who), now=now, source="page", sequence=own.meeting.sequence)


def tell(meeting, by, *, words="", now=NOW):
    return announcing.announce(meeting, words=words, by=by, now=now)


def refused(meeting, by, *, now=NOW) -> str:
    with pytest.raises(DomainError) as error:
        tell(meeting, by, now=now)
    assert error.value.status == 409
    return error.value.code


def told() -> set[str]:
    return set(Delivery.objects.filter(kind="documents").values_list("recipient", flat=True))


def reminded() -> set[str]:
    return set(Delivery.objects.filter(kind="reminder").values_list("recipient", flat=True))


def mail_of(who):
    row = Delivery.objects.filter(kind="documents", recipient=who.key).latest("created_at")
    return message_from_bytes(bytes(row.raw), policy=policy.default)


def text_of(who) -> str:
    return mail_of(who).get_body(("plain",)).get_content().replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ")


def test_everybody_who_reads_mail_is_told_with_the_words_of_the_office(world, invited, by):
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post")
    calling.withdraw(Invitation.objects.get(person=world.lamprecht), by=by, now=NOW)
    invited.refresh_from_db()
    assert tell(invited, by, words=WORDS) == 9
    assert not told() & {world.dahlhoff.key, world.lamprecht.key}
    mail, text = mail_of(world.kaya), text_of(world.kaya)
    assert mail["Subject"] == "Unterlagen liegen bereit: Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    assert text.index("Guten Tag, Frau Kaya") < text.index(WORDS) < text.index("liegen bereit. Sie lesen sie")
    assert "Stand der Tagesordnung: 26. Januar 2027." in text
    assert f"Unterlagen lesen:\nhttp://localhost:8000/sitzungen/{invited.pk}/" in text
    assert mail["In-Reply-To"]
    assert "text/calendar" not in [part.get_content_type() for part in mail.walk()]
    entry = JournalEntry.objects.get(action="meeting.documents_announced")
    assert (entry.actor, entry.subject, entry.facts["people"]) == (world.secretary.key, invited.key, 9)


def test_the_silent_alone_are_asked_and_each_by_the_own_link(world, invited, by):
    answer(world, world.kaya)
    tell(invited, by)
    link = PersonalLink.objects.get(holder=world.lamprecht.key)
    assert f"/a/{link.token}/?antwort=zusage" in text_of(world.lamprecht)
    assert "Von Ihnen haben wir noch keine Antwort." in text_of(world.lamprecht)
    assert not any(word in text_of(world.kaya) for word in ("/a/", "keine Antwort", "Werden Sie", "persönlich"))
    assert Delivery.objects.get(kind="documents", recipient=world.kaya.key).secrets == []
    assert Delivery.objects.get(kind="documents", recipient=world.lamprecht.key).secrets == [link.token]


def test_who_reads_english_finds_a_courtesy_translation_above(world, invited, by):
    Person.objects.filter(pk=world.kaya.pk).update(language="en")
    tell(invited, by)
    text = text_of(world.kaya)
    assert text.index("The agenda is as of 26 January 2027.") < text.index("Stand der Tagesordnung: 26. Januar 2027.")
    assert mail_of(world.kaya)["Subject"] == "Documents are ready: Unternehmensbeirat, Thu 11 Feb 2027, 16:00"


def test_who_was_asked_in_it_is_spared_the_first_reminder_alone(world, invited, by):
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post")
    tell(invited, by)
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="mail")
    assert remind_due(now=WEEK_BEFORE) == 1
    assert reminded() == {world.dahlhoff.key}
    assert remind_due(now=TWO_DAYS_BEFORE) == 11


def test_for_another_date_it_spares_nobody(world, invited, by):
    tell(invited, by)
    drain(now=NOW)
    times = {name: getattr(invited, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    sending.change(invited, by=by, now=NOW + timedelta(hours=1), reason="Eilt", **times)
    assert remind_due(now=WEEK_BEFORE + timedelta(days=7)) == 11


def test_another_place_alone_asks_for_nothing_so_the_first_reminder_stays_away(world, invited, by):
    Person.objects.update(digest=False)
    tell(invited, by)
    drain(now=NOW)
    sending.change(invited, by=by, now=NOW + timedelta(hours=1), place="Rathaus")
    assert remind_due(now=WEEK_BEFORE) == 0


def test_what_was_overtaken_before_it_left_has_told_nobody(world, invited, by):
    tell(invited, by)
    sending.change(invited, by=by, now=NOW + timedelta(minutes=1), place="Rathaus")
    assert set(Delivery.objects.filter(kind="documents").values_list("state", flat=True)) == {State.OBSOLETE}
    invited.refresh_from_db()
    assert announcing.last_announced(invited) is None
    assert tell(invited, by, now=NOW + timedelta(minutes=2)) == 11
    sending.cancel(invited, reason="Sturm", by=by, now=NOW + timedelta(minutes=3))
    assert not Delivery.objects.filter(kind="documents").exclude(state=State.OBSOLETE).exists()
    assert remind_due(now=WEEK_BEFORE) == 0


def test_nobody_is_told_twice_on_one_day_and_everybody_again_on_another(world, invited, by):
    tell(invited, by)
    assert refused(invited, by, now=NOW + timedelta(hours=3)) == "nobody_to_tell"
    assert tell(invited, by, words=WORDS, now=NOW + timedelta(days=1)) == 11


@pytest.mark.parametrize("gathers", [False, True])
def test_who_was_refused_the_mail_was_not_told_and_is_told_again(world, invited, by, gathers):
    Person.objects.update(digest=gathers)
    drain(now=NOW - timedelta(days=1))
    tell(invited, by)
    if gathers:
        perform("foundation.outbox.digest.join_due", now=NOW)
    Delivery.objects.filter(state=State.PENDING).update(state=State.FAILED)
    assert announcing.last_announced(invited) is None
    later = NOW + timedelta(hours=3)
    assert tell(invited, by, now=later) == 11
    assert announcing.last_announced(invited) == later
    assert refused(invited, by, now=later) == "nobody_to_tell"
    Delivery.objects.filter(created_at=later).update(state=State.FAILED)
    assert remind_due(now=WEEK_BEFORE) == 11


def test_what_left_once_has_told_though_it_was_refused_when_sent_again(world, invited, by):
    tell(invited, by)
    drain(now=NOW)
    perform("foundation.outbox.digest.join_due", now=NOW)
    drain(now=NOW)
    Delivery.objects.filter(state=State.SENT).update(state=State.FAILED)
    assert announcing.last_announced(invited) == NOW
    assert remind_due(now=WEEK_BEFORE) == 0


def test_a_deputy_whose_login_opens_nothing_is_left_to_the_office(world, invited, by):
    world.ub.rules.update(deputies_allowed=True)
    seat = Seat.objects.get(board=world.ub, mandates__person=world.kaya)
    Deputy.objects.create(seat=seat, person=world.ostermann, start=date(2027, 1, 1))
    answer(world, world.kaya, "delegated")
    invited.refresh_from_db()
    assert tell(invited, by) == 11
    assert world.ostermann.key not in told()
    [left] = [one for one in announcing.listeners(invited, NOW + timedelta(days=1)) if one.why]
    assert left.invitation.person == world.ostermann
    assert left.why == "Kann diese Sitzung nach der Anmeldung nicht öffnen. Bitte übergeben Sie die Unterlagen."


def test_it_is_refused_while_nobody_is_invited_once_it_begins_and_while_mails_are_stopped(world, invited, by):
    assert refused(invited, by, now=invited.starts_at) == "meeting_begun"
    assert refused(world.meeting(number=2, day=date(2027, 5, 20)), by) == "not_invited"
    assert refused(world.meeting(number=3, day=date(2027, 5, 27), status="cancelled"), by) == "meeting_begun"
    stopping.stop(invited, by=by, now=NOW)
    assert refused(invited, by) == "mails_stopped"
    assert told() == set()


def test_what_happened_since_the_meeting_was_looked_up_counts(world, invited, by):
    """Another click moves, stops or cancels it while this one is on its way."""
    shown = Meeting.objects.get(pk=invited.pk)
    times = {name: getattr(invited, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    sending.change(invited, by=by, now=NOW, reason="Eilt", **times)
    assert tell(shown, by) == 11
    assert mail_of(world.kaya)["Subject"] == "Unterlagen liegen bereit: Unternehmensbeirat, Do 18.02.2027, 16 Uhr"
    stopping.stop(invited, by=by, now=NOW)
    assert refused(shown, by, now=NOW + timedelta(days=1)) == "mails_stopped"
    sending.cancel(invited, reason="Sturm", by=by, now=NOW)
    assert refused(shown, by, now=NOW + timedelta(days=1)) == "meeting_begun"


def test_it_can_be_stopped_and_let_go(world, invited, by):
    Person.objects.update(digest=False)
    drain(now=NOW - timedelta(days=1))
    announcing.announce(invited, words="", by=by, now=NOW, leaves_at=NOW + timedelta(minutes=2))
    assert drain(now=NOW) == 0
    assert stopping.stop(invited, by=by, now=NOW) == 11
    assert drain(now=NOW + timedelta(minutes=3)) == 0
    assert stopping.send_now(invited, by=by, now=NOW + timedelta(minutes=3)) == 11
    assert drain(now=NOW + timedelta(minutes=3)) == 11


def test_while_it_gathers_the_page_of_the_dispatch_offers_to_stop_it(world, invited, by, client):
    drain(now=NOW - timedelta(days=1))
    tell(invited, by)
    client.force_login(world.secretary.user)
    with clock.at(NOW):
        shown = plain(client.get(reverse("invite", args=[invited.pk])))
        assert "11 weitere E-Mails warten auf die Sammel-E-Mail." in shown
        assert "Jetzt senden" in plain(client.post(reverse("mails_stop", args=[invited.pk]), follow=True))
    assert set(Delivery.objects.filter(kind="documents").values_list("state", flat=True)) == {State.HELD}


def test_who_heard_of_a_new_date_by_it_has_heard_of_it(world, invited, by):
    Person.objects.update(digest=False)
    drain(now=NOW)
    times = {name: getattr(invited, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    later = NOW + timedelta(minutes=2)
    sending.change(invited, by=by, now=NOW, leaves_at=later, reason="Eilt", **times)
    tell(Meeting.objects.get(pk=invited.pk), by)
    assert drain(now=NOW) == 11
    with pytest.raises(DomainError) as error:
        stopping.take_back(invited, by=by, now=NOW)
    assert error.value.code == "mails_left"


def test_letters_of_a_change_stay_on_another_day_though_it_has_left(world, invited, by):
    """Each letter names the day before as the day of dispatch."""
    Person.objects.update(digest=False)
    drain(now=NOW)
    times = {name: getattr(invited, name) + timedelta(days=14) for name in ("starts_at", "ends_at")}
    sending.change(invited, by=by, now=NOW, leaves_at=NOW + timedelta(minutes=2), **times)
    tell(Meeting.objects.get(pk=invited.pk), by)
    assert drain(now=NOW) == 11
    assert stopping.stop(invited, by=by, now=NOW) == 11
    with pytest.raises(DomainError) as error:
        stopping.send_now(invited, by=by, now=NOW + timedelta(days=1))
    assert error.value.code == "another_day"
    assert stopping.send_now(invited, by=by, now=NOW + timedelta(minutes=1)) == 11


def test_it_gathers_for_who_wants_the_mail_of_the_day_but_not_just_before_the_meeting(world, invited, by):
    Person.objects.filter(pk=world.kaya.pk).update(digest=False)
    drain(now=NOW - timedelta(days=1))
    tell(invited, by)
    assert drain(now=NOW) == 1
    perform("foundation.outbox.digest.join_due", now=NOW)
    assert drain(now=NOW) == 10
    assert tell(invited, by, now=invited.starts_at - timedelta(hours=20)) == 11
    assert drain(now=invited.starts_at - timedelta(hours=20)) == 11


def test_it_costs_the_same_whatever_the_size(world, dispatch_day, by, django_assert_num_queries):
    for board, day in ((world.ub, date(2027, 2, 11)), (world.etb, date(2027, 2, 18))):
        meeting = world.meeting(board, day=day, number=1)
        world.agenda(meeting, "Eröffnung")
        sending.invite(meeting, by=by, now=dispatch_day)
        meeting = Meeting.objects.select_related("board", "rules").get(pk=meeting.pk)
        with django_assert_num_queries(17):
            tell(meeting, by)


def test_the_office_sees_whom_it_reaches_and_each_mail_before_it_tells(world, invited, client, page):
    answer(world, world.kaya)
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post")
    client.force_login(world.secretary.user)
    with clock.at(NOW):
        assert page in client.get(reverse("meeting_attendance", args=[invited.pk])).content.decode()
        first = plain(client.get(page))
        assert "10 Personen bekommen eine E-Mail" in first
        assert "Bekommt keine E-Mail. Bitte schicken Sie die Unterlagen mit der Post" in first
        assert "Zuletzt mitgeteilt" not in first
        shown = plain(client.post(page, {"words": WORDS, "show": world.kaya.pk}))
        assert ("Die E-Mail an Aylin Kaya" in shown, WORDS in shown, "keine Antwort" in shown) == (True, True, False)
        silent = plain(client.post(page, {"words": WORDS, "show": world.lamprecht.pk}))
        assert ("keine Antwort" in silent, "/a/vorschau/" in silent) == (True, True)
        assert told() == set()
        assert client.post(page, {"words": WORDS}).status_code == 302
        assert client.post(page, {"words": WORDS}).status_code == 409
        after = plain(client.get(page))
    assert "Heute ist niemand mehr zu benachrichtigen." in after
    assert "Zuletzt mitgeteilt: Montag, 1. Februar 2027, 10:00 Uhr." in after
    assert len(told()) == 10


def test_words_of_the_office_are_words_in_html(world, invited, by):
    tell(invited, by, words="<b>Neu</b>")
    assert "&lt;b&gt;Neu&lt;/b&gt;" in mail_of(world.kaya).get_body(("html",)).get_content()

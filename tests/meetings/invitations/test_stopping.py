"""Two minutes between the click and the mails, and what can be undone in them."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox import digest, queue
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import note_posted, release_held, resend
from foundation.values import Actor, DomainError
from foundation.web import clock
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Person
from meetings.agenda.models import Agenda, AgendaVersion
from meetings.invitations import (
    alarms,
    announcing,
    calling,
    dispatching,
    reactivating,
    reminders,
    replies,
    sending,
    stopping,
)
from meetings.invitations.models import Dispatch, Invitation
from meetings.meeting.models import Meeting
from meetings.planning import telling
from meetings.planning.models import ToldDate
from tests.foundation.outbox.test_digest import mail
from tests.meetings.invitations.test_previewing import plain
from tests.together import together

CLICK = datetime(2027, 1, 26, 8, 30, tzinfo=UTC)
LEAVES = CLICK + timedelta(minutes=2)
SOON = CLICK + timedelta(minutes=1)
ALARM = datetime(2027, 2, 8, 7, tzinfo=UTC)  # Monday before the meeting, 8 o'clock


@pytest.fixture
def clicked(world, meeting, now):
    """The secretary has sent the invitation; nothing has left yet."""
    sending.invite(meeting, by=world.actor(world.secretary), now=CLICK, leaves_at=LEAVES)
    return meeting


def states(kind="invitation"):
    return sorted(set(Delivery.objects.filter(kind=kind).values_list("state", flat=True)))


def refused(act, *args, **kwargs):
    with pytest.raises(DomainError) as error:
        act(*args, **kwargs)
    return error.value


def test_nothing_leaves_for_two_minutes(clicked):
    assert drain(now=LEAVES - timedelta(seconds=1)) == 0
    assert drain(now=LEAVES) == 11
    assert stopping.leaves_at(CLICK) == LEAVES


def test_the_notice_period_counts_from_the_day_the_mails_leave(world, meeting):
    """Clicked a minute before midnight of the last day, they leave after it."""
    click = datetime(2027, 1, 27, 22, 59, tzinfo=UTC)
    by = world.actor(world.secretary)
    later = click + timedelta(minutes=2)
    assert refused(sending.invite, meeting, by=by, now=click, leaves_at=later).code == "notice_short"
    made = sending.invite(meeting, by=by, now=click, leaves_at=later, reason="Eilbedürftig")
    assert made.notice["numbers"]["sent_on"] == "2027-01-28"
    assert made.notice["numbers"]["shortened"] is True


def test_stopped_mails_stay_until_a_person_decides_and_are_no_alarm(world, clicked):
    by = world.actor(world.secretary)
    assert stopping.stop(clicked, by=by, now=SOON) == 11
    assert stopping.stop(clicked, by=by, now=SOON) == 0
    assert drain(now=LEAVES + timedelta(days=1)) == 0
    assert (states(), Delivery.objects.troubled().count()) == ([State.HELD], 0)
    assert set(Delivery.objects.values_list("held_by", flat=True)) == {world.secretary.key}
    assert JournalEntry.objects.filter(action="meeting.mails_stopped").count() == 1
    found = stopping.progress(clicked)
    assert (found.total, found.left, found.stopped, found.failed, found.reversible) == (11, 0, 11, 0, True)


def test_one_stopped_mail_is_not_let_go_alone(world, clicked):
    by = world.actor(world.secretary)
    stopping.stop(clicked, by=by, now=SOON)
    assert refused(release_held, Delivery.objects.first(), by=by, now=SOON).code == "delivery_stopped"


def test_what_was_stopped_is_sent_now(world, clicked):
    by = world.actor(world.secretary)
    stopping.stop(clicked, by=by, now=SOON)
    assert stopping.send_now(clicked, by=by, now=SOON) == 11
    assert stopping.send_now(clicked, by=by, now=SOON) == 0
    assert drain(now=SOON) == 11
    assert stopping.progress(clicked).left == 11


def test_on_another_day_the_mails_would_say_the_wrong_one(world, clicked):
    by, tomorrow = world.actor(world.secretary), SOON + timedelta(days=1)
    stopping.stop(clicked, by=by, now=SOON)
    assert refused(stopping.send_now, clicked, by=by, now=tomorrow).code == "another_day"
    assert refused(stopping.send_now, clicked, by=by, now=clicked.starts_at).code == "meeting_over"
    assert states() == [State.HELD]


def test_once_some_mails_have_left_the_rest_may_follow_on_another_day(world, clicked):
    by = world.actor(world.secretary)
    Delivery.objects.filter(recipient=world.kaya.key).update(state=State.SENT, sent_at=LEAVES)
    stopping.stop(clicked, by=by, now=LEAVES)
    assert stopping.send_now(clicked, by=by, now=LEAVES + timedelta(days=1)) == 10


def test_a_stopped_copy_to_an_assistant_can_be_let_go(world, office, meeting):
    Person.objects.filter(pk=world.mayor.pk).update(copy_to_assistants=True)
    by = world.actor(world.secretary)
    sending.invite(meeting, by=by, now=CLICK, leaves_at=LEAVES)
    Delivery.objects.filter(kind="invitation").update(state=State.SENT, sent_at=LEAVES)
    assert stopping.progress(meeting).waiting == 1
    assert stopping.stop(meeting, by=by, now=LEAVES) == 1
    with clock.at(LEAVES):
        page = plain(office.get(reverse("invite", args=[meeting.pk])))
    assert "Carla Wendt hat den Versand angehalten: 11 von 11 versendet" in page
    assert ("Jetzt senden" in page, "Einladung zurücknehmen" in page) == (True, False)


def test_a_stopped_reminder_can_be_let_go(world, office, clicked):
    by = world.actor(world.secretary)
    drain(now=LEAVES)
    assert reminders.remind_now(clicked, words="", by=by, now=LEAVES) == 11
    page = reverse("invite", args=[clicked.pk])
    with clock.at(LEAVES):
        assert "Versand anhalten" in plain(office.get(page))
        assert "Jetzt senden" in plain(office.post(reverse("mails_stop", args=[clicked.pk]), follow=True))
        office.post(reverse("mails_send", args=[clicked.pk]))
    assert drain(now=LEAVES) == 11


def test_an_invitation_taken_back_leaves_nothing_but_its_sequence(world, clicked):
    by = world.actor(world.secretary)
    stopping.stop(clicked, by=by, now=SOON)
    stopping.take_back(clicked, by=by, now=SOON)
    clicked.refresh_from_db()
    assert (clicked.status, clicked.sequence, clicked.shortened) == ("scheduled", 1, False)
    assert Agenda.objects.get(meeting=clicked).status == "released"
    assert not Invitation.objects.in_force().exists()
    assert not PersonalLink.objects.filter(revoked_at=None).exists()
    assert states() == [State.OBSOLETE]
    assert Dispatch.objects.get().stopped_at == SOON
    assert refused(stopping.take_back, clicked, by=by, now=SOON).code == "nothing_to_take_back"
    assert drain(now=LEAVES) == 0


def test_where_all_get_letters_it_is_taken_back_until_the_first_is_posted(world, office, meeting):
    Person.objects.update(channel="post", postal_address="Am Markt 1, 64283 Darmstadt")
    by, page = world.actor(world.secretary), reverse("invite", args=[meeting.pk])
    sending.invite(meeting, by=by, now=CLICK, reason="Eilbedürftig", leaves_at=LEAVES)
    with clock.at(SOON):
        shown = plain(office.get(page))
        assert "11 Schreiben sind zu drucken." in shown
        assert ("Einladung zurücknehmen" in shown, "Jetzt senden" in shown) == (True, False)
        first, second = Delivery.objects.filter(kind="invitation")[:2]
        note_posted(first, by=by, now=SOON)
        shown = plain(office.get(page))
        assert ("10 Schreiben sind zu drucken." in shown, "Einladung zurücknehmen" in shown) == (True, False)
        Delivery.objects.filter(pk=first.pk).update(state=State.LETTER, sent_at=None, smtp_reply="")
        office.post(reverse("mails_take_back", args=[meeting.pk]))
    assert (Meeting.objects.get(pk=meeting.pk).status, states()) == ("scheduled", [State.OBSOLETE])
    assert refused(note_posted, second, by=by, now=SOON).code == "delivery_overtaken"


def test_once_all_letters_are_posted_nothing_is_said_of_them(world, office, meeting):
    """The mail about a quorum in doubt is still here."""
    Person.objects.update(channel="post", postal_address="Am Markt 1, 64283 Darmstadt")
    by, page = world.actor(world.secretary), reverse("invite", args=[meeting.pk])
    sending.invite(meeting, by=by, now=CLICK, reason="Eilbedürftig", leaves_at=LEAVES)
    for one in Delivery.objects.filter(state=State.LETTER):
        note_posted(one, by=by, now=SOON)
    alarms.warn_due(now=ALARM)
    with clock.at(ALARM):
        runs = plain(office.get(page))
        stopping.stop(meeting, by=by, now=ALARM)
        stopped = plain(office.get(page))
    assert ("Die E-Mails werden gerade versendet." in runs, "Schreiben sind zu drucken" in runs) == (True, False)
    assert "Carla Wendt hat den Versand angehalten." in stopped
    assert "Schreiben sind zu drucken" not in stopped


@pytest.mark.parametrize("status", ["in_session", "held"])
def test_letters_that_nobody_noted_as_posted_take_no_meeting_back(world, office, meeting, status):
    Person.objects.update(channel="post", postal_address="Am Markt 1, 64283 Darmstadt")
    by = world.actor(world.secretary)
    sending.invite(meeting, by=by, now=CLICK, reason="Eilbedürftig", leaves_at=LEAVES)
    Meeting.objects.filter(pk=meeting.pk).update(status=status)
    with clock.at(SOON):
        shown = plain(office.get(reverse("invite", args=[meeting.pk])))
    assert "Einladung zurücknehmen" not in shown
    assert refused(stopping.take_back, meeting, by=by, now=SOON).code == "nothing_to_take_back"


def test_after_that_it_is_invited_to_anew_with_other_links_and_a_higher_sequence(world, clicked):
    by = world.actor(world.secretary)
    old = PersonalLink.objects.get(holder=world.kaya.key).token
    stopping.take_back(clicked, by=by, now=SOON)
    made = sending.invite(Meeting.objects.get(pk=clicked.pk), by=by, now=LEAVES)
    assert (made.sequence, Invitation.objects.in_force().count()) == (2, 11)
    assert PersonalLink.objects.get(holder=world.kaya.key).token != old
    assert drain(now=LEAVES) == 11
    assert [one.number for one in AgendaVersion.objects.order_by("number")] == [1, 2]
    mail = Delivery.objects.get(recipient=world.kaya.key, state=State.SENT)
    assert b"In-Reply-To" not in bytes(mail.raw)


def test_nothing_is_taken_back_once_a_single_mail_has_left(world, clicked):
    by = world.actor(world.secretary)
    one = Delivery.objects.first()
    Delivery.objects.filter(pk=one.pk).update(state=State.SENT, sent_at=SOON)
    assert stopping.stop(clicked, by=by, now=SOON) == 10
    error = refused(stopping.take_back, clicked, by=by, now=SOON)
    assert (error.code, error.message) == (
        "mails_left",
        "1 E-Mail ist schon unterwegs. Sie lässt sich nicht zurücknehmen.",
    )
    clicked.refresh_from_db()
    assert clicked.status == "invited"
    assert Delivery.objects.stopped().count() == 10


def test_a_mail_on_the_wire_counts_as_gone(world, clicked):
    by = world.actor(world.secretary)
    Delivery.objects.filter(recipient=world.kaya.key).update(state=State.SENDING, token="x")
    Delivery.objects.filter(recipient=world.dahlhoff.key).update(state=State.CLAIMED, token="x")
    assert stopping.stop(clicked, by=by, now=SOON) == 10
    assert refused(stopping.take_back, clicked, by=by, now=SOON).code == "mails_left"
    assert Delivery.objects.get(recipient=world.kaya.key).state == State.SENDING


def test_who_keeps_the_date_free_hears_nothing_of_an_invitation_taken_back(world, clicked):
    by = world.actor(world.secretary)
    ToldDate.objects.create(meeting=clicked, sequence=0)
    stopping.take_back(clicked, by=by, now=SOON)
    assert telling.tell_changes(now=LEAVES) == 0
    sending.change(Meeting.objects.get(pk=clicked.pk), by=by, now=LEAVES, place="Rathaus")
    assert telling.tell_changes(now=LEAVES) == 10


def test_a_later_change_replaces_stopped_mails(world, clicked):
    by = world.actor(world.secretary)
    stopping.stop(clicked, by=by, now=SOON)
    sending.change(clicked, by=by, now=SOON, place="Rathaus", leaves_at=LEAVES)
    assert (states(), states("change")) == ([State.OBSOLETE], [State.PENDING])
    stopping.stop(clicked, by=by, now=SOON)
    assert refused(stopping.take_back, clicked, by=by, now=SOON).code == "not_told"
    assert stopping.send_now(clicked, by=by, now=SOON + timedelta(days=1)) == 11


def test_a_stopped_change_of_the_time_names_its_day(world, invited):
    by, later = world.actor(world.secretary), timedelta(days=21)
    drain(now=CLICK)
    times = {"starts_at": invited.starts_at + later, "ends_at": invited.ends_at + later}
    sending.change(invited, by=by, now=CLICK, leaves_at=LEAVES, **times)
    stopping.stop(invited, by=by, now=SOON)
    assert refused(stopping.send_now, invited, by=by, now=SOON + timedelta(days=1)).code == "another_day"


def test_a_cancellation_nobody_has_got_is_taken_back_in_silence(world, invited):
    by = world.actor(world.secretary)
    drain(now=CLICK)
    sending.cancel(invited, reason="Irrtum", by=by, now=CLICK, leaves_at=LEAVES)
    stopping.stop(invited, by=by, now=SOON)
    stopping.take_back(invited, by=by, now=SOON)
    invited.refresh_from_db()
    assert (invited.status, invited.sequence, invited.cancelled_reason) == ("invited", 3, "")
    assert drain(now=LEAVES) == 0
    assert states("cancellation") == [State.OBSOLETE]
    assert Invitation.objects.in_force().count() == 11


def test_of_a_change_taken_back_nothing_is_sent_again_and_what_was_refused_before_is(world, invited):
    """The server refused Kaya the invitation, and Dahlhoff the change."""
    by, later = world.actor(world.secretary), SOON + timedelta(hours=1)
    drain(now=CLICK)
    Delivery.objects.filter(recipient=world.kaya.key).update(state=State.FAILED, sent_at=None)
    sending.change(invited, by=by, now=CLICK, leaves_at=LEAVES, place="Rathaus")
    theirs = Delivery.objects.filter(recipient=world.dahlhoff.key, kind="change")
    theirs.update(state=State.FAILED)
    known = Delivery.objects.get(recipient=world.kaya.key, kind="invitation")
    assert refused(resend, known, by=by, now=SOON).code == "delivery_overtaken"
    stopping.take_back(invited, by=by, now=SOON)
    assert (states("change"), refused(resend, theirs.get(), by=by, now=later).code) == (
        [State.OBSOLETE],
        "delivery_overtaken",
    )
    resend(known, by=by, now=later)
    assert drain(now=later) == 1


def test_what_was_sent_is_not_sent_again_after_the_cancellation_nor_that_once_it_is_set_again(world, invited):
    by, later = world.actor(world.secretary), CLICK + timedelta(hours=1)
    drain(now=CLICK)
    invitation = Delivery.objects.get(recipient=world.kaya.key)
    resend(invitation, by=by, now=CLICK + timedelta(minutes=5))
    drain(now=CLICK + timedelta(minutes=5))
    sending.cancel(invited, reason="Saal gesperrt", by=by, now=later)
    drain(now=later)
    cancellation = Delivery.objects.get(recipient=world.kaya.key, kind="cancellation")
    again = later + timedelta(hours=1)
    assert refused(resend, invitation, by=by, now=again).code == "delivery_overtaken"
    reactivating.reactivate(Meeting.objects.get(pk=invited.pk), by=by, now=later, reason="Eilt")
    assert refused(resend, cancellation, by=by, now=again).code == "delivery_overtaken"
    newest = Delivery.objects.get(recipient=world.kaya.key, kind="reactivation")
    drain(now=later)
    resend(newest, by=by, now=again)
    assert drain(now=again) == 1


def test_every_letter_about_a_meeting_overtakes_the_older_ones(settings):
    assert set(dispatching.TEMPLATES.values()) <= set(settings.OVERTAKING_MAILS)


def test_a_cancellation_over_mails_that_never_left_is_not_taken_back_in_silence(world, clicked):
    by = world.actor(world.secretary)
    sending.cancel(clicked, reason="Irrtum", by=by, now=SOON, leaves_at=LEAVES)
    assert refused(stopping.take_back, clicked, by=by, now=SOON).code == "not_told"
    assert Meeting.objects.get(pk=clicked.pk).status == "cancelled"


def test_nobody_is_reminded_of_what_is_stopped(world, clicked):
    stopping.stop(clicked, by=world.actor(world.secretary), now=SOON)
    week_before = datetime(2027, 2, 4, 9, tzinfo=UTC)
    assert reminders.remind_due(now=week_before) == 0


def test_the_page_that_reminds_says_why_nobody_can_be_reminded(world, office, clicked):
    with clock.at(SOON):
        page = reverse("remind", args=[clicked.pk])
        assert "Erinnerung senden" in plain(office.get(page))
        stopping.stop(clicked, by=world.actor(world.secretary), now=SOON)
        shown = plain(office.get(page))
    assert ("Die E-Mails zu dieser Sitzung sind angehalten." in shown, "Erinnerung senden" in shown) == (True, False)


def join_late(world, day=date(2027, 1, 27)):
    """Kaya leaves seat 4, Ostermann follows on this day."""
    held = Mandate.objects.get(seat__board=world.ub, person=world.kaya)
    Mandate.objects.filter(pk=held.pk).update(end=day - timedelta(days=1), status="ended")
    Mandate.objects.create(
        seat=held.seat, person=world.ostermann, start=day, status="active", appointed_on=day, document="Berufung"
    )


def test_a_stopped_quorum_alarm_is_overtaken_by_a_change_and_given_anew(world, invited):
    by = world.actor(world.secretary)
    drain(now=CLICK)
    assert alarms.warn_due(now=ALARM) == 1
    assert stopping.stop(invited, by=by, now=ALARM) == 1
    sending.change(invited, by=by, now=ALARM, place="Rathaus")
    assert (states("quorum_alarm"), dispatching.stopped(invited)) == ([State.OBSOLETE], False)
    assert [alarms.warn_due(now=ALARM) for _look in range(2)] == [1, 0]
    assert states("quorum_alarm") == [State.OBSOLETE, State.PENDING]


def test_a_stopped_quorum_alarm_is_overtaken_by_the_cancellation(world, invited):
    by = world.actor(world.secretary)
    drain(now=CLICK)
    alarms.warn_due(now=ALARM)
    stopping.stop(invited, by=by, now=ALARM)
    sending.cancel(invited, reason="Irrtum", by=by, now=ALARM)
    assert states("quorum_alarm") == [State.OBSOLETE]


def test_who_takes_part_on_the_new_day_only_is_called_once_a_stopped_withdrawal_is_decided(world, invited):
    by, later = world.actor(world.secretary), timedelta(days=21)
    drain(now=CLICK)
    calling.withdraw(Invitation.objects.get(person=world.dahlhoff), by=by, now=CLICK, leaves_at=LEAVES)
    join_late(world, date(2027, 2, 20))
    meeting = Meeting.objects.get(pk=invited.pk)
    assert stopping.stop(meeting, by=by, now=SOON) == 1
    sending.change(meeting, by=by, now=SOON, starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)
    theirs = Delivery.objects.filter(recipient=world.ostermann.key)
    assert (states("withdrawal"), theirs.exists()) == ([State.HELD], False)
    stopping.send_now(meeting, by=by, now=SOON)
    calling.invite_missing(now=SOON)
    assert theirs.get().kind == "invitation"


def test_nobody_new_is_called_while_mails_are_stopped(world, clicked):
    by = world.actor(world.secretary)
    join_late(world)
    stopping.stop(clicked, by=by, now=SOON)
    assert calling.invite_missing(now=SOON) == 0
    assert not Delivery.objects.filter(recipient=world.ostermann.key).exists()
    stopping.send_now(clicked, by=by, now=SOON)
    assert calling.invite_missing(now=SOON) == 1
    assert drain(now=SOON) == 12


def test_no_deputy_is_called_while_mails_are_stopped(world, clicked):
    by = world.actor(world.secretary)
    world.ub.rules.update(deputies_allowed=True)
    Deputy.objects.create(seat=world.ub.seats.get(number=4), person=world.ostermann, start=date(2027, 1, 1))
    stopping.stop(clicked, by=by, now=SOON)
    own = Invitation.objects.get(person=world.kaya)
    replies.record(own, "delegated", by=Actor(world.kaya.key), now=SOON, source="page", sequence=1)
    assert not Delivery.objects.filter(recipient=world.ostermann.key).exists()
    stopping.send_now(clicked, by=by, now=SOON)
    assert calling.invite_missing(now=SOON) == 1


def test_stopping_meets_the_worker(transactional_db, world, clicked):
    """Each mail is either sent or held, and the number told is the true one."""
    by = world.actor(world.secretary)
    held, sent = together(lambda: stopping.stop(clicked, by=by, now=LEAVES), lambda: drain(now=LEAVES))
    found = Delivery.objects.filter(kind="invitation")
    assert (found.filter(state=State.HELD).count(), found.filter(state=State.SENT).count()) == (held, sent)
    assert held + sent == 11


def test_taking_back_meets_the_worker(transactional_db, world, clicked):
    by = world.actor(world.secretary)
    taken, sent = together(lambda: stopping.take_back(clicked, by=by, now=LEAVES), lambda: drain(now=LEAVES))
    clicked.refresh_from_db()
    if taken == "mails_left":
        assert (clicked.status, Delivery.objects.filter(state=State.SENT).count()) == ("invited", sent)
    else:
        assert (clicked.status, sent) == ("scheduled", 0)


def test_taking_back_meets_the_worker_with_a_mail_of_the_day(transactional_db, world, invited):
    """The worker comes when it was looked up that nothing has left, and nothing is given up yet."""
    by, monday = world.actor(world.secretary), datetime(2027, 2, 1, 9, tzinfo=UTC)
    drain(now=monday)
    sending.change(invited, by=by, now=monday, leaves_at=monday + timedelta(minutes=2), place="Rathaus")
    announcing.announce(invited, words="", by=by, now=monday)
    queue.enqueue([mail("another", to=world.kaya.key)], now=monday)
    digest.join_due(now=monday)
    sent = []

    def work():
        sent.append(drain(now=monday))
        connection.close()

    def come(execute, sql, *rest):
        if sql.startswith("UPDATE") and '"place" =' in sql and not worker.ident:
            worker.start()
            worker.join(timeout=1)
        return execute(sql, *rest)

    worker = Thread(target=work)
    with connection.execute_wrapper(come):
        stopping.take_back(invited, by=by, now=monday)
    worker.join()
    carrier = Delivery.objects.get(kind=digest.KIND)
    assert (carrier.state, carrier.sent_at, states("documents")) == (State.OBSOLETE, None, [State.OBSOLETE])
    assert sum(sent) + drain(now=monday) == 1
    assert Delivery.objects.get(topic="about:another").state == State.SENT


def test_two_people_of_the_office_decide_one_after_the_other(transactional_db, world, clicked):
    by = world.actor(world.secretary)
    stopping.stop(clicked, by=by, now=SOON)
    taken, let_go = together(
        lambda: stopping.take_back(clicked, by=by, now=SOON), lambda: stopping.send_now(clicked, by=by, now=SOON)
    )
    clicked.refresh_from_db()
    if taken is None and let_go == 0:
        assert (clicked.status, states()) == ("scheduled", [State.OBSOLETE])
    else:
        assert states() in ([State.PENDING], [State.OBSOLETE])
        assert (clicked.status == "scheduled") == (states() == [State.OBSOLETE])


def test_the_page_tells_when_it_begins_and_stops_it_with_one_tap(world, office, meeting):
    path = reverse("invite", args=[meeting.pk])
    with clock.at(CLICK):
        page = plain(office.post(path, {"confirmed": "1"}, follow=True))
        assert "Die Einladung geht um 9:32 Uhr an 11 Personen." in page.replace("09:32", "9:32")
        assert "Der Versand beginnt um 9:32 Uhr." in page.replace("09:32", "9:32")
        assert ("Versand anhalten" in page, "hx-get" in page, "htmx-2" in page) == (True, True, True)
        assert Delivery.objects.filter(not_before=LEAVES).count() == 11
    with clock.at(SOON):
        page = plain(office.post(reverse("mails_stop", args=[meeting.pk]), follow=True))
        assert "Carla Wendt hat den Versand angehalten: 0 von 11 versendet" in page
        assert ("Jetzt senden" in page, "Einladung zurücknehmen" in page, "hx-get" in page) == (True, True, False)
        home = plain(office.get(reverse("home")))
        assert ("Ein Versand ist angehalten" in home, "zurückgehalten" in home) == (True, False)
        page = plain(office.post(reverse("mails_take_back", args=[meeting.pk]), follow=True))
    assert "Zurückgenommen. Niemand hat davon erfahren." in page
    assert "Einladung versenden" in page


def test_the_fragment_looks_again_until_everything_is_sent(world, office, clicked):
    path, htmx = reverse("mails_progress", args=[clicked.pk]), {"HX-Request": "true"}
    with clock.at(SOON):
        first = office.get(path, headers=htmx)
        mark = first.text.partition("?stand=")[2].partition('"')[0]
        assert office.get(path, {"stand": mark}, headers=htmx).status_code == 204
        assert office.get(path).status_code == 302
    drain(now=LEAVES)
    with clock.at(LEAVES):
        last = office.get(path, {"stand": mark}, headers=htmx)
    assert ("11 von 11 versendet" in plain(last), "hx-get" in last.text, "<html" in last.text) == (True, False, False)


def test_the_list_of_what_was_sent_says_what_is_stopped_and_what_was_taken_back(world, office, clicked):
    by, page = world.actor(world.secretary), reverse("invite", args=[clicked.pk])
    with clock.at(SOON):
        stopping.stop(clicked, by=by, now=SOON)
        shown = plain(office.get(page)).partition('id="versand"')[2]
        assert ("11 E-Mails sind angehalten." in shown, "eingehalten" in shown) == (True, False)
        stopping.take_back(clicked, by=by, now=SOON)
        shown = plain(office.get(page)).partition('id="versand"')[2]
    assert "Zurückgenommen, niemand hat davon gehört." in shown


def test_too_late_is_said(world, office, clicked):
    drain(now=LEAVES)
    with clock.at(LEAVES):
        page = plain(office.post(reverse("mails_stop", args=[clicked.pk]), follow=True))
    assert "Es gab nichts mehr anzuhalten: Alle E-Mails sind schon unterwegs." in page


def test_the_outbox_holds_and_lets_go_by_what_it_is_asked(world, clicked):
    from django.db.models import Q

    by = world.actor(world.secretary)
    assert queue.hold(Q(recipient=world.kaya.key), by=by) == 1
    assert queue.let_go(Q(recipient=world.dahlhoff.key), now=SOON) == 0
    assert queue.let_go(Q(recipient=world.kaya.key), now=SOON) == 1
    assert Delivery.objects.get(recipient=world.kaya.key).not_before == SOON

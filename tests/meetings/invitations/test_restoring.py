"""A change of date or place that nobody has got is taken back: all is as before, and nobody hears of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.links import revoke_links
from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import note_posted
from foundation.values import Actor, DomainError
from foundation.web import clock
from governance.boards.models import Seat
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.people.models import Person
from meetings.agenda.models import AgendaVersion
from meetings.invitations import alarms, calling, reactivating, reminders, replies, restoring, sending, stopping
from meetings.invitations.models import Dispatch, Invitation, Reply
from meetings.invitations.proving import proof
from meetings.meeting.models import Meeting
from tests.meetings.invitations.test_previewing import plain
from tests.together import together

HEARD = datetime(2027, 1, 26, 8, 30, tzinfo=UTC)
CLICK = datetime(2027, 1, 26, 12, 0, tzinfo=UTC)
SOON, LEAVES = CLICK + timedelta(minutes=1), CLICK + timedelta(minutes=2)


@pytest.fixture
def by(world):
    return world.actor(world.secretary)


@pytest.fixture
def answered(world, invited):
    """All have got the invitation; Dahlhoff comes by video, Kaya leaves it to Ostermann, who is told, too."""
    Meeting.objects.filter(pk=invited.pk).update(mode="hybrid", video_url="https://video.example/1")
    world.ub.rules.update(deputies_allowed=True)
    seat = Seat.objects.get(board=world.ub, mandates__person=world.kaya)
    Deputy.objects.create(seat=seat, person=world.ostermann, start=date(2027, 1, 1))
    say(world.dahlhoff, "accepted", by_video=True)
    say(world.kaya, "delegated")
    drain(now=HEARD)
    return Meeting.objects.get(pk=invited.pk)


def say(who, answer, *, now=HEARD, sequence=1, **more):
    own = Invitation.objects.select_related("meeting").get(person=who)
    replies.record(own, answer, by=Actor(who.key), now=now, source=Reply.Source.LINK, sequence=sequence, **more)


def move(meeting, by, *, now=CLICK, **more):
    times = {name: getattr(meeting, name) + timedelta(days=21) for name in ("starts_at", "ends_at")}
    return sending.change(meeting, by=by, now=now, leaves_at=now + timedelta(minutes=2), **times, **more)


def calls():
    names = ("person", "mandate", "role", "answer", "by_video", "answered_at", "asked_sequence")
    return sorted(Invitation.objects.values_list(*names, "invited_at", "withdrawn_at"), key=str)


def links():
    return sorted(PersonalLink.objects.values_list("holder", "nonce", "revoked_at", "expires_at"))


def open_links():
    return [one for one in links() if one[2] is None]


def appointment(meeting):
    meeting = Meeting.objects.get(pk=meeting.pk)
    names = ("status", "starts_at", "ends_at", "place", "mode", "video_url", "shortened", "shortened_reason")
    return [getattr(meeting, name) for name in names]


def plain_words(content):
    return json.dumps(content, ensure_ascii=False).replace("\u00a0", " ")


def refused(meeting, by, now=SOON):
    with pytest.raises(DomainError) as error:
        stopping.take_back(meeting, by=by, now=now)
    return error.value.code


def test_all_is_as_before_and_nobody_hears_of_it(world, answered, by):
    before = appointment(answered), calls(), links()
    move(answered, by, place="Rathaus", video_url="")
    assert (appointment(answered), calls()) != before[:2]
    stopping.stop(answered, by=by, now=SOON)
    stopping.take_back(answered, by=by, now=SOON)
    assert (appointment(answered), calls(), links()) == before
    assert drain(now=LEAVES) == 0
    assert set(Delivery.objects.filter(created_at=CLICK).values_list("state", flat=True)) == {State.OBSOLETE}
    assert sorted(Dispatch.objects.filter(stopped_at=SOON).values_list("kind", flat=True)) == ["change", "withdraw"]
    actions = ("meeting.changed", "meeting.change_taken_back")
    assert JournalEntry.objects.filter(action__in=actions).count() == 2
    assert stopping.progress(answered).dispatch.kind == "invite"


def test_its_sequence_stays_used_and_the_agenda_names_the_former_day_again(world, answered, by):
    last = Meeting.objects.get(pk=answered.pk).sequence
    move(answered, by)
    changed = Meeting.objects.get(pk=answered.pk).sequence
    stopping.take_back(answered, by=by, now=SOON)
    assert (changed, Meeting.objects.get(pk=answered.pk).sequence) == (last + 3, last + 4)
    contents = list(AgendaVersion.objects.order_by("number").values_list("content", flat=True))
    assert len(contents) == 3
    days = [plain_words(one) for one in contents]
    assert ["11. Februar 2027" in one for one in days] == [True, False, True]


def test_the_proof_names_who_made_a_change_beside_which_a_deputy_was_told(world, answered, by):
    move(answered, by)
    stopping.take_back(answered, by=by, now=SOON)
    change = next(one for one in proof(answered).parts if one.dispatch.kind == "change")
    assert (change.by, change.dispatch.stopped_at) == ("Carla Wendt", SOON)


def test_answers_go_on_as_if_nothing_had_been(world, client, answered, by):
    move(answered, by)
    stopping.take_back(answered, by=by, now=SOON)
    say(world.kaya, "accepted", now=LEAVES, sequence=1)
    say(world.lamprecht, "declined", now=LEAVES, sequence=1)
    assert Invitation.objects.get(person=world.ostermann).withdrawn_at == LEAVES
    token = PersonalLink.objects.get(holder=world.dahlhoff.key).token
    with clock.at(LEAVES):
        page = plain(client.get(reverse("reply", args=[token])))
    assert ("11. Februar 2027" in page, "per Video" in page) == (True, True)


def test_who_the_new_day_alone_called_is_not_called_any_more(world, answered, by):
    Deputy.objects.update(end=date(2027, 2, 20))
    Deputy.objects.create(
        seat=Seat.objects.get(board=world.ub, number=10), person=world.former, start=date(2027, 2, 21)
    )
    mandate = Mandate.objects.get(seat__board=world.ub, seat__number=10, status="active")
    Suspension.objects.create(mandate=mandate, start=date(2027, 2, 21), reason="Elternzeit")
    Invitation.objects.filter(person=mandate.person).update(withdrawn_at=HEARD)
    move(answered, by)
    assert Invitation.objects.in_force().filter(person=world.former).count() == 1
    stopping.take_back(answered, by=by, now=SOON)
    assert Invitation.objects.get(person=world.former).withdrawn_at == SOON
    assert PersonalLink.objects.get(holder=world.former.key).revoked_at == SOON
    assert drain(now=LEAVES) == 0


def calls_again(world, meeting, by):
    """All were told of a change that released Ostermann; the next one calls her in the place of another member."""
    move(meeting, by)
    drain(now=LEAVES)
    Deputy.objects.update(end=date(2027, 2, 20))
    seat = Seat.objects.get(board=world.ub, number=10)
    Deputy.objects.create(seat=seat, person=world.ostermann, start=date(2027, 3, 5))
    mandate = Mandate.objects.get(seat=seat, status="active")
    Suspension.objects.create(mandate=mandate, start=date(2027, 3, 5), reason="Elternzeit")
    Invitation.objects.filter(person=mandate.person).update(withdrawn_at=HEARD)
    before = appointment(meeting), calls(), open_links()
    meeting.refresh_from_db()
    move(meeting, by, now=LEAVES)
    assert Invitation.objects.in_force().filter(person=world.ostermann).exists()
    assert PersonalLink.objects.filter(holder=world.ostermann.key, revoked_at=None).exists()
    return before


def test_who_the_new_day_calls_again_stays_released(world, answered, by):
    before = calls_again(world, answered, by)
    stopping.stop(answered, by=by, now=LEAVES)
    stopping.take_back(answered, by=by, now=LEAVES)
    assert (appointment(answered), calls(), open_links()) == before
    assert drain(now=LEAVES + timedelta(hours=1)) == 0


def test_nobody_answers_for_a_date_taken_back_to_which_they_were_called_again(world, answered, by):
    calls_again(world, answered, by)
    shown = Meeting.objects.get(pk=answered.pk).sequence
    stopping.take_back(answered, by=by, now=LEAVES)
    with pytest.raises(DomainError) as error:
        say(world.lamprecht, "accepted", now=LEAVES, sequence=shown)
    assert error.value.code == "date_changed"


def test_a_deputy_whose_time_ended_meanwhile_is_released_from_the_former_date_and_told(world, answered, by):
    move(answered, by)
    Deputy.objects.update(end=date(2027, 1, 31))
    stopping.take_back(answered, by=by, now=SOON)
    assert Invitation.objects.in_force().filter(person=world.ostermann).exists()
    calling.invite_missing(now=LEAVES)
    assert Invitation.objects.get(person=world.ostermann).withdrawn_at == LEAVES
    assert [one.recipient for one in Delivery.objects.filter(state=State.PENDING)] == [world.ostermann.key]


def test_a_link_that_was_closed_for_another_reason_stays_closed(world, answered, by):
    released = PersonalLink.objects.get(holder=world.ostermann.key)
    move(answered, by)
    revoke_links(holder=world.dahlhoff.key, now=SOON)
    stopping.take_back(answered, by=by, now=SOON + timedelta(seconds=5))
    assert PersonalLink.objects.get(holder=world.dahlhoff.key).revoked_at == SOON
    assert PersonalLink.objects.get(pk=released.pk).revoked_at is None


@pytest.mark.parametrize("way", ["reminder", "fresh_link"])
def test_who_heard_of_the_new_date_by_another_mail_has_heard_of_it(world, answered, by, way):
    move(answered, by)
    if way == "reminder":
        assert reminders.remind_now(answered, words="", by=by, now=SOON) > 0
    else:
        assert reminders.send_links(world.dahlhoff.pk, now=SOON) == {answered.key}
    assert drain(now=SOON) > 0
    assert refused(answered, by) == "mails_left"


def test_while_a_change_is_stopped_no_other_mail_tells_of_it(world, answered, by):
    move(answered, by)
    stopping.stop(answered, by=by, now=SOON)
    with pytest.raises(DomainError) as error:
        reminders.remind_now(answered, words="", by=by, now=SOON)
    assert error.value.code == "mails_stopped"
    assert reminders.send_links(world.dahlhoff.pk, now=SOON) == set()
    meeting = Meeting.objects.get(pk=answered.pk)
    assert alarms.warn_due(now=meeting.starts_at - timedelta(days=2)) == 0
    assert drain(now=LEAVES) == 0


def test_another_place_alone_keeps_the_answers_anyway(world, answered, by):
    before = appointment(answered), calls()
    sending.change(answered, by=by, now=CLICK, leaves_at=LEAVES, place="Rathaus")
    stopping.take_back(answered, by=by, now=SOON)
    assert (appointment(answered), calls()) == before


def test_a_shortened_period_is_not_shortened_any_more(world, answered, by):
    times = {name: getattr(answered, name) - timedelta(days=7) for name in ("starts_at", "ends_at")}
    before = appointment(answered)
    sending.change(answered, by=by, now=CLICK, leaves_at=LEAVES, reason="Eilbedürftig", **times)
    stopping.take_back(answered, by=by, now=SOON)
    assert appointment(answered) == before


def test_once_a_single_mail_has_left_it_stays(world, answered, by):
    move(answered, by)
    Delivery.objects.filter(kind="withdrawal").update(state=State.SENT, sent_at=SOON)
    assert refused(answered, by) == "mails_left"
    assert Meeting.objects.get(pk=answered.pk).starts_at == answered.starts_at


def test_who_has_answered_for_the_new_date_knows_it(world, answered, by):
    move(answered, by)
    say(world.lamprecht, "accepted", now=SOON, sequence=Meeting.objects.get(pk=answered.pk).sequence)
    assert refused(answered, by) == "answered_since"


def test_a_former_date_that_is_over_or_taken_does_not_come_back(world, answered, by):
    former = answered.starts_at
    move(answered, by)
    assert refused(answered, by, now=former) == "former_date_over"
    world.meeting(number=2, day=date(2027, 2, 11))
    assert refused(answered, by) == "meeting_there"


def test_whether_all_were_told_is_asked_without_their_mails(world, answered):
    with CaptureQueriesContext(connection) as seen:
        assert restoring.told(answered, 1) is True
    assert [("raw" in one["sql"]) for one in seen] == [False]


def test_what_came_between_is_not_overlooked(world, answered, by):
    move(answered, by)
    Meeting.objects.filter(pk=answered.pk).update(sequence=99)
    assert refused(answered, by) == "told_since"


def test_twice_is_refused_and_a_second_change_goes_back_to_the_first(world, answered, by):
    move(answered, by)
    drain(now=LEAVES)
    first = appointment(answered)
    sending.change(answered, by=by, now=LEAVES, leaves_at=LEAVES + timedelta(minutes=2), place="Rathaus")
    stopping.take_back(answered, by=by, now=LEAVES)
    assert appointment(answered) == first
    assert refused(answered, by, now=LEAVES) == "mails_left"


def test_taking_back_meets_the_worker(transactional_db, world, answered, by):
    before = appointment(answered)
    move(answered, by)
    after = appointment(answered)
    taken, sent = together(lambda: stopping.take_back(answered, by=by, now=LEAVES), lambda: drain(now=LEAVES))
    if taken == "mails_left":
        assert (appointment(answered), sent > 0) == (after, True)
    else:
        assert (appointment(answered), sent) == (before, 0)


def test_the_page_offers_it_and_else_says_what_can_be_done(world, office, answered, by):
    move(answered, by)
    page = reverse("invite", args=[answered.pk])
    with clock.at(SOON):
        office.post(reverse("mails_stop", args=[answered.pk]))
        assert "Änderung zurücknehmen" in plain(office.get(page))
        Meeting.objects.filter(pk=answered.pk).update(sequence=99)
        shown = plain(office.get(page))
        assert ("Änderung zurücknehmen" in shown, "Bitte ändern Sie die Sitzung noch einmal" in shown) == (
            False,
            True,
        )
        Dispatch.objects.update(replaced={})
        shown = plain(office.get(page))
        assert ("Änderung zurücknehmen" in shown, "Senden Sie jetzt" in shown) == (False, True)


def joins_by_post(world, meeting):
    """A new member with a letter on paper is called to a meeting all others are invited to."""
    held = Mandate.objects.get(seat__board=world.ub, person=world.lamprecht)
    Mandate.objects.filter(pk=held.pk).update(end=date(2027, 1, 27), status="ended")
    Mandate.objects.create(
        seat=held.seat,
        person=world.former,
        start=date(2027, 1, 28),
        status="active",
        appointed_on=date(2027, 1, 20),
    )
    Person.objects.filter(pk=world.former.pk).update(channel="post", postal_address="Am Markt 1, 64283 Darmstadt")
    assert calling.invite_missing(now=HEARD) == 1


def test_a_cancellation_over_a_late_letter_that_never_left_is_not_taken_back_in_silence(world, answered, by):
    joins_by_post(world, answered)
    answered.refresh_from_db()
    sending.cancel(answered, reason="Irrtum", by=by, now=CLICK, leaves_at=LEAVES)
    assert refused(answered, by) == "not_told"
    assert Meeting.objects.get(pk=answered.pk).status == "cancelled"


def test_another_place_stays_where_somebody_was_called_to_it_since(world, answered, by):
    sending.change(answered, by=by, now=CLICK, leaves_at=LEAVES, place="Rathaus")
    joins_by_post(world, answered)
    assert refused(answered, by) == "told_since"
    assert Delivery.objects.get(recipient=world.former.key).state == State.LETTER


def test_an_answer_to_the_date_taken_back_does_not_count_for_the_former(world, answered, by):
    move(answered, by)
    shown = Meeting.objects.get(pk=answered.pk).sequence
    stopping.take_back(answered, by=by, now=SOON)
    with pytest.raises(DomainError) as error:
        say(world.lamprecht, "accepted", now=LEAVES, sequence=shown)
    assert error.value.code == "date_changed"
    assert error.value.message.startswith("Die Sitzung bleibt am Donnerstag, 11.")
    assert Invitation.objects.get(person=world.lamprecht).answer == "needs_action"
    say(world.lamprecht, "accepted", now=LEAVES, sequence=Meeting.objects.get(pk=answered.pk).sequence)
    assert Invitation.objects.get(person=world.lamprecht).answer == "accepted"


def test_the_page_offers_nothing_and_says_why_where_a_withdrawal_has_left(world, office, answered, by):
    move(answered, by)
    Delivery.objects.filter(kind="withdrawal").update(state=State.SENT, sent_at=SOON)
    stopping.stop(answered, by=by, now=SOON)
    with clock.at(SOON):
        shown = plain(office.get(reverse("invite", args=[answered.pk])))
    assert ("Niemand hat etwas erhalten" in shown, "Änderung zurücknehmen" in shown) == (False, False)
    assert "Sie lässt sich nicht zurücknehmen. Was angehalten ist, können Sie jetzt senden." in shown


def test_the_page_offers_nothing_where_a_letter_was_posted(world, office, meeting, by):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post", postal_address="Am Markt 1, 64283 Darmstadt")
    sending.invite(meeting, by=by, now=HEARD, reason="Eilbedürftig", leaves_at=CLICK)
    note_posted(Delivery.objects.get(recipient=world.kaya.key), by=by, now=HEARD)
    stopping.stop(meeting, by=by, now=HEARD)
    with clock.at(HEARD):
        shown = plain(office.get(reverse("invite", args=[meeting.pk])))
    assert ("Niemand hat etwas erhalten" in shown, "Einladung zurücknehmen" in shown) == (False, False)


def test_a_meeting_set_again_and_stopped_overnight_gets_advice_that_can_be_followed(world, answered, by):
    sending.cancel(answered, reason="Irrtum", by=by, now=HEARD, leaves_at=HEARD)
    drain(now=HEARD)
    answered.refresh_from_db()
    reactivating.reactivate(answered, by=by, now=CLICK, reason="Eilbedürftig", leaves_at=LEAVES)
    stopping.stop(answered, by=by, now=SOON)
    with pytest.raises(DomainError) as error:
        stopping.send_now(answered, by=by, now=SOON + timedelta(days=1))
    assert error.value.message.endswith("Ändern Sie den Termin noch einmal, oder sagen Sie die Sitzung ab.")


def test_an_answer_that_meets_the_change_is_not_lost(transactional_db, world, answered, by):
    """It counts for the former date, or it is asked for again; taking the change back loses neither."""
    _made, said = together(
        lambda: move(answered, by).kind, lambda: say(world.lamprecht, "accepted", now=CLICK, sequence=1)
    )
    stopping.take_back(answered, by=by, now=SOON)
    own = Invitation.objects.get(person=world.lamprecht)
    kept = replies.counting(own)
    assert own.answer == (kept.answer if kept else "needs_action") == ("accepted" if said is None else "needs_action")


def test_a_reply_to_the_former_date_counts_again_though_it_was_kept_after_the_change(world, answered, by):
    move(answered, by)
    own = Invitation.objects.get(person=world.lamprecht)
    Reply.objects.create(
        invitation=own,
        answer="declined",
        sequence=1,
        received_at=CLICK,
        source="link",
        entered_by=world.lamprecht.key,
    )
    stopping.take_back(answered, by=by, now=SOON)
    own.refresh_from_db()
    assert (own.answer, own.answered_at, own.answered_sequence) == ("declined", CLICK, 1)

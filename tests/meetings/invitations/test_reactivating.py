"""A cancelled meeting takes place after all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.values import DomainError
from foundation.web import clock
from governance.mandates.models import Mandate
from meetings.agenda.models import Agenda, AgendaItem, AgendaVersion
from meetings.invitations import previewing, reactivating, replies, sending, stopping
from meetings.invitations.models import Answer, Invitation, Reply
from meetings.meeting.models import Meeting
from meetings.planning import telling
from meetings.planning.models import ToldDate
from tests.meetings.invitations.test_changing import entry
from tests.meetings.invitations.test_previewing import drafts, plain, sent
from tests.together import together

CALLED_OFF = datetime(2027, 1, 26, 9, tzinfo=UTC)
AGAIN = datetime(2027, 1, 26, 14, tzinfo=UTC)


@pytest.fixture
def cancelled(world, invited):
    """Everybody was invited and told of the cancellation; Dahlhoff had accepted."""
    drain(now=CALLED_OFF)
    own = Invitation.objects.get(person=world.dahlhoff)
    replies.record(
        own, "accepted", by=world.actor(world.dahlhoff), now=CALLED_OFF, source=Reply.Source.LINK, sequence=1
    )
    sending.cancel(invited, reason="Saal gesperrt", by=world.actor(world.secretary), now=CALLED_OFF)
    drain(now=CALLED_OFF)
    return invited


def again(world, meeting, **more):
    return reactivating.reactivate(meeting, by=world.actor(world.secretary), now=AGAIN, **more)


def refused(act, *args, **kwargs):
    with pytest.raises(DomainError) as error:
        act(*args, **kwargs)
    return error.value


def test_everybody_is_asked_anew_under_a_higher_sequence(world, cancelled):
    made = again(world, cancelled)
    cancelled.refresh_from_db()
    assert (cancelled.status, cancelled.sequence, cancelled.cancelled_reason) == ("invited", 3, "")
    assert (made.kind, made.sequence, made.notice["numbers"]["sent_on"]) == ("reactivate", 3, "2027-01-26")
    mail = Delivery.objects.get(kind="reactivation", recipient=world.dahlhoff.key)
    _mail, calendar, event = entry(mail)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 3)
    assert str(event["UID"]) == cancelled.uid
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert mail.subject == "Findet doch statt: Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    assert Delivery.objects.filter(kind="reactivation").count() == 11
    own = Invitation.objects.get(person=world.dahlhoff)
    assert (own.answer, own.asked_sequence, own.replies.count()) == (Answer.NEEDS_ACTION, 3, 1)
    assert JournalEntry.objects.filter(action="meeting.reactivated").count() == 1


def test_its_stamp_is_later_than_that_of_the_cancellation(world, cancelled):
    off = entry(Delivery.objects.get(kind="cancellation", recipient=world.kaya.key))[2]
    reactivating.reactivate(cancelled, by=world.actor(world.secretary), now=CALLED_OFF)
    on = entry(Delivery.objects.get(kind="reactivation", recipient=world.kaya.key))[2]
    assert on["DTSTAMP"].dt > off["DTSTAMP"].dt


def test_the_agenda_stays_as_it_was(world, cancelled):
    again(world, cancelled)
    assert Agenda.objects.get(meeting=cancelled).status == "frozen"
    assert AgendaVersion.objects.count() == 1


def test_a_period_that_became_short_wants_a_reason_and_a_new_version(world, cancelled):
    late = datetime(2027, 1, 29, 9, tzinfo=UTC)
    by = world.actor(world.secretary)
    assert refused(reactivating.reactivate, cancelled, by=by, now=late).code == "notice_short"
    assert Meeting.objects.get(pk=cancelled.pk).status == "cancelled"
    reactivating.reactivate(cancelled, by=by, now=late, reason="Saal wieder frei")
    cancelled.refresh_from_db()
    assert (cancelled.shortened, cancelled.shortened_reason) == (True, "Saal wieder frei")
    assert AgendaVersion.objects.count() == 2


def test_who_left_meanwhile_stays_away_and_who_came_is_called(world, cancelled):
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    Mandate.objects.filter(pk=mandate.pk).update(status="ended", end=CALLED_OFF.date())
    again(world, cancelled)
    assert Invitation.objects.get(person=world.kaya).withdrawn_at == AGAIN
    assert Delivery.objects.filter(kind="reactivation").count() == 10
    assert not Delivery.objects.filter(kind="reactivation", recipient=world.kaya.key).exists()


def test_a_cancellation_that_waits_is_overtaken(world, invited):
    by = world.actor(world.secretary)
    drain(now=CALLED_OFF)
    sending.cancel(invited, reason="Irrtum", by=by, now=CALLED_OFF, leaves_at=AGAIN)
    again(world, invited)
    assert set(Delivery.objects.filter(kind="cancellation").values_list("state", flat=True)) == {State.OBSOLETE}


def test_where_nobody_was_invited_the_date_is_kept_again(world, meeting):
    by = world.actor(world.secretary)
    ToldDate.objects.create(meeting=meeting, sequence=0)
    sending.cancel(meeting, reason="Irrtum", by=by, now=CALLED_OFF)
    telling.tell_changes(now=CALLED_OFF)
    assert again(world, meeting) is None
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence, meeting.cancelled_reason) == ("scheduled", 2, "")
    assert telling.tell_changes(now=AGAIN) == 10
    assert Delivery.objects.filter(kind="date_changed").count() == 20


def test_what_was_only_pencilled_in_or_is_over_is_planned_anew(world, meeting, cancelled):
    by = world.actor(world.secretary)
    dropped = world.meeting(number=2, status="planned", day=date(2027, 5, 20))
    sending.cancel(dropped, reason="Irrtum", by=by, now=AGAIN)
    dropped.refresh_from_db()
    assert refused(reactivating.reactivate, dropped, by=by, now=AGAIN).code == "meeting_not_cancelled"
    assert refused(reactivating.reactivate, cancelled, by=by, now=cancelled.starts_at).status == 409
    held = world.meeting(number=3, status="held", day=date(2026, 5, 20))
    assert refused(reactivating.reactivate, held, by=by, now=AGAIN).code == "meeting_not_cancelled"


def test_the_hour_may_be_taken_by_now(world, cancelled):
    world.meeting(number=2, day=cancelled.day)
    assert refused(again, world, cancelled).code == "meeting_there"


def test_it_arrives_as_it_was_shown(world, cancelled):
    shown_before = drafts(previewing.reactivation(cancelled, now=AGAIN))
    again(world, cancelled)
    assert sent("reactivation") == shown_before


@pytest.fixture
def moved_on(world, cancelled):
    """Two topics of the pool stood on the cancelled agenda; one was put on that of June, one on a cancelled one."""
    june = world.meeting(number=2, day=date(2027, 6, 10))
    dropped = world.meeting(number=3, day=date(2027, 7, 8), status="cancelled")
    sources = ("proposal:7", "proposal:8", "adjourned:9")
    for item, source in zip(cancelled.items.order_by("position"), sources, strict=True):
        AgendaItem.objects.filter(pk=item.pk).update(source=source)
    for meeting, source in ((june, "proposal:8"), (june, "standing:other"), (dropped, "proposal:7")):
        title, number = "Datenplattform: Betriebsmodell", meeting.items.count() + 1
        AgendaItem.objects.create(meeting=meeting, position=number, title=title, kind="decision", source=source)
    return cancelled


def test_a_topic_that_is_on_another_agenda_by_now_stays_there_alone(world, moved_on):
    shown_before = drafts(previewing.reactivation(moved_on, now=AGAIN))
    assert moved_on.items.count() == 3
    again(world, moved_on)
    assert list(moved_on.items.values_list("position", "source")) == [(1, "proposal:7"), (2, "adjourned:9")]
    assert AgendaItem.objects.filter(source="proposal:8").get().meeting.number == 2
    assert [one["title"] for one in AgendaVersion.objects.last().content["items"]] == ["Eröffnung", "Verschiedenes"]
    assert sent("reactivation") == shown_before
    assert "Datenplattform" not in shown_before[world.kaya.key]["text/plain"]
    assert JournalEntry.objects.filter(action="agenda.item_removed").count() == 1


def test_where_nobody_was_invited_it_leaves_the_draft(world, meeting):
    by = world.actor(world.secretary)
    sending.cancel(meeting, reason="Irrtum", by=by, now=CALLED_OFF)
    meeting.items.filter(position=2).update(source="proposal:8")
    june = world.meeting(number=2, day=date(2027, 6, 10))
    AgendaItem.objects.create(meeting=june, position=1, title="Betriebsmodell", kind="decision", source="proposal:8")
    again(world, meeting)
    assert list(meeting.items.values_list("position", "title")) == [(1, "Eröffnung"), (2, "Verschiedenes")]


def test_the_page_names_the_topics_that_stay_elsewhere(office, moved_on):
    path = reverse("meeting_reactivate", args=[moved_on.pk])
    words = (
        "Ein Punkt steht inzwischen auf einer anderen Tagesordnung und bleibt nur dort: "
        "Datenplattform: Betriebsmodell (10.06.2027)."
    )
    with clock.at(AGAIN):
        assert words in plain(office.get(path))
        asked = plain(office.post(path, {}))
    assert (words in asked, "Die Tagesordnung bleibt." in asked) == (True, False)


def test_a_cancellation_is_not_taken_back_in_silence_over_a_topic_that_is_elsewhere(world, invited):
    by = world.actor(world.secretary)
    drain(now=CALLED_OFF)
    sending.cancel(invited, reason="Irrtum", by=by, now=CALLED_OFF, leaves_at=AGAIN)
    invited.items.filter(position=2).update(source="proposal:8")
    june = world.meeting(number=2, day=date(2027, 6, 10))
    AgendaItem.objects.create(meeting=june, position=1, title="Betriebsmodell", kind="decision", source="proposal:8")
    assert refused(stopping.take_back, invited, by=by, now=CALLED_OFF).code == "topics_elsewhere"


def test_set_again_twice_at_once_asks_each_person_once(transactional_db, world, cancelled):
    one, other = Meeting.objects.get(pk=cancelled.pk), Meeting.objects.get(pk=cancelled.pk)
    first, second = together(lambda: again(world, one), lambda: again(world, other))
    assert first == second
    assert Delivery.objects.filter(kind="reactivation").count() == 11


def test_the_page_says_that_it_can_be_undone_and_does_it(world, office, cancelled):
    cancel = reverse("meeting_cancel", args=[cancelled.pk])
    path = reverse("meeting_reactivate", args=[cancelled.pk])
    with clock.at(AGAIN):
        assert "Sitzung neu ansetzen" in plain(office.get(reverse("invite", args=[cancelled.pk])))
        assert "Alle werden neu um Antwort gebeten." in plain(office.get(path))
        asked = plain(office.post(path, {}))
        assert "Sitzung neu ansetzen?" in asked
        assert "Findet doch statt: Unternehmensbeirat, Do 11.02.2027, 16 Uhr" in asked
        page = plain(office.post(path, {"confirmed": "1"}, follow=True))
        assert "Die Sitzung ist neu angesetzt." in page
        assert "Der Versand beginnt um 15:02 Uhr." in page
        asked = plain(office.post(cancel, {"reason": "Doch nicht"}))
    assert "Sie können die Sitzung später neu ansetzen." in asked
    assert "Das lässt sich nicht rückgängig machen" not in asked
    assert drain(now=AGAIN) == 0
    assert drain(now=stopping.leaves_at(AGAIN)) == 11


def test_the_page_asks_for_the_reason_of_a_short_period(office, cancelled):
    path = reverse("meeting_reactivate", args=[cancelled.pk])
    with clock.at(cancelled.starts_at - timedelta(days=5)):
        assert "Begründung der verkürzten Ladungsfrist" in plain(office.get(path))
        assert office.post(path, {"confirmed": "1"}).status_code == 400
        assert office.post(path, {"confirmed": "1", "reason": "Saal wieder frei"}).status_code == 302
    cancelled.refresh_from_db()
    assert cancelled.status == "invited"

"""Action items: assigned once, reported, verified, and their owners reminded at the right steps."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from foundation.almanac.models import CalendarPeriod
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.outbox.reading import masked_text
from foundation.values import BERLIN, DomainError
from meetings.actions import sources, tracking
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem

DUE = date(2027, 3, 15)


@pytest.fixture
def item(world):
    meeting = world.meeting(status="held")
    world.agenda(meeting, "Datenplattform", status="frozen")
    return meeting.items.select_related("meeting").get()


@pytest.fixture
def action(world, item, now):
    return tracking.assign(
        item, title="Kostenplan vorlegen", owner=world.manager, due_on=DUE, by=world.actor(world.secretary), now=now
    )


def at(day, hour=9):
    return datetime.combine(day, datetime.min.time(), BERLIN).replace(hour=hour).astimezone(UTC)


def test_assigned_twice_is_one_action_item(world, item, action, now):
    by = world.actor(world.secretary)
    again = tracking.assign(item, title=action.title, owner=world.manager, due_on=DUE, by=by, now=now)
    assert again == action
    assert JournalEntry.objects.filter(action="action.assigned").count() == 1


def test_the_same_task_by_another_day_is_a_second_one(world, item, action, now):
    by, later = world.actor(world.secretary), date(2027, 9, 15)
    again = tracking.assign(item, title=action.title, owner=world.manager, due_on=later, by=by, now=now)
    assert {one.due_on for one in ActionItem.objects.all()} == {DUE, again.due_on}


def test_what_is_dropped_needs_a_reason_and_reminds_nobody(world, action, now):
    chair, owner = world.actor(world.mayor), world.actor(world.manager)
    with pytest.raises(DomainError) as error:
        tracking.drop(action, reason="", by=chair, now=now)
    assert (error.value.code, error.value.status) == ("reason_missing", 400)
    assert tracking.remind_due(now=at(DUE - timedelta(days=7))) == 1
    for reason in ("Das Projekt endet.", "Anderer Grund"):
        tracking.drop(action, reason=reason, by=chair, now=now)
    assert (action.status, action.dropped_reason) == ("dropped", "Das Projekt endet.")
    assert JournalEntry.objects.filter(action="action.dropped").count() == 1
    assert Delivery.objects.get().state == "obsolete"
    assert tracking.remind_due(now=at(DUE)) == 0
    for code, act in (
        ("action_dropped", partial(tracking.report_done, note="Fertig.", by=owner)),
        ("action_closed", partial(tracking.reopen, reason="fehlt", by=owner)),
    ):
        with pytest.raises(DomainError) as error:
            act(action, now=now)
        assert (error.value.code, error.value.status) == (code, 409)


def test_what_is_done_is_not_dropped(world, action, now):
    office = world.actor(world.secretary)
    tracking.report_done(action, note="Liegt vor.", by=world.actor(world.manager), now=now)
    tracking.verify(action, by=office, now=now)
    with pytest.raises(DomainError) as error:
        tracking.drop(action, reason="Zu spät", by=office, now=now)
    assert error.value.code == "action_done"
    assert action.status == "verified"


def test_nothing_is_due_before_the_meeting(world, item, now):
    with pytest.raises(DomainError) as error:
        tracking.assign(
            item,
            title="Gestern",
            owner=world.manager,
            due_on=date(2027, 2, 10),
            by=world.actor(world.secretary),
            now=now,
        )
    assert (error.value.code, error.value.status) == ("due_too_early", 400)


def test_reported_verified_and_no_way_around(world, action, now):
    office, owner = world.actor(world.secretary), world.actor(world.manager)
    with pytest.raises(DomainError) as error:
        tracking.verify(action, by=office, now=now)
    assert error.value.code == "not_reported"
    with pytest.raises(DomainError) as error:
        tracking.report_done(action, note="", by=owner, now=now)
    assert error.value.status == 400
    tracking.report_done(action, note="Liegt vor.", by=owner, now=now)
    tracking.report_done(action, note="Etwas anderes.", by=owner, now=now)
    assert (action.status, action.report_note) == ("done_reported", "Liegt vor.")
    for _twice in range(2):
        tracking.verify(action, by=office, now=now)
    assert (action.status, action.verified_at) == ("verified", now)
    with pytest.raises(DomainError) as error:
        tracking.reopen(action, reason="Die Anlage fehlt.", by=office, now=now)
    assert (error.value.code, action.status) == ("action_closed", "verified")
    actions = [entry.action for entry in JournalEntry.objects.filter(action__startswith="action.").order_by("pk")]
    assert actions == ["action.assigned", "action.reported", "action.verified"]


def test_what_is_not_done_after_all_goes_back_with_its_note(world, action, now):
    tracking.report_done(action, note="Liegt vor.", by=world.actor(world.manager), now=now)
    with pytest.raises(DomainError) as error:
        tracking.reopen(action, reason=" ", by=world.actor(world.secretary), now=now)
    assert (error.value.code, error.value.status) == ("reason_missing", 400)
    for _twice in range(2):
        tracking.reopen(action, reason="Die Anlage fehlt.", by=world.actor(world.secretary), now=now)
    assert (action.status, action.report_note, action.reported_at) == ("open", "Liegt vor.", None)


def test_the_owner_is_reminded_before_on_and_every_fortnight_after(world, action):
    sent = {}
    day = date(2027, 3, 1)
    while day <= date(2027, 4, 20):
        if tracking.remind_due(now=at(day)):
            sent[day] = Delivery.objects.exclude(key__in=sent.values()).get().key
        assert tracking.remind_due(now=at(day, 15)) == 0
        day += timedelta(days=1)
    key = f"action_reminder:{action.pk}:2027-03-15"
    owner = world.manager.pk
    # Easter Monday is 29 March 2027: the step of that day comes on Tuesday.
    assert sent == {
        date(2027, 3, 8): f"{key}:before:{owner}",
        date(2027, 3, 15): f"{key}:0:{owner}",
        date(2027, 3, 30): f"{key}:1:{owner}",
        date(2027, 4, 12): f"{key}:2:{owner}",
    }


@pytest.mark.parametrize(
    "moment", [at(date(2027, 3, 15), 7), at(date(2027, 3, 14)), at(date(2027, 3, 29)), at(date(2027, 3, 7))]
)
def test_nobody_is_reminded_before_eight_or_on_free_days(action, moment):
    ActionItem.objects.update(due_on=moment.date())
    assert tracking.remind_due(now=moment) == 0


def test_a_reminder_waits_until_the_office_is_open_again(action):
    CalendarPeriod.objects.create(kind="custom", name="Betriebsausflug", start=DUE, end=DUE, source="Geschäftsstelle")
    assert tracking.remind_due(now=at(DUE)) == 0
    assert tracking.remind_due(now=at(DUE + timedelta(days=1))) == 1


def test_what_is_reported_or_done_reminds_nobody(world, action, now):
    tracking.report_done(action, note="Liegt vor.", by=world.actor(world.manager), now=now)
    assert tracking.remind_due(now=at(DUE)) == 0
    tracking.reopen(action, reason="Die Anlage fehlt.", by=world.actor(world.secretary), now=now)
    assert tracking.remind_due(now=at(DUE)) == 1


def test_the_mail_leads_to_the_very_action_item(action, settings):
    tracking.remind_due(now=at(DUE))
    delivery = Delivery.objects.get()
    assert delivery.topic == f"action:{action.pk}"
    assert f"{settings.SITE_URL}/massnahmen/{action.pk}/".encode() in bytes(delivery.raw).replace(b"=\n", b"")


def test_the_next_agenda_follows_up_what_is_due_until_then(world, action, now):
    following = world.meeting(day=date(2027, 5, 13), number=2)
    (one,) = sources.open_actions(following, date(2027, 4, 20))
    assert (one.source, one.minutes) == ("actions:open", 10)
    ActionItem.objects.update(due_on=date(2027, 5, 14))
    assert list(sources.open_actions(following, date(2027, 4, 20))) == []


def test_the_reminder_of_a_confidential_item_says_nothing_of_it(action):
    AgendaItem.objects.filter(pk=action.item_id).update(level=3)
    assert tracking.remind_due(now=at(DUE)) == 1
    mail = masked_text(Delivery.objects.get(kind="action_reminder"))
    assert mail.subject.startswith("Vertrauliche Maßnahme, ")
    assert action.title not in mail.subject + mail.text
    assert action.get_absolute_url() in mail.text

"""The office chooses when and with which words it reminds, and reminds at once where it wants to."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Board
from governance.boards.reminding import set_reminders
from governance.people.models import Person
from meetings.invitations import reminders, replies, sending
from meetings.invitations.models import Invitation
from meetings.meeting import scheduling, standing
from meetings.meeting.models import Meeting

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)  # ten days before
WORDS = "Der Vorsitz bittet um Ihre Antwort.\nDanke."


def text(delivery):
    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_board_is_reminded_on_its_own_days_with_its_own_words(world, invited):
    by = world.actor(world.secretary)
    set_reminders(world.ub, first=10, second=0, text=WORDS, by=by, now=NOW - timedelta(days=2))
    assert reminders.remind_due(now=NOW - timedelta(days=3)) == 0
    assert reminders.remind_due(now=NOW) == 11
    assert WORDS in text(Delivery.objects.filter(kind="reminder").first())
    assert reminders.remind_due(now=datetime(2027, 2, 9, 9, 0, tzinfo=UTC)) == 0


def test_no_reminder_at_all_is_a_choice_and_leaves_the_lane(world, invited):
    set_reminders(world.ub, first=0, second=0, text="", by=world.actor(world.secretary), now=NOW)
    meeting = Meeting.objects.select_related("board", "rules").get(pk=invited.pk)
    assert reminders.remind_due(now=datetime(2027, 2, 9, 9, 0, tzinfo=UTC)) == 0
    assert "Erinnerung an offene Antworten" not in [one.text for one in standing.lane(meeting, NOW.date())]


@pytest.mark.parametrize(
    ("first", "second", "code"), [(29, 2, "too_early"), (3, 3, "second_first"), (2, 5, "second_first")]
)
def test_days_that_make_no_sense_are_refused(world, first, second, code):
    with pytest.raises(DomainError) as refused:
        set_reminders(world.ub, first=first, second=second, text="", by=world.actor(world.secretary), now=NOW)
    assert (refused.value.code, refused.value.status) == (code, 400)
    assert Board.objects.get(pk=world.ub.pk).first_reminder == 7


def test_the_page_saves_once_and_tells_what_is_wrong(world, client):
    client.force_login(world.secretary.user)
    address = f"/gremien/{world.ub.slug}/erinnerungen/"
    for _press in range(2):
        assert client.post(address, {"first": 10, "second": 3, "text": WORDS}).status_code == 302
    assert JournalEntry.objects.filter(action="board.reminders_set").count() == 1
    refused = client.post(address, {"first": 3, "second": 10, "text": ""})
    assert refused.status_code == 400
    assert "Die zweite Erinnerung kommt nach der ersten" in refused.content.decode()
    assert "10 und 3 Tage vor" in client.get(world.ub.get_absolute_url()).content.decode()


def test_whom_the_office_reminds_at_that_moment_the_duty_leaves_alone(world, invited, monkeypatch):
    by, locked = world.actor(world.secretary), scheduling.locked
    set_reminders(world.ub, first=10, second=0, text="", by=by, now=NOW - timedelta(days=2))

    def after_the_office(meeting):
        monkeypatch.setattr(scheduling, "locked", locked)
        assert reminders.remind_now(meeting, words="", by=by, now=NOW) == 11
        return locked(meeting)

    monkeypatch.setattr(scheduling, "locked", after_the_office)
    assert reminders.remind_due(now=NOW) == 0
    assert Delivery.objects.filter(kind="reminder").count() == 11


def test_the_office_reminds_the_silent_at_once_and_nobody_twice_that_day(world, invited, client):
    own = Invitation.objects.get(person=world.kaya)
    replies.record(own, "accepted", by=world.actor(world.kaya), now=NOW, source="page", sequence=1)
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post")
    client.force_login(world.secretary.user)
    address = f"/sitzungen/{invited.pk}/teilnahme/erinnern/"
    with clock.at(NOW):
        page = client.get(address).content.decode()
        assert "9 Personen haben nicht geantwortet" in page
        assert not any(str(one) in page for one in (world.kaya, world.dahlhoff))
        assert client.post(address, {"words": WORDS}).status_code == 302
        assert client.post(address, {"words": WORDS}).status_code == 409
        assert "Heute ist niemand mehr zu erinnern." in client.get(address).content.decode()
    sent = Delivery.objects.filter(kind="reminder")
    assert sent.count() == 9
    assert not sent.filter(recipient__in=[world.kaya.key, world.dahlhoff.key]).exists()
    assert WORDS in text(sent.first())
    assert JournalEntry.objects.get(action="meeting.reminded").actor == world.secretary.key


def test_words_of_the_office_are_words_in_html(world, invited):
    reminders.remind_now(invited, words="<b>Bitte</b>", by=world.actor(world.secretary), now=NOW)
    mail = message_from_bytes(bytes(Delivery.objects.filter(kind="reminder").first().raw), policy=policy.default)
    assert "&lt;b&gt;Bitte&lt;/b&gt;" in mail.get_body(("html",)).get_content()


def test_what_happened_since_the_meeting_was_looked_up_counts(world, invited):
    by, shown = world.actor(world.secretary), Meeting.objects.get(pk=invited.pk)
    sending.cancel(invited, reason="Sturm", by=by, now=NOW)
    with pytest.raises(DomainError) as refused:
        reminders.remind_now(shown, words="", by=by, now=NOW)
    assert refused.value.code == "nobody_to_remind"
    assert not Delivery.objects.filter(kind="reminder").exists()


def test_after_the_meeting_began_nobody_is_reminded(world, invited):
    with pytest.raises(DomainError):
        reminders.remind_now(invited, words="", by=world.actor(world.secretary), now=invited.starts_at)

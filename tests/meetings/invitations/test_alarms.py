"""Five days before a meeting, the chair and the office learn that too few have accepted."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.boards.models import Company
from governance.mandates.models import Office
from governance.people.models import Person
from meetings.invitations import alarms, replies, sending
from meetings.invitations.inviting import chair_of
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting

FIVE_BEFORE = datetime(2027, 2, 6, 9, 0, tzinfo=UTC)  # a Saturday
MONDAY = datetime(2027, 2, 8, 7, 0, tzinfo=UTC)  # 8 o'clock


def words_of(mail):
    parsed = message_from_bytes(bytes(mail.raw), policy=policy.SMTP)
    return " ".join(parsed.get_body(("plain",)).get_content().split())


def accept(world, count):
    """So many members accept."""
    for one in Invitation.objects.filter(role__in=["member", "chair"]).select_related("person")[:count]:
        by = world.actor(one.person)
        replies.record(one, "accepted", by=by, now=MONDAY - timedelta(days=9), source="page", sequence=1)


def test_the_chair_is_told_once_on_the_first_working_day(world, invited):
    accept(world, 5)
    assert alarms.warn_due(now=FIVE_BEFORE - timedelta(days=1)) == 0
    assert alarms.warn_due(now=FIVE_BEFORE) == 0
    assert alarms.warn_due(now=MONDAY - timedelta(minutes=1)) == 0
    assert alarms.warn_due(now=MONDAY) == 1
    assert alarms.warn_due(now=MONDAY + timedelta(hours=4)) == 0
    mail = Delivery.objects.get(kind="quorum_alarm")
    assert (mail.recipient, mail.subject) == (
        world.mayor.key,
        "Beschlussfähigkeit gefährdet: Unternehmensbeirat, Do 11.02.2027, 16 Uhr",
    )
    assert JournalEntry.objects.get(action="meeting.quorum_doubtful").facts == {"accepted": 5, "needed": 6}


def test_enough_acceptances_are_no_alarm(world, invited):
    accept(world, 6)
    assert alarms.warn_due(now=MONDAY) == 0


def test_a_new_date_is_judged_anew(world, invited):
    alarms.warn_due(now=MONDAY)
    later = invited.starts_at + timedelta(days=28)
    span = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    sending.change(invited, **span, reason="Krank.", by=world.actor(world.secretary), now=MONDAY)
    assert alarms.warn_due(now=MONDAY + timedelta(days=1)) == 0
    assert alarms.warn_due(now=MONDAY + timedelta(days=28)) == 1


def test_where_the_chair_reads_no_mail_the_office_is_told(world, invited):
    accept(world, 5)
    Person.objects.filter(pk=world.mayor.pk).update(channel="post")
    assert [alarms.warn_due(now=MONDAY) for _look in range(2)] == [1, 0]
    mail = Delivery.objects.get(kind="quorum_alarm")
    assert (mail.address, mail.recipient) == (world.company.office_email, world.company.key)
    text = words_of(mail)
    assert "Guten Tag," in text
    assert "Annegret Holtkamp leitet die Sitzung und bekommt keine E-Mails: Bitte rufen Sie an." in text
    assert JournalEntry.objects.filter(action="meeting.quorum_doubtful").count() == 1


def test_a_board_without_a_chair_is_the_offices_matter(world, invited):
    Office.objects.all().delete()
    assert alarms.warn_due(now=MONDAY) == 1
    mail = Delivery.objects.get(kind="quorum_alarm")
    assert "Niemand hat den Vorsitz, dem Gremia schreiben könnte." in words_of(mail)


def test_an_office_that_no_mail_can_go_to_keeps_no_other_chair_from_being_warned(world, invited):
    """The chair of the earlier meeting reads no mail."""
    other = world.meeting(world.etb, day=invited.day, number=2)
    world.agenda(other, "Eröffnung")
    sending.invite(other, by=world.actor(world.secretary), now=MONDAY - timedelta(days=10), reason="Eilt")
    chair = chair_of(other)
    assert chair != world.mayor
    Meeting.objects.filter(pk=invited.pk).update(starts_at=other.starts_at - timedelta(hours=4))
    Person.objects.filter(pk=world.mayor.pk).update(channel="post")
    Company.objects.update(office_email="büro@stadt.example")
    for _look in range(2):
        with pytest.raises(ExceptionGroup):
            alarms.warn_due(now=MONDAY)
    assert Delivery.objects.get(kind="quorum_alarm").recipient == chair.key
    Company.objects.update(office_email="buero@stadt.example")
    assert alarms.warn_due(now=MONDAY) == 1


@pytest.mark.parametrize(("days", "told"), [(6, False), (5, True), (1, True)])
def test_the_first_screen_of_the_office_tells_it(world, invited, client, days, told):
    accept(world, 5)
    client.force_login(world.secretary.user)
    with clock.at(invited.starts_at - timedelta(days=days, hours=3)):
        page = client.get("/").content.decode()
    assert ("Beschlussfähigkeit gefährdet: Unternehmensbeirat" in page) is told

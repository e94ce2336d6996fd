"""A poll is asked once, of every member; dates are only added or withdrawn."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.mandates.models import Mandate, Suspension
from governance.people.models import Person
from meetings.polls import asking
from meetings.polls.models import DateOption, DatePoll
from tests.meetings.polls.conftest import DAYS, DEADLINE, STARTS, moment
from tests.world import board


def told(kind: str) -> set[str]:
    return set(Delivery.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_every_member_gets_one_mail_with_the_own_link(world, poll):
    assert told("date_poll") == {member.key for member in world.members["UB"]}
    assert poll.options.count() == 3
    link = PersonalLink.objects.get(holder=world.dahlhoff.key)
    letter = Delivery.objects.get(recipient=world.dahlhoff.key)
    text = message_from_bytes(bytes(letter.raw), policy=policy.default).get_body(("plain",)).get_content()
    assert f"/t/{link.token}/" in text
    assert "Donnerstag, 14. Januar 2027, 16:00 bis 18:00 Uhr" in text.replace("\u00a0", " ")
    assert "Rathaus, Raum 4" in text
    assert letter.secrets == [link.token]
    others = PersonalLink.objects.exclude(holder=world.dahlhoff.key)
    assert [one for one in others if one.token in text] == []


def test_advisory_members_are_asked_and_resting_ones_are_not(world, question, now):
    advisory, resting = Mandate.objects.filter(
        seat__board=world.ub, person__in=[world.dahlhoff, world.kaya]
    ).order_by("seat__number")
    world.ub.seats.filter(pk=advisory.seat_id).update(voting=False)
    Suspension.objects.create(mandate=resting, start=date(2026, 11, 1), reason="Elternzeit")
    question()
    assert advisory.person.key in told("date_poll")
    assert resting.person.key not in told("date_poll")


def test_who_wants_post_gets_a_letter_without_a_link(world, question):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    question()
    letter = Delivery.objects.get(recipient=world.kaya.key)
    text = message_from_bytes(bytes(letter.raw), policy=policy.default).get_body(("plain",)).get_content()
    assert letter.state == "letter"
    assert "/t/" not in text
    assert "069 90009-120" in text


def test_asking_twice_asks_once(world, question):
    first, second = question(), question()
    assert first == second
    assert (DatePoll.objects.count(), DateOption.objects.count(), Delivery.objects.count()) == (1, 3, 10)
    assert JournalEntry.objects.filter(action="date_poll.asked").count() == 1


def test_asking_31_costs_as_much_as_asking_10(world, question):
    def cost(board, title):
        with CaptureQueriesContext(connection) as queries:
            question(board, title=title)
        return len(queries)

    assert cost(world.etb, "Groß") == cost(world.ub, "Klein")


@pytest.mark.parametrize(
    ("other", "code", "status"),
    [
        ({"starts": STARTS[:1]}, "number_of_dates", 400),
        ({"starts": [STARTS[0]] * 2}, "number_of_dates", 400),
        ({"starts": [moment(DAYS[0]) + timedelta(minutes=n) for n in range(41)]}, "number_of_dates", 400),
        ({"deadline": date(2026, 11, 22)}, "deadline_over", 400),
        ({"deadline": DAYS[0]}, "date_before_deadline", 400),
    ],
)
def test_a_question_nobody_could_answer_is_refused(world, question, other, code, status):
    with pytest.raises(DomainError) as refused:
        question(**other)
    assert (refused.value.code, refused.value.status) == (code, status)
    assert (DatePoll.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_board_without_members_is_asked_nothing(world, question):
    empty = board("other", "kulturbeirat", "Kulturbeirat", "KB", 2)
    with pytest.raises(DomainError) as refused:
        question(empty)
    assert refused.value.code == "nobody_to_ask"


def test_dates_are_added_and_answers_stay(world, poll, say, now):
    say(world.kaya, "yes", "no", "no")
    office = world.actor(world.secretary)
    more = [*STARTS, moment(date(2027, 1, 28))]
    assert asking.offer_more(poll, more, by=office, now=now) == 1
    assert asking.offer_more(poll, more, by=office, now=now) == 0
    assert poll.options.count() == 4
    assert world.kaya.date_votes.counting().count() == 3
    assert told("date_poll_more") == {member.key for member in world.members["UB"]}
    assert Delivery.objects.filter(kind="date_poll_more").count() == 10


@pytest.mark.parametrize(("later", "added"), [(11, 1), (12, 0)])
def test_dates_are_added_until_the_end_of_the_last_day_for_answers(world, client, poll, now, later, added):
    """The deadline is 4 December, eleven days from now; until then every date offered lies ahead."""
    office, then = world.actor(world.secretary), now + timedelta(days=later)
    if added:
        assert asking.offer_more(poll, [moment(date(2027, 1, 28))], by=office, now=then) == 1
    else:
        with pytest.raises(DomainError) as refused:
            asking.offer_more(poll, [moment(date(2027, 1, 28))], by=office, now=then)
        assert (refused.value.code, refused.value.status) == ("deadline_over", 409)
        client.force_login(world.secretary.user)
        with clock.at(then):
            assert client.get(reverse("poll_more", args=[poll.pk])).status_code == 409
    assert (poll.options.count(), len(told("date_poll_more"))) == (3 + added, 10 * added)


def test_a_date_is_withdrawn_but_never_the_last_one(world, poll, dates, now):
    office = world.actor(world.secretary)
    for one in dates[:2]:
        asking.withdraw_date(one, by=office, now=now)
        asking.withdraw_date(one, by=office, now=now)
    with pytest.raises(DomainError) as refused:
        asking.withdraw_date(dates[2], by=office, now=now)
    assert refused.value.code == "last_date"
    assert list(poll.options.offered()) == [dates[2]]
    assert JournalEntry.objects.filter(action="date_poll.date_withdrawn").count() == 2


def test_the_members_are_told_once_that_the_poll_is_called_off(world, poll, now):
    office = world.actor(world.secretary)
    for _time in range(2):
        asking.call_off(poll, reason="Die Sitzung entfällt.", by=office, now=now)
    poll.refresh_from_db()
    assert (poll.status, poll.cancelled_reason, poll.closed_at) == ("cancelled", "Die Sitzung entfällt.", now)
    assert told("date_poll_cancelled") == {member.key for member in world.members["UB"]}
    assert Delivery.objects.filter(kind="date_poll", state="pending").count() == 0
    with pytest.raises(DomainError) as refused:
        asking.offer_more(poll, [moment(date(2027, 1, 28))], by=office, now=now)
    assert refused.value.code == "poll_cancelled"


def test_calling_off_needs_a_reason(world, poll, now):
    with pytest.raises(DomainError) as refused:
        asking.call_off(poll, reason=" ", by=world.actor(world.secretary), now=now)
    assert (refused.value.status, DatePoll.objects.get().status) == (400, "open")


@pytest.mark.parametrize(
    "act",
    [
        lambda poll, date: DateOption.objects.filter(pk=date.pk).update(starts_at=moment(DEADLINE)),
        lambda poll, date: DateOption.objects.filter(pk=date.pk).delete(),
        lambda poll, date: DateOption.objects.create(poll=poll, starts_at=date.starts_at, added_at=poll.made_at),
        lambda poll, date: date.votes.update(choice="no"),
        lambda poll, date: date.votes.all().delete(),
        lambda poll, date: DatePoll.objects.filter(pk=poll.pk).update(status="fixed"),
        lambda poll, date: DatePoll.objects.filter(pk=poll.pk).update(minutes=0),
    ],
)
def test_the_database_keeps_dates_and_answers(world, poll, dates, say, act):
    say(world.kaya, "yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        act(poll, dates[0])
    assert world.kaya.date_votes.get().choice == "yes"
    assert poll.options.count() == 3

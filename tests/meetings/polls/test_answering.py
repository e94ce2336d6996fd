"""Answers by link, signed in, for somebody, by phone: the newest counts, none is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.values import Actor, DomainError
from governance.mandates import ending
from governance.mandates.models import Mandate
from meetings.polls import answering, asking, fixing
from meetings.polls.models import DateVote
from meetings.polls.results import result

AFTER = datetime(2026, 12, 4, 23, 1, tzinfo=UTC)
LAST_MINUTE = datetime(2026, 12, 4, 22, 59, tzinfo=UTC)


def counting(person) -> list[str]:
    found = DateVote.objects.counting().filter(person=person).order_by("option__starts_at")
    return list(found.values_list("choice", flat=True))


def refusal(act) -> tuple[int, str]:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.status, refused.value.code


def test_the_newest_answer_counts_and_all_are_kept(world, poll, say, now):
    assert say(world.kaya, "yes", "if_need_be", "no") == 3
    assert say(world.kaya, "yes", "if_need_be", "no") == 0
    assert say(world.kaya, "no", "if_need_be", now=now + timedelta(hours=1)) == 1
    assert counting(world.kaya) == ["no", "if_need_be", "no"]
    kept = DateVote.objects.filter(person=world.kaya).order_by("pk").values_list("choice", "superseded_at")
    assert list(kept) == [
        ("yes", now + timedelta(hours=1)),
        ("if_need_be", None),
        ("no", None),
        ("no", None),
    ]
    assert JournalEntry.objects.filter(action="date_poll.answered").count() == 2


def test_an_answer_costs_the_same_for_one_date_and_for_three(world, say):
    def cost(person, *choices):
        with CaptureQueriesContext(connection) as queries:
            say(person, *choices)
        return len(queries)

    assert cost(world.kaya, "yes") == cost(world.dahlhoff, "yes", "no", "no")


def test_nobody_but_members_answers(world, say):
    for stranger in (world.sponsor, world.former, world.secretary):
        assert refusal(lambda who=stranger: say(who, "yes")) == (403, "not_asked")
    assert DateVote.objects.count() == 0


@pytest.mark.parametrize("choices", [(), ("perhaps",), ("",)])
def test_what_is_no_answer_is_refused(world, say, choices):
    assert refusal(lambda: say(world.kaya, *choices)) == (400, "not_an_answer")


def test_a_date_of_another_poll_is_refused(world, question, poll, say, now):
    foreign = question(title="Andere Umfrage").options.first()
    by = Actor(world.kaya.key)
    assert refusal(
        lambda: answering.answer(poll, world.kaya, {foreign.pk: "yes"}, by=by, source="link", now=now)
    ) == (400, "foreign_date")


def test_members_answer_until_the_end_of_the_last_day_in_berlin(world, say):
    assert say(world.kaya, "yes", now=LAST_MINUTE) == 1
    assert refusal(lambda: say(world.dahlhoff, "yes", now=AFTER)) == (410, "poll_deadline_over")


def test_the_office_enters_answers_behind_the_deadline_with_the_way_they_came(world, say):
    by = world.actor(world.secretary).on_behalf_of(world.kaya.key)
    assert say(world.kaya, "yes", "no", source="phone", by=by, now=AFTER) == 2
    vote = DateVote.objects.filter(person=world.kaya).first()
    assert (vote.source, vote.entered_by, vote.answered_at) == ("phone", world.secretary.key, AFTER)
    entry = JournalEntry.objects.get(action="date_poll.answered")
    assert (entry.actor, entry.principal) == (world.secretary.key, world.kaya.key)


def test_a_closed_poll_takes_nothing_and_keeps_what_it_has(world, poll, dates, say, now):
    say(world.kaya, "yes", "no", "no")
    fixing.fix(dates[0], by=world.actor(world.secretary), now=now)
    assert refusal(lambda: say(world.kaya, "no")) == (409, "poll_fixed")
    assert counting(world.kaya) == ["yes", "no", "no"]
    with pytest.raises(IntegrityError), transaction.atomic():
        DateVote.objects.create(
            option=dates[1], person=world.dahlhoff, choice="yes", source="link", entered_by="x", answered_at=now
        )


def test_a_withdrawn_date_takes_no_answer(world, poll, dates, say, now):
    asking.withdraw_date(dates[0], by=world.actor(world.secretary), now=now)
    assert refusal(lambda: say(world.kaya, "yes", "yes")) == (409, "date_withdrawn")
    assert counting(world.kaya) == []


def test_the_link_dies_with_the_mandate_and_the_answer_counts_no_more(world, poll, say, client, now):
    say(world.kaya, "yes", "yes", "yes")
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    day = now.date() - timedelta(days=1)
    ending.end(mandate=mandate, on=day, reason="resigned", by=world.actor(world.secretary), now=now)
    link = PersonalLink.objects.get(holder=world.kaya.key, subject=poll.key)
    page = client.get(f"/t/{link.token}/")
    assert page.status_code == 410
    assert poll.title not in page.text
    assert world.kaya not in [row.member.person for row in result(poll, now).rows]
    assert DateVote.objects.filter(person=world.kaya).count() == 3

"""More time for the silent, and a lost link once more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from foundation.accounts.links import revoke_links
from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.people.models import Person
from meetings.polls import asking
from meetings.polls.fixing import fix
from meetings.polls.prolonging import extend, send_link
from meetings.polls.reminding import remind_due
from tests.meetings.polls.conftest import DEADLINE, text_of

LATER = date(2026, 12, 18)
TWO_DAYS_BEFORE = datetime(2026, 12, 16, 7, 30, tzinfo=UTC)


def reminded() -> set[str]:
    return set(Delivery.objects.filter(kind="date_poll_reminder").values_list("recipient", flat=True))


def refusal(act) -> tuple[int, str]:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.status, refused.value.code


@pytest.fixture
def more(world, poll, now):
    """`more(day)`: the office extends the deadline."""

    def act(day=LATER, **other):
        return extend(poll, day, **{"by": world.actor(world.secretary), "now": now} | other)

    return act


@pytest.mark.parametrize("days", [1, 14])
def test_the_silent_are_told_once_and_answers_are_taken_again(world, poll, say, more, now, days):
    """One day after the question, and where the deadline was over."""
    say(world.kaya, "yes")
    then = now + timedelta(days=days)
    assert more(now=then) == 9
    assert more(now=then) == 0
    poll.refresh_from_db()
    assert (poll.deadline, poll.status) == (LATER, "open")
    assert reminded() == {one.key for one in world.members["UB"]} - {world.kaya.key}
    letter = Delivery.objects.get(kind="date_poll_reminder", recipient=world.dahlhoff.key)
    assert "Die Frist ist verlängert: Bitte antworten Sie bis Freitag, 18. Dezember 2026." in text_of(letter)
    assert say(world.dahlhoff, "yes", now=then) == 1
    entry = JournalEntry.objects.get(action="date_poll.extended")
    assert (entry.facts["deadline"], entry.facts["people"]) == ("2026-12-18", 9)


def test_two_days_before_the_new_deadline_the_silent_are_reminded_as_ever(more):
    more()
    assert remind_due(now=datetime(2026, 12, 2, 7, 30, tzinfo=UTC)) == 0
    assert remind_due(now=TWO_DAYS_BEFORE) == 10


def test_who_got_more_time_two_days_before_is_not_reminded_of_it(more):
    more(now=TWO_DAYS_BEFORE - timedelta(hours=1))
    assert remind_due(now=TWO_DAYS_BEFORE) == 0


def test_who_wants_post_reads_of_more_time_in_a_letter(world, more):
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    more()
    letter = Delivery.objects.get(kind="date_poll_reminder", recipient=world.kaya.key)
    assert letter.state == "letter"
    assert "/t/" not in text_of(letter)


@pytest.mark.parametrize("day", [date(2026, 11, 22), DEADLINE - timedelta(days=1), date(2027, 1, 14)])
def test_a_day_that_gives_no_time_or_too_much_is_refused(poll, more, day):
    assert refusal(lambda: more(day)) == (400, "deadline_refused")
    poll.refresh_from_db()
    assert (poll.deadline, reminded()) == (DEADLINE, set())


def test_the_day_before_the_first_date_is_possible_and_the_same_day_is_nothing_new(more):
    assert more(DEADLINE) == 0
    assert more(date(2027, 1, 13)) == 10


def test_a_closed_poll_gets_no_more_time_and_no_link(world, poll, dates, more, now):
    act = {"by": world.actor(world.secretary), "now": now}
    fix(dates[0], **act)
    assert refusal(more) == (409, "poll_fixed")
    assert refusal(lambda: send_link(poll, world.kaya, **act)) == (409, "poll_fixed")


def test_the_page_proposes_a_week_names_the_silent_and_says_what_happened(world, office, poll, say, now):
    say(world.kaya, "yes")
    page = reverse("poll_extend", args=[poll.pk])
    with clock.at(now + timedelta(days=14)):
        shown = office.get(page)
        assert shown.context["form"]["deadline"].value() == date(2026, 12, 14)
        assert "9 Mitglieder, die noch nicht geantwortet haben, erhalten je eine E-Mail:" in shown.text
        assert world.kaya not in [one.person for one in shown.context["silent"]]
        refused = office.post(page, {"deadline": "2027-01-14"})
        assert refused.status_code == 400
        assert "Der erste angebotene Termin ist Donnerstag, 14. Januar 2027." in refused.text.replace("\u00a0", " ")
        saved = office.post(page, {"deadline": "2026-12-14"}, follow=True)
    assert "9 Mitglieder, die noch nicht geantwortet haben, werden benachrichtigt." in saved.text


def test_a_lost_link_is_sent_once_more_and_is_the_same(world, office, poll):
    old = PersonalLink.objects.get(subject=poll.key, holder=world.kaya.key).token
    for _click in range(2):
        answer = office.post(reverse("poll_link", args=[poll.pk, world.kaya.pk]), follow=True)
        assert f"{world.kaya} erhält eine E-Mail mit dem Link." in answer.text
    letters = Delivery.objects.filter(kind="date_poll", recipient=world.kaya.key)
    assert [f"/t/{old}/" in text_of(one) for one in letters] == [True, True]
    assert Delivery.objects.count() == 11
    entry = JournalEntry.objects.get(action="date_poll.link_sent")
    assert (entry.actor, entry.facts["person"]) == (world.secretary.key, world.kaya.key)


def test_a_closed_link_comes_back_with_another_address(world, poll, client, now):
    old = PersonalLink.objects.get(subject=poll.key, holder=world.kaya.key).token
    revoke_links(now=now, subject=poll.key, holder=world.kaya.key)
    send_link(poll, world.kaya, by=world.actor(world.secretary), now=now)
    new = PersonalLink.objects.get(subject=poll.key, holder=world.kaya.key).token
    assert (client.get(f"/t/{old}/").status_code, client.get(f"/t/{new}/").status_code) == (404, 200)


def test_no_link_goes_to_who_is_not_asked_reads_no_mail_or_comes_too_late(world, office, poll, now):
    act = {"by": world.actor(world.secretary), "now": now}
    assert refusal(lambda: send_link(poll, world.sponsor, **act)) == (403, "not_asked")
    Person.objects.filter(pk=world.kaya.pk).update(channel="post")
    assert refusal(lambda: send_link(poll, world.kaya, **act)) == (409, "reads_no_mail")
    late = act | {"now": now + timedelta(days=12)}
    assert refusal(lambda: send_link(poll, world.dahlhoff, **late)) == (409, "deadline_over")
    page = office.get(reverse("poll", args=[poll.pk])).text
    assert reverse("poll_link", args=[poll.pk, world.dahlhoff.pk]) in page
    assert reverse("poll_link", args=[poll.pk, world.kaya.pk]) not in page
    with clock.at(now + timedelta(days=12)):
        assert "Link erneut senden" not in office.get(reverse("poll", args=[poll.pk])).text
    asking.call_off(poll, reason="Entfällt.", **act)
    assert refusal(lambda: send_link(poll, world.dahlhoff, **act)) == (409, "poll_cancelled")

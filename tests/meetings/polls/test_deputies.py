"""Where a mandate rests its deputy is asked instead, answers, counts, and is told the date."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.mandates import deputising
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.people.models import Assistance
from meetings.invitations import sending
from meetings.planning.telling import tell_changes
from meetings.polls.asked import is_asked, members
from meetings.polls.fixing import fix
from meetings.polls.models import DatePoll
from meetings.polls.reminding import remind_due
from meetings.polls.results import result
from tests.meetings.polls.conftest import text_of
from tests.world import FOUNDED


def told(kind: str) -> set[str]:
    return set(Delivery.objects.filter(kind=kind).values_list("recipient", flat=True))


def link(poll, person) -> str:
    return f"/t/{PersonalLink.objects.get(subject=poll.key, holder=person.key).token}/"


def test_the_deputy_is_asked_instead_and_reads_for_whom(world, resting, poll):
    assert told("date_poll") == {one.key for one in [*world.members["UB"], resting]} - {world.kaya.key}
    letters = Delivery.objects.filter(kind="date_poll")
    words = "Wir fragen Sie in Vertretung für Aylin Kaya, solange das Mandat ruht."
    assert words in text_of(letters.get(recipient=resting.key))
    assert "in Vertretung" not in text_of(letters.get(recipient=world.dahlhoff.key))


def test_two_deputies_cost_no_query_more(world, resting, question, now):
    """A second mandate rests; its deputy is asked in the same queries."""

    def cost(title):
        with CaptureQueriesContext(connection) as queries:
            question(title=title)
        return len(queries)

    before = cost("Eine Vertretung")
    mandate = Mandate.objects.get(person=world.dahlhoff, seat__board=world.ub)
    Suspension.objects.create(mandate=mandate, start=date(2026, 11, 1), reason="Elternzeit")
    Deputy.objects.create(seat=mandate.seat, person=world.sponsor, start=FOUNDED)
    assert cost("Zwei Vertretungen") == before
    letters = Delivery.objects.filter(kind="date_poll", recipient__in=[resting.key, world.sponsor.key])
    assert sorted(text_of(one).count("in Vertretung für Werner Dahlhoff") for one in letters) == [0, 0, 1]


def test_the_deputy_answers_by_link_and_signed_in_and_the_member_sees_nothing(world, resting, client, poll, dates):
    assert client.post(link(poll, resting), {f"date_{dates[0].pk}": "yes"}).status_code == 302
    client.force_login(resting.user)
    page = reverse("poll_answer", args=[poll.pk])
    assert "Gefragt in Vertretung für Aylin Kaya, solange das Mandat ruht." in client.get(page).text
    assert client.post(page, {f"date_{dates[1].pk}": "no"}).status_code == 302
    answers = resting.date_votes.order_by("option__starts_at").values_list("choice", "source")
    assert list(answers) == [("yes", "link"), ("no", "page")]
    assert not is_asked(world.ub.pk, world.kaya.pk, date(2026, 11, 23))
    assert list(DatePoll.objects.visible_to(world.reader(world.kaya))) == []


def test_the_first_screen_of_the_deputy_asks(resting, client, poll):
    client.force_login(resting.user)
    assert reverse("poll_answer", args=[poll.pk]) in client.get(reverse("home")).text


def test_the_matrix_names_both_and_the_deputy_counts_until_the_member_is_back(world, resting, poll, say, now):
    """The member is back on 21 January."""
    for member in [world.mayor, world.dahlhoff, resting]:
        say(member, "yes", "yes", "yes")
    found = result(poll, now)
    assert len(found.rows) == 10
    assert [row.member.name for row in found.rows if row.member.instead_of] == [f"{resting} für {world.kaya}"]
    assert {one.starts_at.day: one.forecast.yes for _date, one in found.order} == {14: 3, 21: 2, 22: 2}


def test_only_the_silent_deputy_is_reminded(world, resting, poll, say):
    for member in world.members["UB"]:
        if member != world.kaya:
            say(member, "yes")
    assert remind_due(now=datetime(2026, 12, 2, 7, 30, tzinfo=UTC)) == 1
    assert told("date_poll_reminder") == {resting.key}


def test_the_deputy_keeps_the_date_free_and_learns_when_it_moves(world, resting, dates, now):
    """The first date lies in the rest, and so does the new one."""
    office = world.actor(world.secretary)
    meeting = fix(dates[0], by=office, now=now)
    assert resting.key in told("date_set")
    later = meeting.starts_at + timedelta(days=1)
    sending.change(meeting, by=office, now=now, starts_at=later, ends_at=later + timedelta(hours=2))
    assert tell_changes(now=now) == 10
    assert resting.key in told("date_changed")


def test_after_the_rest_the_date_is_not_the_deputys(world, resting, dates, now):
    fix(dates[1], by=world.actor(world.secretary), now=now)
    assert resting.key not in told("date_set")


def test_a_deputy_whose_time_ends_is_not_asked_any_more(world, resting, client, poll, now):
    today = now.date()
    deputising.dismiss(Deputy.objects.get(person=resting), on=today, by=world.actor(world.secretary), now=now)
    with clock.at(now + timedelta(days=1)):
        assert client.get(link(poll, resting)).status_code == 410
    assert resting not in [one.person for one in members(world.ub.pk, today + timedelta(days=1))]


def test_who_assists_the_deputy_is_asked_for_dates(world, resting, client, poll, now):
    Assistance.objects.create(principal=resting, assistant=world.sponsor, start=FOUNDED)
    client.force_login(world.sponsor.user)
    page = reverse("poll_answer_for", args=[poll.pk, resting.pk])
    assert page in client.get(reverse("home")).text
    assert "Gefragt in Vertretung für Aylin Kaya, solange das Mandat ruht." in client.get(page).text

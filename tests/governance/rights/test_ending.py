"""The end of the last mandate ends access; whoever goes on keeps it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.accounts import keys
from foundation.accounts.links import LinkOver, link_for, open_link
from foundation.journal.models import JournalEntry
from foundation.web import clock
from governance.boards.models import Board
from governance.mandates import deputising, ending
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Assistance, StaffAssignment
from governance.people.registering import open_login
from governance.rights.ending import has_left

TODAY = date(2026, 11, 23)
SENTENCE = "Alle Anmeldungen, persönlichen Links, Schlüssel und Kalenderadressen von Aylin Kaya enden."


@pytest.fixture
def mandate(world):
    return Mandate.objects.get(person=world.kaya)


def texts(mandate):
    return [effect.text for effect in ending.consequences(mandate, TODAY)]


def test_the_page_says_so_before(mandate):
    assert SENTENCE in texts(mandate)


def test_login_and_keys_end_with_the_last_mandate(world, mandate, client, now):
    client.force_login(world.kaya.user)
    _key, secret = keys.create(world.kaya.user, "Kalender", now)
    ending.end(mandate=mandate, on=TODAY, reason="resigned", by=world.actor(world.secretary), now=now)
    assert client.get("/konto/").status_code == 200
    assert keys.key_of(secret, now) is not None
    ending.follow_calendar(now=now + timedelta(days=1))
    assert client.get("/konto/").status_code == 302
    assert keys.key_of(secret, now) is None


def test_another_mandate_or_a_staff_role_keeps_access(world, mandate):
    dahlhoff = Mandate.objects.get(person=world.dahlhoff, seat__board=world.ub)
    assert not [text for text in texts(dahlhoff) if "Anmeldungen" in text]
    StaffAssignment.objects.create(person=world.kaya, role="mayors_office", start=date(2026, 1, 1), end=TODAY)
    assert SENTENCE in texts(mandate)
    StaffAssignment.objects.update(end=None)
    assert SENTENCE not in texts(mandate)


@pytest.mark.parametrize(
    ("start", "end", "ends"),
    [
        (date(2026, 1, 1), None, False),
        (date(2027, 3, 1), None, False),
        (date(2026, 1, 1), TODAY + timedelta(days=1), False),
        (date(2026, 1, 1), TODAY, True),
    ],
)
def test_the_deputy_of_another_seat_keeps_access(world, mandate, start, end, ends):
    seat = world.etb.seats.order_by("number").first()
    Deputy.objects.create(seat=seat, person=world.kaya, start=start, end=end)
    assert (SENTENCE in texts(mandate)) is ends


def test_a_vote_in_a_working_group_of_the_board_keeps_nothing_open(world, mandate):
    """It ends with the mandate, so the page says that the logins end."""
    group = Board.objects.create(
        slug="ag", name="AG", short_name="AG", kind="other", parent=world.ub, founded_on=date(2026, 1, 1), position=9
    )
    for voting in (True, False):
        seat = group.seats.create(number=1 + voting, kind="expert", label="x", sector="science", voting=voting)
        held = seat.mandates.create(
            person=world.kaya, status="active", start=date(2026, 1, 1), appointed_on=date(2026, 1, 1)
        )
        assert (SENTENCE in texts(mandate)) is voting
        held.delete()


def test_at_midnight_everything_that_opened_is_dead(world, mandate, client, now):
    """Login, key, remembered device and personal link, one minute after the last day."""
    meeting = world.meeting(world.ub, day=date(2027, 5, 13), status="scheduled")
    link = link_for(
        purpose="reply", subject=meeting.key, holder=world.kaya.key, now=now, expires_at=now + timedelta(days=400)
    )
    _key, secret = keys.create(world.kaya.user, "Kalender", now)
    client.force_login(world.kaya.user)
    ending.end(mandate=mandate, on=TODAY, reason="resigned", by=world.actor(world.secretary), now=now)
    client.force_login(world.kaya.user)
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    ending.follow_calendar(now=midnight)
    with clock.at(midnight):
        assert client.get("/meine-daten/").status_code == 302
        assert keys.key_of(secret, midnight) is None
        with pytest.raises(LinkOver):
            open_link(link.token, purpose="reply", now=midnight)


def ended_for(person):
    return JournalEntry.objects.filter(action="access.ended", subject=person.key).count()


@pytest.fixture
def deputy(world, newcomer, now):
    """Ruth Keller, deputy of a seat and nothing else, logged in."""
    open_login(newcomer, by=world.actor(world.secretary), now=now)
    seat = world.etb.seats.order_by("number").first()
    return Deputy.objects.create(seat=seat, person=newcomer, start=date(2026, 1, 1))


@pytest.mark.parametrize("dismissed", [True, False], ids=["dismissed", "term over"])
def test_a_deputys_login_ends_at_the_midnight_after_the_last_day(world, deputy, client, now, dismissed):
    client.force_login(deputy.person.user)
    if dismissed:
        deputising.dismiss(deputy, on=TODAY, by=world.actor(world.secretary), now=now)
    else:
        Deputy.objects.filter(pk=deputy.pk).update(end=TODAY)
    assert ending.follow_calendar(now=now) == 0
    assert client.get("/konto/").status_code == 200
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert [ending.follow_calendar(now=midnight) for _night in range(2)] == [1, 0]
    assert client.get("/konto/").status_code == 302
    assert ended_for(deputy.person) == 1


def test_a_deputy_dismissed_as_of_yesterday_is_out_at_once(world, deputy, client, now):
    client.force_login(deputy.person.user)
    for _press in range(2):
        deputising.dismiss(deputy, on=TODAY - timedelta(days=1), by=world.actor(world.secretary), now=now)
    assert client.get("/konto/").status_code == 302
    assert ending.follow_calendar(now=now) == 0
    assert ended_for(deputy.person) == 1


def test_a_deputy_with_another_part_in_the_boards_stays_logged_in(world, deputy, client, now):
    """A second seat to deputise for, or a mandate of one's own."""
    Deputy.objects.create(seat=world.ub.seats.first(), person=deputy.person, start=TODAY + timedelta(days=40))
    second = world.etb.seats.order_by("number")[1]
    Deputy.objects.create(seat=second, person=world.kaya, start=date(2026, 1, 1), end=TODAY - timedelta(days=1))
    client.force_login(deputy.person.user)
    deputising.dismiss(deputy, on=TODAY - timedelta(days=1), by=world.actor(world.secretary), now=now)
    assert ending.follow_calendar(now=now) == 1
    assert client.get("/konto/").status_code == 200
    assert [ended_for(person) for person in (deputy.person, world.kaya)] == [0, 0]


def test_a_deputy_long_ago_who_sits_on_a_board_today_stays_logged_in(world, client, now):
    """Nobody followed that end then: before it was known how, or entered after the fact."""
    seat = world.etb.seats.order_by("number").first()
    Deputy.objects.create(seat=seat, person=world.kaya, start=date(2018, 1, 1), end=date(2018, 3, 31))
    client.force_login(world.kaya.user)
    assert [ending.follow_calendar(now=now) for _look in range(2)] == [1, 0]
    assert client.get("/konto/").status_code == 200
    assert ended_for(world.kaya) == 0


def test_a_deputy_who_assists_a_member_or_is_appointed_already_stays_logged_in(world, deputy, now):
    yesterday = TODAY - timedelta(days=1)
    vacant = world.ub.seats.create(number=99, kind="expert", label="Neu", sector="science")
    coming = vacant.mandates.create(
        person=deputy.person, status="appointed", start=date(2027, 1, 15), appointed_on=date(2026, 11, 1)
    )
    assert [one.text for one in deputising.consequences(deputy, yesterday)] == []
    coming.delete()
    helped = Assistance.objects.create(assistant=deputy.person, principal=world.kaya, start=date(2026, 1, 1))
    assert [one.text for one in deputising.consequences(deputy, yesterday)] == []
    helped.delete()
    assert len(deputising.consequences(deputy, yesterday)) == 1


@pytest.mark.parametrize(("who", "left"), [("former", True), ("kaya", False), ("ostermann", False)])
def test_who_has_left_a_board(world, who, left):
    assert has_left(getattr(world, who).key, world.ub.pk, TODAY) is left

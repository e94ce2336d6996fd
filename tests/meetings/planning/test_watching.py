"""The cadence of a board: 84 to 126 days after the last meeting comes the next one, and somebody asks in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.web import clock
from governance.procedure.answers import Rules
from meetings.meeting.models import Meeting
from meetings.planning.watching import Need, Window, watch

LAST = date(2026, 11, 12)
DAY_AFTER = LAST + timedelta(days=1)
OPENS, CLOSES = date(2027, 2, 4), date(2027, 3, 18)
BOARD = "/gremien/unternehmensbeirat/"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@pytest.fixture
def met(world):
    """The Unternehmensbeirat met on 12 November; the ethics board has never met."""
    return world.meeting(world.ub, day=LAST, status="held", number=4)


@pytest.fixture
def seen(world):
    def ask(day, *, pencilled=True):
        return watch({world.ub.pk: Rules()}, at(day), pencilled=pencilled)[world.ub.pk]

    return ask


def test_the_window_opens_and_closes_by_the_rules(met, seen):
    assert (seen(DAY_AFTER).last, seen(DAY_AFTER).window) == (LAST, Window(OPENS, CLOSES))


@pytest.mark.parametrize(
    ("today", "need"),
    [
        (CLOSES - timedelta(days=61), Need.NOTHING),
        (CLOSES - timedelta(days=60), Need.DATE),
        (CLOSES, Need.DATE),
        (CLOSES + timedelta(days=1), Need.OVERDUE),
    ],
)
def test_a_date_is_asked_for_sixty_days_before_the_window_closes_and_due_while_people_can_be_called(
    met, seen, today, need
):
    assert (seen(today).need, seen(today).due) == (need, CLOSES - timedelta(days=28))


def test_a_date_in_the_window_is_enough_and_one_outside_is_not(world, met, seen):
    ahead = world.meeting(world.ub, day=date(2027, 2, 11), status="planned", number=1)
    assert (seen(DAY_AFTER).next, seen(DAY_AFTER).need) == (date(2027, 2, 11), Need.NOTHING)
    Meeting.objects.filter(pk=ahead.pk).update(
        starts_at=at(CLOSES + timedelta(days=1)), ends_at=at(CLOSES + timedelta(days=2))
    )
    assert seen(DAY_AFTER).need is Need.OTHER_DATE


def test_dates_ahead_that_are_too_far_apart_say_where_one_is_missing_and_which_was_cancelled(world, met, seen):
    world.meeting(world.ub, day=date(2027, 2, 11), status="scheduled", number=1)
    gone = world.meeting(world.ub, day=date(2027, 5, 13), status="cancelled", number=2)
    Meeting.objects.filter(pk=gone.pk).update(cancelled_reason="Der Saal ist gesperrt.")
    world.meeting(world.ub, day=date(2027, 8, 12), status="scheduled", number=3)
    one = seen(DAY_AFTER)
    assert (one.need, one.missing) == (Need.GAP, Window(date(2027, 5, 6), date(2027, 6, 17)))
    assert one.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "Nächste Sitzung: Donnerstag, 11. Februar 2027. "
        "Danach fehlt eine zwischen dem 6. Mai 2027 und dem 17. Juni 2027. "
        "Die Sitzung vom 13. Mai 2027 wurde abgesagt: Der Saal ist gesperrt."
    )
    assert seen(DAY_AFTER, pencilled=False).need is Need.NOTHING


def test_an_urgent_meeting_before_the_window_keeps_the_cadence(world, met, seen):
    world.meeting(world.ub, day=date(2026, 12, 10), number=5)
    assert seen(DAY_AFTER).need is Need.NOTHING


def test_a_cancelled_meeting_is_none(world, met, seen):
    world.meeting(world.ub, day=date(2027, 2, 11), status="cancelled", number=1)
    assert (seen(DAY_AFTER).next, seen(CLOSES).need) == (None, Need.DATE)


def test_a_board_that_never_met_has_no_window(world, now):
    rules = {world.ub.pk: Rules(), world.etb.pk: Rules()}
    assert {one.need for one in watch(rules, now, pencilled=True).values()} == {Need.NOTHING}
    assert {one.sentence for one in watch(rules, now, pencilled=True).values()} == {""}


def test_all_boards_cost_one_query(world, met, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        watch({board.pk: Rules() for board in (world.ub, world.etb, world.sb)}, now, pencilled=True)


def note(client, who):
    client.force_login(who.user)
    page = " ".join(client.get(BOARD).content.decode().replace("\xa0", " ").split())
    return page[page.index("app-head") : page.index("app-stats")]


def test_members_read_the_next_date_on_the_page_of_their_board(world, met, client):
    world.meeting(world.ub, day=date(2027, 2, 11), status="scheduled", number=1)
    assert "Nächste Sitzung: Donnerstag, 11. Februar 2027." in note(client, world.kaya)
    assert "Nächste Sitzung" not in note(client, world.sponsor)


def test_a_date_pencilled_in_is_the_offices_alone(world, met, client):
    world.meeting(world.ub, day=date(2027, 2, 11), status="planned", number=1)
    assert "Nächste Sitzung: Donnerstag, 11. Februar 2027." in note(client, world.secretary)
    words = "liegt die nächste Sitzung zwischen dem 4. Februar 2027 und dem 18. März 2027."
    assert words in note(client, world.kaya)


def test_the_office_is_asked_for_a_date_on_its_first_screen(world, met, office):
    with clock.at(at(CLOSES - timedelta(days=60))):
        page = office.get("/").content.decode()
    assert "Termin festlegen: Unternehmensbeirat" in page
    assert "/gremien/unternehmensbeirat/jahresplan/2027/" in page
    assert "Termin festlegen: Ethik" not in page


def test_the_office_is_led_to_the_first_year_in_which_the_date_may_lie(world, office):
    world.meeting(world.ub, day=date(2026, 10, 15), status="held", number=4)
    with clock.at(at(date(2026, 12, 20))):
        page = office.get("/").content.decode()
    assert "/gremien/unternehmensbeirat/jahresplan/2027/" in page
    assert "/gremien/unternehmensbeirat/jahresplan/2026/" not in page

"""Who leads a board: one place answers, for every day, whatever happened to chair and deputies."""

from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.mandates.composition import composition
from governance.mandates.ending import end
from governance.mandates.leading import (
    end_office,
    leader_name,
    move_up,
    name_deputy,
    notice,
    stand_in,
    take_chair,
    withdraw,
)
from governance.mandates.models import Mandate, Office
from governance.mandates.suspending import suspend

TODAY = date(2026, 11, 23)
APRIL = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def _only_governance(no_effects, settings):
    settings.SUSPENSION_EFFECTS = []


@pytest.fixture
def act(world, now):
    def call(what, *given, **arguments):
        return what(*given, by=world.actor(world.secretary), now=now, **arguments)

    return call


@pytest.fixture
def chair(world, act):
    def call(person, *, start=TODAY, **values):
        return act(take_chair, board=world.etb, person=person, start=start, **values)

    return call


@pytest.fixture
def deputy(world, act):
    def call(person, *, start=TODAY):
        return act(name_deputy, board=world.etb, person=person, start=start)

    return call


@pytest.fixture
def leads(world):
    """Who leads the ethics board on a day: the query and the board page agree."""

    def ask(day=TODAY):
        office = Office.objects.acting(day).filter(board=world.etb).select_related("person").first()
        place = composition(world.etb, day).leader
        assert (office.person if office else None) == (place.mandate.person if place else None)
        return office.person if office else None

    return ask


def refused(code, call, *given, **values):
    with pytest.raises(DomainError) as refusal:
        call(*given, **values)
    assert refusal.value.code == code


def test_the_old_chair_ends_the_day_before(world, chair, leads):
    chair(world.ostermann, start=APRIL)
    chair(world.ostermann, start=APRIL)
    old, new = Office.objects.filter(board=world.etb).order_by("start")
    assert (old.end, new.start, new.end) == (date(2027, 3, 31), APRIL, None)
    assert (leads(date(2027, 3, 31)), leads(APRIL)) == (world.cdo, world.ostermann)
    assert world.reader(world.cdo, today=APRIL).chairs == frozenset()
    assert JournalEntry.objects.filter(action="office.held").count() == 1


def test_a_chair_needs_a_mandate_on_this_board(world, chair):
    refused("chair_without_mandate", chair, world.kaya)
    assert Office.objects.get(board=world.etb).end is None


def test_a_later_chair_is_not_overtaken(world, chair):
    chair(world.ostermann, start=APRIL)
    refused("chair_taken", chair, world.dahlhoff)
    assert Office.objects.filter(board=world.etb, role="chair").count() == 2


def test_a_deputy_who_takes_the_chair_is_deputy_no_longer(world, chair, deputy, leads):
    office = deputy(world.ostermann)
    chair(world.ostermann, start=APRIL)
    office.refresh_from_db()
    assert office.end == date(2027, 3, 31)
    refused("is_chair", deputy, world.ostermann, start=APRIL)


def test_deputies_lead_in_their_order(world, act, deputy, leads):
    first, second, third = (deputy(one) for one in (world.ostermann, world.dahlhoff, world.mayor))
    assert deputy(world.ostermann) == first
    assert (first.position, second.position, third.position) == (1, 2, 3)
    assert leads() == world.cdo
    act(end_office, Office.objects.get(board=world.etb, role="chair"), on=date(2026, 12, 31))
    assert leads(date(2027, 1, 1)) == world.ostermann
    act(move_up, third)
    act(move_up, third)
    act(move_up, third)
    assert leads(date(2027, 1, 1)) == world.mayor
    assert JournalEntry.objects.filter(action="office.moved_up").count() == 2


def test_who_rests_does_not_lead(world, now, act, deputy, leads):
    deputy(world.ostermann)
    act(suspend, mandate=Mandate.objects.get(person=world.cdo, seat__board=world.etb), start=TODAY, reason="Urlaub")
    assert leads() == world.ostermann
    assert (
        notice(composition(world.etb, TODAY), today=TODAY)
        == "Das Mandat des Vorsitzes ruht. Lena Ostermann leitet in Vertretung."
    )
    act(end, mandate=Mandate.objects.get(person=world.ostermann), on=TODAY, reason="resigned")
    assert leads(date(2026, 11, 24)) is None
    tomorrow = composition(world.etb, date(2026, 11, 24))
    assert notice(tomorrow, today=TODAY) == "Am 24.\xa0November 2026 leitet niemand dieses Gremium."
    assert notice(tomorrow, today=tomorrow.day) == "Zurzeit leitet niemand dieses Gremium."


def test_somebody_stands_in_for_one_meeting(world, act, leads):
    day = date(2027, 2, 11)
    stands = act(stand_in, board=world.etb, person=world.ostermann, on=day)
    assert act(stand_in, board=world.etb, person=world.ostermann, on=day) == stands
    names = [leader_name(world.etb.pk, one) for one in (date(2027, 2, 10), day, date(2027, 2, 12))]
    assert names == ["Prof. Dr. Miriam Sander", "Lena Ostermann", "Prof. Dr. Miriam Sander"]
    assert notice(composition(world.etb, day), today=TODAY) == "Lena Ostermann leitet die Sitzung an diesem Tag."
    reader = world.reader(world.ostermann, today=day)
    assert (reader.chairs, reader.stands_in) == (frozenset(), {(world.etb.pk, day)})
    assert leads(day) == world.cdo
    assert world.reader(world.cdo, today=day).chairs == {world.etb.pk}
    refused("stands_in_already", act, stand_in, board=world.etb, person=world.dahlhoff, on=day)
    refused("day_over", act, stand_in, board=world.etb, person=world.dahlhoff, on=date(2026, 11, 22))
    for _click in range(2):
        act(withdraw, stands)
    assert leader_name(world.etb.pk, day) == "Prof. Dr. Miriam Sander"
    assert JournalEntry.objects.filter(action="office.withdrawn").count() == 1


def test_an_office_that_has_begun_is_not_withdrawn(world, act, deputy):
    refused("office_begun", act, withdraw, Office.objects.get(board=world.etb))
    refused("office_begun", act, withdraw, deputy(world.ostermann))


@pytest.mark.parametrize("end_before", [None, date(2027, 12, 31)])
def test_a_planned_chair_taken_back_leaves_the_one_before_as_it_was(world, act, chair, deputy, leads, end_before):
    Office.objects.filter(board=world.etb).update(end=end_before)
    stays = deputy(world.ostermann)
    planned = chair(world.ostermann, start=APRIL)
    for _click in range(2):
        act(withdraw, planned)
    stays.refresh_from_db()
    assert (Office.objects.get(board=world.etb, role="chair").end, stays.end) == (end_before, None)
    assert leads(APRIL) == world.cdo
    assert JournalEntry.objects.filter(action="office.prolonged").count() == 2


def test_the_chair_before_goes_on_when_the_mandate_of_the_planned_one_ends_first(world, act, chair, leads):
    chair(world.ostermann, start=APRIL)
    act(end, mandate=Mandate.objects.get(person=world.ostermann), on=date(2027, 1, 31), reason="resigned")
    assert leads(APRIL) == world.cdo


def test_the_chair_before_goes_on_no_longer_than_the_own_mandate(world, act, chair):
    planned = chair(world.ostermann, start=APRIL)
    act(end, mandate=world.cdo.mandates.get(seat__board=world.etb), on=date(2027, 6, 30), reason="resigned")
    act(withdraw, planned)
    assert Office.objects.get(board=world.etb, role="chair").end == date(2027, 6, 30)


def test_who_led_on_a_day_that_is_over_stays(world, chair):
    refused("day_over", chair, world.ostermann, start=date(2026, 11, 21))
    assert chair(world.ostermann, start=date(2026, 11, 22)).start == date(2026, 11, 22)


def test_who_has_led_for_long_can_be_entered_later(world, chair, deputy):
    long_ago = date(2026, 6, 1)
    Office.objects.filter(board=world.etb).delete()
    refused("day_over", deputy, world.dahlhoff, start=long_ago)
    assert chair(world.ostermann, start=long_ago).start == long_ago
    assert deputy(world.dahlhoff, start=long_ago).start == long_ago


def test_who_is_deputy_for_another_time_is_told(world, act, deputy):
    first = deputy(world.ostermann)
    assert deputy(world.ostermann, start=APRIL) == first
    act(end_office, first, on=date(2026, 12, 31))
    refused("is_deputy", deputy, world.ostermann)
    deputy(world.ostermann, start=APRIL)
    refused("is_deputy", deputy, world.ostermann, start=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("on", "code"), [(date(2024, 12, 31), "end_before_start"), (date(2027, 5, 1), "ends_earlier")]
)
def test_ends_of_an_office_that_are_refused(world, act, on, code):
    office = Office.objects.get(board=world.etb)
    for _click in range(2):
        act(end_office, office, on=APRIL)
    refused(code, act, end_office, office, on=on)
    assert Office.objects.get(board=world.etb).end == APRIL
    assert JournalEntry.objects.filter(action="office.ended").count() == 1


def test_who_led_until_yesterday_stays_on_record(world, act):
    office = Office.objects.get(board=world.etb)
    refused("day_over", act, end_office, office, on=date(2026, 11, 21))
    act(end_office, office, on=date(2026, 11, 22))
    assert Office.objects.get(board=world.etb).end == date(2026, 11, 22)


def test_an_office_lasts_no_longer_than_the_mandate(world, act):
    """Nor does a form promise it: the mandate of the chair ends with June."""
    office = Office.objects.get(board=world.etb)
    Mandate.objects.filter(person=world.cdo, seat__board=world.etb).update(end=date(2027, 6, 30))
    refused("after_mandate", act, end_office, office, on=date(2027, 7, 1))
    act(end_office, office, on=date(2027, 6, 30))
    assert Office.objects.get(board=world.etb).end == date(2027, 6, 30)


def test_a_provisional_chair_where_the_rules_know_one(world, act, chair, leads):
    office = Office.objects.get(board=world.etb)
    refused("no_provisional_chair", act, end_office, office, on=date(2026, 12, 31), provisional=True)
    refused("no_provisional_chair", chair, world.ostermann, provisional=True)
    assert Office.objects.get(board=world.etb).end is None
    world.etb.rules.update(provisional_chair=True)
    act(end_office, office, on=date(2026, 12, 31))
    for _click in range(2):
        act(end_office, office, on=date(2026, 12, 31), provisional=True)
    january = composition(world.etb, date(2027, 1, 1))
    assert leads(date(2027, 1, 1)) == world.cdo
    assert (
        notice(january, today=TODAY) == "Prof. Dr. Miriam Sander leitet kommissarisch, bis der Vorsitz gefunden ist."
    )
    chair(world.ostermann, start=date(2027, 2, 1))
    assert leads(date(2027, 2, 1)) == world.ostermann
    assert [one.provisional for one in Office.objects.filter(board=world.etb).order_by("start")] == [
        False,
        True,
        False,
    ]


def test_the_course_of_a_board_led_as_usual_needs_no_notice(world):
    assert notice(composition(world.etb, TODAY), today=TODAY) == ""

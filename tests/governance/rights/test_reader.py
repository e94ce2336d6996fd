"""Who somebody is follows from mandates, offices and assignments, not from groups typed by hand."""

from datetime import date

from foundation.accounts.models import User
from governance.confidentiality import Reader
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.people.backends import PersonBackend
from governance.procedure.models import RulesOfProcedure
from governance.rights.reader import reader_of, reader_of_person
from tests.world import FOUNDED, person


def test_a_member_of_two_boards_reads_both_and_chairs_one(world):
    reader = world.reader(world.cdo)
    assert reader.boards == {world.ub.pk, world.etb.pk}
    assert reader.chairs == {world.etb.pk}
    assert reader.roles == frozenset()


def test_the_secretariat_is_no_member(world):
    reader = world.reader(world.secretary)
    assert reader.is_secretariat
    assert not reader.is_member


def test_a_former_member_has_no_board_any_more(world):
    reader = world.reader(world.former)
    assert (reader.boards, reader.former) == (frozenset(), {world.ub.pk})


def test_before_the_mandate_ended_the_same_person_was_a_member(world):
    assert world.reader(world.former, today=date(2026, 3, 31)).boards == {world.ub.pk}


def test_a_deputy_reads_while_the_mandate_of_the_seat_rests(world):
    kaya = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    deputy = person("Selma", "Ersatz")
    Deputy.objects.create(seat=kaya.seat, person=deputy, start=FOUNDED)
    RulesOfProcedure.objects.filter(board=world.ub).update(deputies_allowed=True)
    assert world.reader(deputy).boards == frozenset()
    rest = Suspension.objects.create(mandate=kaya, start=date(2026, 11, 20), reason="Elternzeit")
    reader = world.reader(deputy)
    assert (reader.boards, reader.deputises, reader.sits_on) == ({world.ub.pk}, {world.ub.pk}, frozenset())
    assert world.reader(world.kaya).boards == frozenset()
    RulesOfProcedure.objects.filter(board=world.ub).update(deputies_allowed=False)
    assert world.reader(deputy).boards == frozenset()
    RulesOfProcedure.objects.filter(board=world.ub).update(deputies_allowed=True)
    Suspension.objects.filter(pk=rest.pk).update(back_on=date(2026, 11, 23))
    assert world.reader(deputy).boards == frozenset()


def test_nobody_logged_in_reads_as_the_public(client):
    from django.contrib.auth.models import AnonymousUser

    assert reader_of(AnonymousUser(), today=date(2026, 11, 23)) == Reader()


def test_a_reader_costs_one_query_and_one_for_the_person_behind_a_bare_login(world, django_assert_num_queries):
    bare, whole = User.objects.get(pk=world.cdo.user.pk), PersonBackend().get_user(world.cdo.user.pk)
    with django_assert_num_queries(2):
        reader_of(bare, today=date(2026, 11, 23))
    with django_assert_num_queries(1):
        reader_of(whole, today=date(2026, 11, 23))
    with django_assert_num_queries(1):
        reader_of_person(world.cdo, today=date(2026, 11, 23))

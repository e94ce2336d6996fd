"""Electoral terms never overlap, and mandates of factions end with them."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError
from governance.boards.models import ElectoralTerm
from governance.boards.terms import enter, move
from governance.mandates.models import Mandate
from governance.mandates.terms import end_with, follow_terms, outlasting
from governance.people.models import Organisation

START, END = date(2021, 4, 1), date(2027, 3, 31)


@pytest.fixture(autouse=True)
def _only_governance(no_effects):
    pass


@pytest.fixture
def act(world, now):
    def call(what, **arguments):
        return what(by=world.actor(world.secretary), now=now, **arguments)

    return call


@pytest.fixture
def term(act):
    return act(enter, start=START, end=END)


@pytest.fixture
def delegates(world):
    """Seats 3 and 4 of the ethics board belong to factions, seat 5 to an association."""
    for number, kind in ((3, "faction"), (4, "faction"), (5, "association")):
        body = Organisation.objects.create(name=f"Stelle {number}", kind=kind)
        world.etb.seats.filter(number=number).update(kind="delegated", delegating_body=body)
    return list(Mandate.objects.filter(seat__board=world.etb, seat__number__in=[3, 4]).order_by("seat__number"))


def test_a_term_is_entered_once_and_moved(term, act):
    assert act(enter, start=START, end=END) == term
    for _click in range(2):
        act(move, term=term, start=START, end=date(2026, 12, 31))
    assert ElectoralTerm.objects.get().end == date(2026, 12, 31)
    assert JournalEntry.objects.filter(action__startswith="electoral_term").count() == 2


@pytest.mark.parametrize(
    ("start", "end", "code", "status"),
    [
        (END, START, "end_before_start", 400),
        (END, date(2032, 3, 31), "terms_overlap", 409),
        (date(2020, 1, 1), START, "terms_overlap", 409),
        (date(2022, 1, 1), date(2022, 12, 31), "terms_overlap", 409),
        (date(2000, 1, 1), date(2090, 1, 1), "terms_overlap", 409),
    ],
)
def test_terms_that_overlap_are_refused_by_act_and_database(term, act, start, end, code, status):
    with pytest.raises(DomainError) as refusal:
        act(enter, start=start, end=end)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectoralTerm.objects.create(company=term.company, start=start, end=end)
    assert ElectoralTerm.objects.count() == 1


def test_a_term_is_not_moved_into_the_next(term, act):
    following = act(enter, start=date(2027, 4, 1), end=date(2032, 3, 31))
    with pytest.raises(DomainError) as refusal:
        act(move, term=term, start=START, end=date(2027, 4, 1))
    assert refusal.value.code == "terms_overlap"
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectoralTerm.objects.filter(pk=following.pk).update(start=END)


day = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=st.lists(st.tuples(day, day), max_size=8), asked=day)
def test_whatever_is_entered_a_day_has_at_most_one_term(world, now, spans, asked):
    with transaction.atomic():
        for start, end in spans:
            try:
                enter(start=start, end=end, by=SYSTEM, now=now)
            except DomainError:
                continue
        assert ElectoralTerm.objects.on(asked).count() <= 1
        transaction.set_rollback(True)


def test_faction_mandates_end_with_the_term_and_no_others(world, term, delegates, act):
    assert list(outlasting(term)) == delegates
    assert act(end_with, term=term) == 2
    assert act(end_with, term=term) == 0
    assert list(outlasting(term)) == []
    ended = Mandate.objects.filter(end=END, ended_reason="term")
    assert set(ended) == set(delegates)
    assert {one.status for one in ended} == {"active"}


def test_what_nobody_ended_ends_at_the_midnight_after_the_term(world, term, delegates):
    assert follow_terms(now=datetime(2027, 3, 31, 21, 59, tzinfo=UTC)) == 0
    assert follow_terms(now=datetime(2027, 3, 31, 22, 0, tzinfo=UTC)) == 2
    assert follow_terms(now=datetime(2027, 4, 1, 8, 0, tzinfo=UTC)) == 0
    for mandate in delegates:
        mandate.refresh_from_db()
        assert (mandate.status, mandate.end, mandate.ended_reason) == ("ended", END, "term")
    assert world.reader(world.ostermann, today=date(2027, 4, 1)).boards == frozenset()


def test_the_next_term_keeps_its_delegates(world, term, delegates, appointed, newcomer, seat_30):
    body = Organisation.objects.create(name="Fraktion C", kind="faction")
    type(seat_30).objects.filter(pk=seat_30.pk).update(kind="delegated", delegating_body=body)
    new = appointed(seat_30, newcomer, start=date(2027, 4, 1))
    assert new not in list(outlasting(term))

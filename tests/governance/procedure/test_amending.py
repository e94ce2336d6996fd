"""Rules change from a day on or by correction; no number is ever overwritten, each day has one version."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError
from governance.procedure.amending import amend, correct, withdraw
from governance.procedure.confirming import confirm
from governance.procedure.models import RulesOfProcedure
from governance.procedure.rules_in_force import rules_on, version_on
from governance.procedure.versions import versions
from tests.world import FOUNDED

JANUARY = date(2027, 1, 1)


@pytest.fixture
def first(world):
    return world.ub.rules.get()


@pytest.fixture
def act(world, now):
    def call(what, **arguments):
        return what(by=world.actor(world.secretary), now=now, **arguments)

    return call


def test_an_amendment_holds_from_its_day_on(world, first, act):
    made = act(amend, board=world.ub, valid_from=JANUARY, values={"notice_days": 10}, source="Beschluss vom 3. März")
    assert rules_on(world.ub, date(2026, 12, 31)) == first
    assert rules_on(world.ub, JANUARY) == made
    first.refresh_from_db()
    assert (first.notice_days, made.notice_days, made.previous) == (14, 10, first)
    assert made.sources == {"quorum": "Geschäftsordnung § 6", "notice_days": "Beschluss vom 3. März"}
    entry = JournalEntry.objects.get(action="rules.amended")
    assert entry.facts == {"board": world.ub.pk, "previous": first.pk, "rules": ["notice_days"]}


def test_twice_is_once(world, act):
    made = [act(amend, board=world.ub, valid_from=JANUARY, values={"notice_days": 10}) for _click in range(2)]
    assert made[0] == made[1]
    assert world.ub.rules.count() == 2


def test_a_changed_rule_without_source_is_an_assumption(first, act):
    act(confirm, rules=first, rule="notice_days", source="Geschäftsordnung § 3")
    made = act(correct, rules=first, values={"notice_days": 10})
    assert made.sources == {"quorum": "Geschäftsordnung § 6"}


def test_a_correction_holds_from_the_same_day_and_keeps_what_meetings_know(world, first, act):
    meeting = world.meeting(world.ub, status="invited")
    made = act(correct, rules=first, values={"quorum_number": 5}, source="§ 6")
    assert (made.valid_from, version_on(world.ub, FOUNDED)) == (FOUNDED, made)
    meeting.refresh_from_db()
    assert (meeting.rules, meeting.rules.quorum_number) == (first, 0)
    assert act(correct, rules=first, values={"quorum_number": 5}, source="§ 6") == made
    with pytest.raises(DomainError) as refusal:
        act(correct, rules=first, values={"quorum_number": 4})
    assert refusal.value.code == "version_replaced"
    assert world.ub.rules.count() == 2


def test_a_wrong_source_is_corrected_too(world, first, act):
    made = act(correct, rules=first, values={"quorum_basis": "statutory"}, source="Geschäftsordnung § 7")
    assert (made.as_rules(), made.sources) == (first.as_rules(), {"quorum": "Geschäftsordnung § 7"})
    assert act(correct, rules=made, values={"quorum_number": 0}, source="Geschäftsordnung § 7") == made
    assert world.ub.rules.count() == 2


def test_a_version_is_withdrawn_before_its_first_day_only(world, first, act):
    made = act(amend, board=world.ub, valid_from=JANUARY, values={"notice_days": 10})
    for _click in range(2):
        act(withdraw, rules=made)
    assert rules_on(world.ub, JANUARY) == first
    with pytest.raises(DomainError) as refusal:
        act(withdraw, rules=first)
    assert refusal.value.code == "version_in_force"
    again = act(amend, board=world.ub, valid_from=JANUARY, values={"notice_days": 12})
    assert rules_on(world.ub, JANUARY) == again


@pytest.mark.parametrize(
    ("arguments", "code", "status", "fields"),
    [
        ({"values": {"notice_days": 84}}, "contradiction", 400, {"notice_days"}),
        ({"values": {"quorum_number": 11}}, "contradiction", 400, {"quorum_number"}),
        ({"values": {"guests": "all"}}, "contradiction", 400, {"guests"}),
        ({"values": {"notice_days": -1}}, "contradiction", 400, {"notice_days"}),
        ({"values": {"notice_days": 40_000}}, "contradiction", 400, {"notice_days"}),
        ({"values": {"board": 1}}, "unknown_rule", 400, {"board"}),
        ({"values": {}}, "nothing_changes", 409, set()),
        ({"values": {"notice_days": 10}, "valid_from": FOUNDED}, "later_version", 409, {"valid_from"}),
        ({"values": {"notice_days": 10}, "source": "\x00"}, "source_missing", 400, set()),
    ],
)
def test_what_cannot_hold_is_refused_by_field(world, act, arguments, code, status, fields):
    with pytest.raises(DomainError) as refusal:
        act(amend, **{"board": world.ub, "valid_from": JANUARY} | arguments)
    assert (refusal.value.code, refusal.value.status, set(refusal.value.fields)) == (code, status, fields)
    assert world.ub.rules.count() == 1
    assert not JournalEntry.objects.exists()


def test_versions_tell_what_changed(world, first, act):
    wrong = act(amend, board=world.ub, valid_from=JANUARY, values={"notice_days": 10})
    right = act(correct, rules=wrong, values={"notice_days": 12}, source="§ 3")
    found = versions(world.ub, date(2026, 11, 23), seats=10, occupied=10)
    assert [(one.rules, one.state, one.until, one.is_correction) for one in found] == [
        (right, "upcoming", None, True),
        (wrong, "corrected", None, False),
        (first, "current", date(2026, 12, 31), False),
    ]
    assert [(c.title, c.before, c.after, c.source) for c in found[0].changes] == [
        ("Ladungsfrist", "10\xa0Tage", "12\xa0Tage", "§ 3")
    ]
    assert found[2].changes == ()


def test_a_working_group_follows_the_rules_of_its_board(world, first, act):
    world.sb.rules.all().delete()
    world.sb.parent = world.ub
    world.sb.save()
    assert rules_on(world.sb, JANUARY) == first
    own = act(amend, board=world.sb, valid_from=JANUARY, values={"notice_days": 5}, source="§ 1")
    assert rules_on(world.sb, JANUARY) == own
    assert rules_on(world.sb, date(2026, 12, 31)) == first


def test_amending_costs_the_same_with_a_long_history(world, act, django_assert_num_queries):
    for year in range(1, 3):
        arguments = {"board": world.ub, "valid_from": date(2026 + year, 1, 1), "values": {"notice_days": 10 + year}}
        with django_assert_num_queries(8):
            act(amend, **arguments)


steps = st.lists(
    st.tuples(st.sampled_from(["amend", "correct", "withdraw"]), st.integers(1, 40), st.integers(5, 20)), max_size=12
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_whatever_is_changed_each_day_has_exactly_one_version(world, now, history):
    """Random amendments, corrections and withdrawals of one board, one after the other."""
    with transaction.atomic():
        _play(world.sb, now, history)
        transaction.set_rollback(True)


def _play(board, now, history):
    numbers = {}
    for what, days, notice in history:
        current = RulesOfProcedure.objects.current().filter(board=board).order_by("-valid_from").first()
        values = {"notice_days": notice}
        try:
            if what == "amend":
                day = now.date() + timedelta(days=days)
                amend(board=board, valid_from=day, values=values, by=SYSTEM, now=now)
            elif what == "correct":
                correct(rules=current, values=values, by=SYSTEM, now=now)
            else:
                withdraw(rules=current, by=SYSTEM, now=now)
        except DomainError:
            pass
        for row in RulesOfProcedure.objects.filter(board=board):
            assert numbers.setdefault(row.pk, row.as_rules()) == row.as_rules()
    for day in (FOUNDED, now.date(), *(now.date() + timedelta(days=n) for n in range(42))):
        assert RulesOfProcedure.objects.in_force(day).filter(board=board).count() == 1

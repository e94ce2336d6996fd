"""Who answers dates for whom."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation.values import BERLIN, DomainError
from governance.people.assisting import assist, end_assistance
from governance.people.models import Assistance
from governance.people.registering import register

TODAY = date(2026, 11, 23)


@pytest.fixture
def acts(world, now):
    return {"by": world.actor(world.secretary), "now": now}


def test_an_assistance_is_arranged_once_and_dated(world, acts):
    two = {"assistant": world.former, "principal": world.mayor}
    made = assist(**two, start=TODAY, **acts)
    assert assist(**two, start=TODAY, **acts) == made
    assert list(Assistance.objects.on(TODAY).filter(assistant=world.former)) == [made]
    assert list(Assistance.objects.on(TODAY - timedelta(days=1)).filter(assistant=world.former)) == []
    for _click in range(2):
        end_assistance(made, on=TODAY, **acts)
    made.refresh_from_db()
    assert made.end == TODAY
    assert list(Assistance.objects.on(TODAY + timedelta(days=1)).filter(assistant=world.former)) == []


def test_one_that_has_not_begun_is_dropped(world, acts):
    made = assist(assistant=world.former, principal=world.mayor, start=date(2027, 1, 1), **acts)
    end_assistance(made, on=TODAY, **acts)
    assert not Assistance.objects.filter(assistant=world.former).exists()


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"end": date(2026, 1, 1)}, "end_before_start", 400),
        ({"principal": "former"}, "own_assistant", 400),
        ({"start": date(2026, 12, 1)}, "assists_already", 409),
        ({"start": date(2026, 1, 1), "end": date(2026, 11, 23)}, "assists_already", 409),
    ],
)
def test_assistances_that_are_refused(world, acts, changes, code, status):
    assist(assistant=world.former, principal=world.mayor, start=TODAY, **acts)
    given = {"principal": "mayor", "start": TODAY} | changes
    principal = getattr(world, given.pop("principal"))
    with pytest.raises(DomainError) as refusal:
        assist(assistant=world.former, principal=principal, **given, **acts)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert Assistance.objects.filter(assistant=world.former).count() == 1


def test_an_assistant_needs_a_login(world, acts):
    ruth = register(given_name="Ruth", family_name="Keller", email="ruth@post.example", login=False, **acts)
    with pytest.raises(DomainError) as refusal:
        assist(assistant=ruth, principal=world.mayor, start=TODAY, **acts)
    assert refusal.value.code == "assistant_without_login"


def test_what_was_answered_in_the_past_stays_rightly_answered(world, acts):
    made = assist(assistant=world.former, principal=world.mayor, start=date(2026, 1, 1), **acts)
    with pytest.raises(DomainError) as refusal:
        end_assistance(made, on=date(2026, 6, 1), **acts)
    assert refusal.value.code == "end_in_the_past"


def test_the_database_refuses_nonsense_too(world):
    wrong = (
        {"assistant": world.mayor, "principal": world.mayor, "start": TODAY},
        {"assistant": world.former, "principal": world.mayor, "start": TODAY, "end": date(2026, 1, 1)},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Assistance.objects.create(**values)


def test_the_day_is_berlins(world, acts):
    night = datetime(2026, 11, 24, 0, 30, tzinfo=BERLIN)
    made = assist(assistant=world.former, principal=world.mayor, start=TODAY, **acts)
    end_assistance(made, on=TODAY, by=acts["by"], now=night)
    made.refresh_from_db()
    assert made.end == TODAY

"""Who speaks for a project partner: dated, with a login, and for its own projects alone."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from governance.people.models import Organisation, PartnerAssignment
from governance.people.partnering import assign, end_assignment

TODAY = date(2026, 11, 23)


@pytest.fixture
def partner(world):
    return Organisation.objects.get()


@pytest.fixture
def speaks(world, now, partner):
    def act(person, *, start=TODAY, end=None):
        by = world.actor(world.secretary)
        return assign(organisation=partner, person=person, start=start, end=end, by=by, now=now)

    return act


def refused(code, call, *given, **values):
    with pytest.raises(DomainError) as refusal:
        call(*given, **values)
    assert refusal.value.code == code


def test_it_opens_and_closes_with_its_days(world, partner, speaks):
    made = speaks(world.former, end=date(2026, 12, 31))
    assert speaks(world.former, end=date(2026, 12, 31)) == made
    days = (date(2026, 11, 22), TODAY, date(2026, 12, 31), date(2027, 1, 1))
    assert [len(world.reader(world.former, today=day).partner_of) for day in days] == [0, 1, 1, 0]
    assert JournalEntry.objects.filter(action="partner.assigned").count() == 1


def test_refusals(world, now, speaks, newcomer):
    refused("end_before_start", speaks, world.former, end=date(2026, 11, 22))
    speaks(world.former)
    refused("partner_already", speaks, world.former, start=date(2027, 1, 1))
    newcomer.user = None
    newcomer.save()
    refused("partner_without_login", speaks, newcomer)


def test_it_ends_today_and_what_has_not_begun_is_dropped(world, now, speaks):
    by = world.actor(world.secretary)
    runs, later = speaks(world.former), speaks(world.admin, start=date(2027, 1, 1))
    for one in (runs, runs, later, later):
        end_assignment(one, on=TODAY, by=by, now=now)
    assert PartnerAssignment.objects.get().end == TODAY
    assert JournalEntry.objects.filter(action="partner.ended").count() == 2
    other = speaks(world.admin)
    refused("end_in_the_past", end_assignment, other, on=TODAY, by=by, now=datetime(2026, 12, 1, 9, tzinfo=UTC))


def test_the_office_enters_and_ends_it_on_the_page(world, office, partner):
    page = reverse("partner_add", args=[partner.pk])
    shown = office.post(page, {"person": world.former.pk, "start": "2026-11-23"}, follow=True).content.decode()
    assert f"{world.former} spricht für {partner}." in shown
    ended = office.post(reverse("partner_end", args=[partner.pk, PartnerAssignment.objects.get().pk]), follow=True)
    assert f"{world.former} spricht bis heute Abend für {partner}." in ended.content.decode()

"""The first screen of a project partner: the own projects, and what is due or old."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.values import SYSTEM
from governance.people.models import Organisation, PartnerAssignment
from portfolio.projects import measuring, milestones, progress
from portfolio.projects.models import Project
from portfolio.projects.starting import start
from portfolio.strategy.publishing import GoalPlan, PhasePlan, publish
from tests.world import FOUNDED, person


@pytest.fixture
def partner(world):
    one = person("Petra", "Hoff")
    PartnerAssignment.objects.create(organisation=Organisation.objects.get(), person=one, start=FOUNDED)
    return one


@pytest.fixture
def projects(world, partner, now):
    """Three of the partner's, one of somebody else's; all on a strategy of one field."""
    plan = {"title": "Strategie", "published_on": date(2026, 1, 2), "phases": [PhasePlan(1, "Eins")]}
    strategy = publish(**plan, fields=["Energie"], goals=[GoalPlan(1, "Ziel")], by=SYSTEM, now=now)
    own = Organisation.objects.get()
    other = Organisation.objects.create(name="Stadtwerk", kind=Organisation.Kind.CITY_COMPANY)
    where = {"field": strategy.fields.get(), "phase": strategy.phases.get(), "summary": "S", "by": SYSTEM, "now": now}
    titles = {"Alt": own, "Frisch": own, "Fertig": own, "Fremd": other}
    made = {title: start(key=title.lower(), title=title, lead=lead, **where) for title, lead in titles.items()}
    for title, day, status in (
        ("Alt", date(2026, 8, 1), "at_risk"),
        ("Frisch", date(2026, 11, 20), "on_track"),
        ("Fertig", date(2026, 1, 5), "done"),
        ("Fremd", date(2026, 1, 5), "off_track"),
    ):
        progress.note(made[title], as_of=day, status=status, text=f"{title} steht.", by=SYSTEM, now=now)
    return made


def test_what_is_old_or_due_stands_first_and_then_the_own_projects(client, projects, partner, now):
    fresh = projects["Frisch"]
    for title, day in (("Verspätet", date(2026, 11, 1)), ("Bald", date(2026, 12, 7)), ("Später", date(2026, 12, 8))):
        milestones.plan(fresh, title=title, day=day, by=SYSTEM, now=now)
    done = milestones.plan(fresh, title="Erreicht", day=date(2026, 11, 1), by=SYSTEM, now=now)
    milestones.move(done, state="reached", day=date(2026, 11, 2), by=SYSTEM, now=now)
    old = measuring.define(fresh, title="Leuchten", unit="Stück", target=None, by=SYSTEM, now=now)
    measuring.enter(old, day=date(2026, 8, 10), value=Decimal(4), by=SYSTEM, now=now)
    new = measuring.define(fresh, title="Masten", unit="Stück", target=None, by=SYSTEM, now=now)
    measuring.enter(new, day=date(2026, 11, 10), value=Decimal(4), by=SYSTEM, now=now)
    measuring.define(fresh, title="Kabel", unit="km", target=None, by=SYSTEM, now=now)
    client.force_login(partner.user)
    shown = client.get(reverse("home"))
    assert [(one.row.title, one.row.day) for one in shown.context["desk"].work.rows] == [
        ("Meilenstein: Verspätet", date(2026, 11, 1)),
        ("Stand eintragen: Alt", date(2026, 11, 1)),
        ("Messwert: Leuchten", date(2026, 11, 10)),
        ("Meilenstein: Bald", date(2026, 12, 7)),
        ("Messwert: Kabel", None),
    ]
    assert [one.title for one, _light in shown.context["desk"].projects] == ["Alt", "Fertig", "Frisch"]
    assert 'href="/projekte/alt/#stand"' in shown.text
    assert "Stand vom 01.08.2026" in shown.text
    assert "Fremd" not in shown.text


def test_a_project_nobody_spoke_of_asks_for_its_first_word(client, projects, partner, world, now):
    made = projects["Alt"]
    start(key="neu", title="Neu", summary="S", field=made.field, phase=made.phase, lead=made.lead, by=SYSTEM, now=now)
    client.force_login(partner.user)
    assert "Noch nichts eingetragen." in client.get(reverse("home")).text
    assert "Stand eintragen: Neu" in client.get(reverse("home")).text


def test_nothing_due_and_no_project_are_said(client, world, partner):
    client.force_login(partner.user)
    shown = client.get(reverse("home")).text
    assert "Alle drei Monate werden Sie hier nach dem Stand Ihrer Projekte gefragt." in shown
    assert "Ihre Organisation leitet zurzeit kein Projekt." in shown


def test_a_member_who_speaks_for_a_partner_finds_it_among_the_own_tasks(client, projects, world):
    PartnerAssignment.objects.create(organisation=projects["Alt"].lead, person=world.kaya, start=FOUNDED)
    client.force_login(world.kaya.user)
    assert "Stand eintragen: Alt" in client.get(reverse("home")).text
    client.force_login(world.dahlhoff.user)
    assert "Stand eintragen" not in client.get(reverse("home")).text


def test_it_costs_the_same_for_many_projects(client, projects, partner, now, django_assert_num_queries):
    client.force_login(partner.user)
    with django_assert_num_queries(8):
        client.get(reverse("home"))
    made = projects["Alt"]
    where = {"field": made.field, "phase": made.phase, "lead": made.lead, "by": SYSTEM, "now": now}
    for number in range(9):
        start(key=f"p{number}", title=f"P{number}", summary="S", **where)
    assert Project.objects.count() == 13
    with django_assert_num_queries(8):
        client.get(reverse("home"))

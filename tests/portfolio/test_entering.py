"""The partner enters how its projects go on; what was entered stays, and a newer entry corrects it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from foundation.journal.models import JournalEntry
from foundation.values import SYSTEM, DomainError
from governance.people.models import Organisation, PartnerAssignment
from portfolio.projects import measuring, milestones, progress
from portfolio.projects.forms import ValueField
from portfolio.projects.models import Indicator, Measurement, Milestone, MilestoneEntry, ProgressNote, Project
from portfolio.projects.starting import start
from portfolio.strategy.publishing import GoalPlan, PhasePlan, publish
from tests.world import FOUNDED, person

MONDAY = date(2026, 11, 23)
NOTE = {"act": "note", "light": "at_risk", "text": "Es fehlen Masten.", "as_of": "23.11.2026"}


@pytest.fixture
def partner(world):
    """Speaks for HEAG mobilo."""
    one = person("Petra", "Hoff")
    PartnerAssignment.objects.create(
        organisation=Organisation.objects.get(name="HEAG mobilo"), person=one, start=FOUNDED
    )
    return one


@pytest.fixture
def projects(world, now):
    """One of HEAG mobilo's and one of the Stadtwerk's."""
    strategy = publish(
        title="Digitalstrategie",
        published_on=MONDAY,
        phases=[PhasePlan(1, "Umsetzung")],
        fields=["Energie"],
        goals=[GoalPlan(1, "Mehrwert")],
        by=SYSTEM,
        now=now,
    )
    other = Organisation.objects.create(name="Stadtwerk", kind=Organisation.Kind.CITY_COMPANY)
    leads = {"smart-lighting": Organisation.objects.get(name="HEAG mobilo"), "funknetz": other}
    where = {"field": strategy.fields.get(), "phase": strategy.phases.get(), "by": SYSTEM, "now": now}
    return [start(key=key, title=key.title(), summary="Text.", lead=lead, **where) for key, lead in leads.items()]


@pytest.fixture
def lighting(projects):
    return projects[0]


def sent(client, project, **values):
    return client.post(project.get_absolute_url(), values)


def journalled() -> list[str]:
    return [one.action for one in JournalEntry.objects.order_by("pk") if one.action != "project.started"]


def test_the_partner_says_how_the_own_project_stands(client, lighting, partner):
    client.force_login(partner.user)
    answer = client.post(lighting.get_absolute_url(), NOTE, follow=True)
    assert answer.redirect_chain == [("/projekte/smart-lighting/#stand", 302)]
    page = " ".join(answer.text.split())
    assert "Danke, das ist eingetragen." in page
    assert "beobachten" in page
    assert "Es fehlen Masten." in page
    assert "Eingetragen von Petra Hoff am 23.11.2026" in page
    made = ProgressNote.objects.get()
    assert (made.status, made.as_of, made.entered_by) == ("at_risk", MONDAY, partner.key)
    entry = JournalEntry.objects.get(action="project.noted")
    assert (entry.actor, entry.subject) == (partner.key, lighting.journal_key)


def test_a_newer_entry_of_the_day_corrects_and_both_stay(client, lighting, partner):
    client.force_login(partner.user)
    sent(client, lighting, **NOTE)
    sent(client, lighting, **NOTE)
    sent(client, lighting, **NOTE | {"light": "on_track", "text": "Die Masten sind da."})
    assert list(ProgressNote.objects.values_list("text", flat=True)) == ["Die Masten sind da.", "Es fehlen Masten."]
    assert Project.objects.with_status(MONDAY).get(pk=lighting.pk).status == "on_track"
    page = " ".join(client.get(lighting.get_absolute_url()).text.split())
    assert page.count("Berichtigt durch den Eintrag darüber") == 1
    assert page.index("Die Masten sind da.") < page.index("Es fehlen Masten.")
    assert journalled() == ["strategy.published", "project.noted", "project.note_corrected"]


def test_milestones_are_planned_moved_reached_and_taken_back(client, lighting, partner):
    client.force_login(partner.user)
    sent(client, lighting, act="milestone", title="Alle Leuchten", day="2026-12-31")
    stone = Milestone.objects.get()
    for state, day in (("planned", "2027-01-31"), ("reached", "2026-11-20"), ("planned", "2027-01-31")):
        assert sent(client, lighting, act="move", milestone=stone.pk, state=state, day=day).status_code == 302
    sent(client, lighting, act="move", milestone=stone.pk, state="dropped", day="2026-11-23")
    assert list(stone.entries.order_by("pk").values_list("state", "day")) == [
        ("planned", date(2026, 12, 31)),
        ("planned", date(2027, 1, 31)),
        ("reached", date(2026, 11, 20)),
        ("planned", date(2027, 1, 31)),
        ("dropped", MONDAY),
    ]
    assert set(stone.entries.values_list("entered_by", flat=True)) == {partner.key}
    page = " ".join(client.get(lighting.get_absolute_url()).text.split())
    assert "Entfallen am Montag, 23. November 2026, geplant für 31.01.2027" in page.replace("\xa0", " ")
    assert journalled()[1:] == [
        "milestone.planned",
        "milestone.moved",
        "milestone.reached",
        "milestone.moved",
        "milestone.dropped",
    ]


def test_values_are_typed_in_german_and_corrected_by_a_newer_one(client, lighting, partner, world, now):
    gauge = measuring.define(lighting, title="Leuchten", unit="Stück", target=Decimal(62000), by=SYSTEM, now=now)
    client.force_login(partner.user)
    sent(client, lighting, act="value", indicator=gauge.pk, value="1.240,5", day="2026-11-20")
    sent(client, lighting, act="value", indicator=gauge.pk, value="1.250,5", day="2026-11-20")
    sent(client, lighting, act="value", indicator=gauge.pk, value="900", day="2026-08-20")
    assert list(gauge.measurements.values_list("day", "value")) == [
        (date(2026, 11, 20), Decimal("1250.50")),
        (date(2026, 11, 20), Decimal("1240.50")),
        (date(2026, 8, 20), Decimal("900.00")),
    ]
    page = " ".join(client.get(lighting.get_absolute_url()).text.split())
    assert "1.250,50 Stück" in page
    assert "Ziel: 62.000 Stück" in page
    assert journalled()[1:] == [
        "indicator.defined",
        "measurement.entered",
        "measurement.corrected",
        "measurement.entered",
    ]


def test_only_own_projects_and_no_indicators_of_the_partner(client, projects, partner, world, now):
    lighting, foreign = projects
    stone = milestones.plan(foreign, title="Masten", day=MONDAY, by=SYSTEM, now=now)
    gauge = measuring.define(foreign, title="Masten", unit="Stück", target=None, by=SYSTEM, now=now)
    before = JournalEntry.objects.count()
    client.force_login(partner.user)
    assert "Stand eintragen" not in client.get(foreign.get_absolute_url()).text
    assert sent(client, foreign, **NOTE).status_code == 404
    assert sent(client, foreign, act="milestone", title="Fremd", day="2026-12-31").status_code == 404
    indicator = {"act": "indicator", "title": "Eigene", "unit": "Stück"}
    assert sent(client, lighting, **indicator).status_code == 404
    # what belongs to the foreign project does not come in by the own one
    assert (
        sent(client, lighting, act="move", milestone=stone.pk, state="dropped", day="2026-11-23").status_code == 400
    )
    assert sent(client, lighting, act="value", indicator=gauge.pk, value="1", day="2026-11-23").status_code == 400
    for who in (world.kaya, world.mayor, world.mayors_officer, world.admin, world.former):
        client.force_login(who.user)
        assert sent(client, lighting, **NOTE).status_code == 404
    assert (JournalEntry.objects.count(), ProgressNote.objects.count()) == (before, 0)


def test_it_ends_with_the_assignment(client, lighting, partner):
    PartnerAssignment.objects.update(end=date(2026, 11, 22))
    client.force_login(partner.user)
    assert sent(client, lighting, **NOTE).status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (NOTE | {"as_of": "2026-11-24"}, "Dieser Tag liegt in der Zukunft."),
        (NOTE | {"text": " "}, "Bitte füllen Sie dieses Feld aus."),
        (NOTE | {"text": "x" * 301}, "Bitte kürzen Sie den Text auf 300 Zeichen."),
        (NOTE | {"light": "red"}, "Bitte wählen Sie eine der Antworten."),
        ({"act": "milestone", "title": "Netz", "day": "2026-12-31"}, "gibt es schon"),
        ({"act": "move", "milestone": "0", "state": "reached", "day": "2026-11-23"}, "Bitte wählen Sie"),
        ({"act": "value", "indicator": "1", "value": "viel", "day": "2026-11-23"}, "Bitte prüfen Sie Ihre Angaben"),
        ({"act": "value", "indicator": "1", "value": "NaN", "day": "2026-11-23"}, "Bitte prüfen Sie Ihre Angaben"),
    ],
)
def test_what_cannot_be_kept_is_shown_again_and_changes_nothing(client, lighting, partner, now, values, words):
    milestones.plan(lighting, title="Netz", day=MONDAY, by=SYSTEM, now=now)
    before = JournalEntry.objects.count()
    client.force_login(partner.user)
    answer = sent(client, lighting, **values)
    assert answer.status_code in (400, 409)
    assert words in answer.text
    assert JournalEntry.objects.count() == before
    assert not ProgressNote.objects.exists()
    assert MilestoneEntry.objects.count() == 1


def test_nothing_is_reached_or_dropped_on_a_day_to_come(lighting, now):
    stone = milestones.plan(lighting, title="Netz", day=date(2027, 3, 1), by=SYSTEM, now=now)
    for state in ("reached", "dropped", "vergessen"):
        with pytest.raises(DomainError) as refused:
            milestones.move(stone, state=state, day=MONDAY + timedelta(days=1), by=SYSTEM, now=now)
        assert refused.value.status == 400
    assert milestones.move(stone, state="planned", day=date(2027, 3, 1), by=SYSTEM, now=now) == stone.entries.get()


def test_the_office_and_the_management_say_what_is_measured(client, lighting, world):
    for who, title in ((world.manager, "Leuchten"), (world.secretary, "Masten")):
        client.force_login(who.user)
        assert sent(client, lighting, act="indicator", title=title, unit="Stück", target="1.000").status_code == 302
        assert sent(client, lighting, act="indicator", title=title, unit="Meter").status_code == 409
    assert list(Indicator.objects.values_list("title", "unit", "target")) == [
        ("Leuchten", "Stück", Decimal(1000)),
        ("Masten", "Stück", Decimal(1000)),
    ]


def test_the_database_keeps_what_was_entered(lighting, now):
    progress.note(lighting, as_of=MONDAY, status="on_track", text="Gut.", by=SYSTEM, now=now)
    milestones.plan(lighting, title="Netz", day=MONDAY, by=SYSTEM, now=now)
    gauge = measuring.define(lighting, title="Leuchten", unit="Stück", target=None, by=SYSTEM, now=now)
    measuring.enter(gauge, day=MONDAY, value=Decimal(3), by=SYSTEM, now=now)
    for model in (ProgressNote, MilestoneEntry, Measurement):
        for act in (lambda rows: rows.update(entered_by="person:x"), lambda rows: rows.delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                act(model.objects.all())


def test_the_page_costs_the_same_whatever_was_entered(client, lighting, partner, now, django_assert_max_num_queries):
    client.force_login(partner.user)
    gauge = measuring.define(lighting, title="Leuchten", unit="Stück", target=None, by=SYSTEM, now=now)
    for number in range(12):
        day = MONDAY - timedelta(days=number)
        progress.note(lighting, as_of=day, status="on_track", text=f"{number}", by=SYSTEM, now=now)
        milestones.plan(lighting, title=f"{number}", day=day, by=SYSTEM, now=now)
        measuring.enter(gauge, day=day, value=Decimal(number), by=SYSTEM, now=now)
    with django_assert_max_num_queries(14):
        client.get(lighting.get_absolute_url())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1.240,5", "1240.5"), ("62.000", "62000"), ("3,25", "3.25"), ("1.5", "1.5"), ("-4", "-4"), ("1 000", "1000")],
)
def test_a_number_as_people_write_it(typed, kept):
    with override("de"):
        assert ValueField().clean(typed) == Decimal(kept)


@pytest.mark.parametrize("typed", ["", "1.24,5", "1,234", "0.125", "-0.125", "0,125", "1e99", "Infinity", "9" * 15])
def test_a_number_nobody_can_read_is_refused(typed):
    with override("de"), pytest.raises(ValidationError):
        ValueField().clean(typed)


@pytest.mark.parametrize("typed", ["0,125", "0.125"])
def test_a_number_that_begins_with_nought_has_no_thousands_in_english(typed):
    with override("en"), pytest.raises(ValidationError):
        ValueField().clean(typed)

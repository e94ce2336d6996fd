from datetime import date, timedelta

import pytest

from foundation.values import SYSTEM, DomainError
from governance.people.models import Organisation
from portfolio.projects import progress
from portfolio.projects.models import Guideline, ProgressNote, Project
from portfolio.projects.starting import GuidelinePlan, adopt_guidelines, start
from portfolio.strategy.models import Strategy
from portfolio.strategy.publishing import GoalPlan, PhasePlan, publish

MONDAY = date(2026, 11, 23)


def strategy(now, title="Digitalstrategie", phases=(PhasePlan(1, "Umsetzung"),)):
    return publish(
        title=title,
        published_on=MONDAY,
        phases=phases,
        fields=["Energie", "Mobilität"],
        goals=[GoalPlan(1, "Mehrwert")],
        by=SYSTEM,
        now=now,
    )


@pytest.fixture
def lighting(world, now):
    made = strategy(now)
    return start(
        key="smart-lighting",
        title="Smart Lighting",
        summary="Leuchten, die sich anpassen.",
        field=made.fields.first(),
        phase=made.phases.first(),
        lead=Organisation.objects.get(name="HEAG mobilo"),
        by=SYSTEM,
        now=now,
    )


def test_a_new_version_becomes_the_current_one(db, now):
    first, second = strategy(now), strategy(now, "Digitalstrategie 2030")
    assert strategy(now) == first
    assert list(Strategy.objects.filter(is_current=True)) == [second]
    assert Strategy.objects.count() == 2


@pytest.mark.parametrize(
    "phases",
    [(), (PhasePlan(2, "Zwei"),), (PhasePlan(1, "Eins", is_open_ended=True), PhasePlan(2, "Zwei"))],
)
def test_phases_run_without_a_gap_and_end_before_the_last(db, now, phases):
    with pytest.raises(DomainError) as refused:
        strategy(now, phases=phases)
    assert refused.value.status == 400
    assert not Strategy.objects.exists()


def test_a_project_begins_once(lighting, now):
    again = {"summary": "", "field": lighting.field, "phase": lighting.phase, "lead": lighting.lead}
    assert start(key="smart-lighting", title="Smart Lighting", **again, by=SYSTEM, now=now) == lighting
    with pytest.raises(DomainError):
        start(key="smart-lighting", title="Anderes", **again, by=SYSTEM, now=now)


def test_a_note_is_never_changed_but_followed(lighting, now):
    day = {"by": SYSTEM, "now": now}
    first = progress.note(lighting, as_of=MONDAY, status="on_track", text="40 von 62.", **day)
    assert progress.note(lighting, as_of=MONDAY, status="on_track", text="40 von 62.", **day) == first
    assert ProgressNote.objects.count() == 1
    progress.note(lighting, as_of=MONDAY - timedelta(days=7), status="at_risk", text="20 von 62.", **day)
    newest = Project.objects.with_status(MONDAY).get()
    assert (newest.status, newest.note_text, newest.noted_on) == ("on_track", "40 von 62.", MONDAY)
    assert Project.objects.with_status(MONDAY - timedelta(days=1)).get().status == "at_risk"


@pytest.mark.parametrize(
    ("as_of", "status", "text"),
    [
        (MONDAY + timedelta(days=1), "on_track", "Morgen."),
        (MONDAY, "red", "Rot."),
        (MONDAY, "on_track", " "),
        (MONDAY, "on_track", "x" * 301),
        (MONDAY, "on_track", "\x00"),
    ],
)
def test_notes_that_cannot_be_kept(lighting, now, as_of, status, text):
    with pytest.raises(DomainError) as refused:
        progress.note(lighting, as_of=as_of, status=status, text=text, by=SYSTEM, now=now)
    assert refused.value.status == 400
    assert not ProgressNote.objects.exists()


def test_guidelines_are_adopted_once(db, now):
    plans = [GuidelinePlan(1, "Gemeinwohl", "Für alle."), GuidelinePlan(2, "Transparenz", "Offen.")]
    adopt_guidelines(plans, by=SYSTEM, now=now)
    adopt_guidelines([GuidelinePlan(1, "Anders", "Anders.")], by=SYSTEM, now=now)
    assert list(Guideline.objects.values_list("title", flat=True)) == ["Gemeinwohl", "Transparenz"]


def test_the_public_sees_no_status_and_no_note(lighting, world, client, now):
    progress.note(lighting, as_of=MONDAY, status="off_track", text="Es hakt.", by=SYSTEM, now=now)
    for url in ("/projekte/", "/projekte/smart-lighting/"):
        page = client.get(url).content.decode()
        assert "Smart Lighting" in page
        assert "HEAG mobilo" in page
        assert "Es hakt." not in page
        assert "kritisch" not in page
    client.force_login(world.former.user)
    assert "Es hakt." not in client.get(lighting.get_absolute_url()).content.decode()
    client.force_login(world.sponsor.user)
    page = client.get(lighting.get_absolute_url()).content.decode()
    assert "Es hakt." in page
    assert "kritisch" in page


def test_an_unknown_project_is_404(client, db):
    assert client.get("/projekte/gibt-es-nicht/").status_code == 404


def test_the_list_costs_the_same_whatever_its_length(lighting, client, now, django_assert_num_queries):
    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            client.get("/projekte/")
        return len(queries)

    before = count()
    for n in range(8):
        start(
            key=f"p{n}",
            title=f"Projekt {n}",
            summary="S",
            field=lighting.field,
            phase=lighting.phase,
            lead=lighting.lead,
            by=SYSTEM,
            now=now,
        )
    assert count() == before <= 7

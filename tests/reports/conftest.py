"""A strategy with four projects, and the report of the last quarter for the meeting in February."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from foundation.values import SYSTEM
from governance.people.models import Organisation
from portfolio.projects import progress
from portfolio.projects.starting import start
from portfolio.strategy.publishing import PhasePlan, publish
from reports.editions import compiling, editing, submitting
from reports.editions.models import ManagementReport
from reports.editions.periods import quarter

DRAFTED = datetime(2027, 1, 14, 7, tzinfo=UTC)
SUBMITTED = datetime(2027, 1, 19, 9, tzinfo=UTC)
REVIEWED = datetime(2027, 1, 22, 9, tzinfo=UTC)
MANUAL = {
    "finances": "Ausgaben und Einnahmen liegen im Plan.",
    "risks": "Der Start verschiebt sich auf das dritte Quartal.\n\nDer Förderbescheid steht aus.",
    "outlook": "Im nächsten Quartal beginnt der Probebetrieb.",
}
NOTES = {
    "Datenplattform": ("off_track", "Der Start verschiebt sich um drei Monate."),
    "Servicekonto": ("at_risk", "Die Nutzung liegt 8 % unter dem Ziel."),
    "Verkehrsdaten": ("on_track", "183 von 205 Ampelanlagen liefern offene Daten."),
    "Smart Lighting": ("done", "Alle 62 Leuchten sind umgerüstet."),
}


@pytest.fixture
def projects(world, now):
    strategy = publish(
        title="Digitalstrategie",
        published_on=date(2018, 11, 16),
        phases=[PhasePlan(1, "Finalisierung"), PhasePlan(2, "Umsetzung", is_open_ended=True)],
        fields=["Daten", "Verwaltung"],
        goals=[],
        by=SYSTEM,
        now=now,
    )
    lead = Organisation.objects.get(name="HEAG mobilo")
    made = {}
    for title, (status, text) in NOTES.items():
        made[title] = start(
            key=title.lower().replace(" ", "-"),
            title=title,
            summary=f"{title} für alle.",
            field=strategy.fields.first(),
            phase=strategy.phases.first(),
            lead=lead,
            by=SYSTEM,
            now=now,
        )
        progress.note(made[title], as_of=date(2026, 11, 20), status=status, text=text, by=SYSTEM, now=now)
    return made


@dataclass
class Desk:
    """Report and people; each verb is one act by the one who does it."""

    world: object
    report: ManagementReport

    def write(self, **texts):
        self.report.refresh_from_db()
        return editing.write(
            self.report,
            texts=texts or MANUAL,
            revision=self.report.revision,
            by=self.world.actor(self.world.manager),
            now=DRAFTED,
        )

    def submit(self, at=SUBMITTED):
        version = submitting.submit(self.report, by=self.world.actor(self.world.manager), now=at)
        self.report.refresh_from_db()
        return version


@pytest.fixture
def desk(world, projects):
    """A draft for the Unternehmensbeirat, Q4/2026; finances, risks and outlook are still empty."""
    meeting = world.meeting(day=date(2027, 2, 11))
    report = compiling.compile(
        world.ub, period=quarter(2026, 4), meeting=meeting, author=world.manager, by=SYSTEM, now=DRAFTED
    )
    return Desk(world, report)


@pytest.fixture
def submitted(desk):
    """The same, written and submitted on 19 January."""
    desk.write()
    desk.submit()
    return desk

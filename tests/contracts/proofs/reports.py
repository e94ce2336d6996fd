"""Reports, projects and contributions: rows that could leak."""

from collections.abc import Callable
from datetime import date

from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.people.models import Organisation
from participation.contributions.models import Contribution
from portfolio.projects import rules as projects
from portfolio.projects.models import Indicator, Measurement, Milestone, MilestoneEntry, ProgressNote, Project
from portfolio.strategy.models import Field, Phase, Strategy
from reports.editions import rules as reports
from reports.editions.models import ManagementReport
from tests.contracts.proofs.house import TODAY, House, Word, allowed, at_all, depth, queried, whose
from tests.world import DECLARED


def reports_of(house: House, status: str, met: str = "scheduled") -> dict[Board, ManagementReport]:
    return {
        one.board: ManagementReport.objects.create(
            board=one.board,
            meeting=one,
            period="2026-Q3",
            period_start=date(2026, 7, 1),
            period_end=date(2026, 9, 30),
            status=status,
            author=house.world.manager,
            created_at=house.now,
            figures_at=None if status == "draft" else house.now,
        )
        for one in house.meetings(met)
    }


def report(status: str, met: str = "scheduled") -> Callable[[House], Word]:
    return lambda house: queried(house, reports_of(house, status, met).values(), lambda one: one.board)


def sections(house: House) -> Word:
    made = reports_of(house, "published")
    rows = {(place, level): (place == house.here, int(level)) for place in made for level in Level}
    return lambda reader: depth((one for one in rows if one[1] <= reports.level_of(reader, made[one[0]])), rows)


def of_reports(status: str, rule: Callable[[Reader, ManagementReport], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, reports_of(house, status), rule)


def two_projects(house: House) -> list[Project]:
    """The partner's project and another's."""
    mine = project(house)
    lead = Organisation.objects.create(name="Stadtwerk", kind=Organisation.Kind.CITY_COMPANY)
    other = Project.objects.create(key="b", title="B", summary="B", field=mine.field, phase=mine.phase, lead=lead)
    return [mine, other]


def progress(house: House) -> Word:
    """A note, a milestone and a value on the partner's project and on another's: the same for all three."""
    both = two_projects(house)
    who = {"entered_at": house.now, "entered_by": house.stranger.key}
    for one in both:
        ProgressNote.objects.create(project=one, as_of=TODAY, status="on_track", text="x", **who)
        stone = Milestone.objects.create(project=one, title="Netz")
        MilestoneEntry.objects.create(milestone=stone, state="planned", day=TODAY, **who)
        gauge = Indicator.objects.create(project=one, title="Leuchten", unit="Stück")
        Measurement.objects.create(indicator=gauge, day=TODAY, value=40, **who)

    def word(reader: Reader) -> str:
        seen = [one for one in both if projects.can_see_progress(reader, one)]
        for model in (ProgressNote, Milestone, MilestoneEntry, Indicator, Measurement):
            rows = model.objects.visible_to(reader).values_list(model.TO_PROJECT, flat=True)
            assert set(rows) == {one.pk for one in seen}
        return whose(seen, [], both, both[:1])

    return word


def entering(house: House) -> Word:
    both = two_projects(house)
    return lambda reader: whose((one for one in both if projects.can_enter(reader, one)), [], both, both[:1])


def project(house: House) -> Project:
    strategy = Strategy.objects.create(title="Digitalstrategie", published_on=TODAY)
    return Project.objects.create(
        key="datenplattform",
        title="Datenplattform",
        summary="Daten für alle.",
        field=Field.objects.create(strategy=strategy, name="Daten"),
        phase=Phase.objects.create(strategy=strategy, number=1, name="Umsetzung"),
        lead=Organisation.objects.get(),
    )


def public_projects(house: House) -> Word:
    one = project(house)
    return lambda reader: whose(Project.objects.visible_to(reader), [one], [])


def contributed(status: str) -> Callable[[House], Word]:
    def proof(_house: House) -> Word:
        one = Contribution.objects.create(
            chapter="Verkehr", author_label="Mari", posted_at=DECLARED, text="Mehr Bänke.", status=status
        )
        return lambda reader: "all" if list(Contribution.objects.visible_to(reader)) == [one] else "-"

    return proof


PROOFS: dict[str, Callable[[House], Word]] = {
    "report_draft": report("draft"),
    "report_submitted": report("submitted"),
    "report_returned": report("returned"),
    "report_invited": report("submitted", "invited"),
    "report_approved": report("approved"),
    "report_published": report("published"),
    "report_sections": sections,
    "projects": public_projects,
    "progress": progress,
    "enter_progress": entering,
    "define_indicator": at_all(projects.can_define),
    "contributions": contributed("published"),
    "contributions_held": contributed("in_moderation"),
    "write_report": of_reports("draft", reports.can_write),
    "review_report": of_reports("submitted", reports.can_review),
    "publish_report": of_reports("approved", reports.can_publish),
}

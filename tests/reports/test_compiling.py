from datetime import UTC, date, datetime

from foundation.values import SYSTEM
from governance.people.models import StaffAssignment
from reports.editions import compiling, sources
from reports.editions.models import ManagementReport
from reports.editions.periods import quarter, quarter_before
from tests.reports.conftest import DRAFTED

T_MINUS_29 = datetime(2027, 1, 13, 8, tzinfo=UTC)
T_MINUS_28 = datetime(2027, 1, 14, 8, tzinfo=UTC)


def test_quarters_end_on_their_last_day():
    assert quarter(2026, 4) == quarter_before(date(2027, 2, 11))
    assert [quarter(2028, n).end for n in (1, 2, 3, 4)] == [
        date(2028, 3, 31),
        date(2028, 6, 30),
        date(2028, 9, 30),
        date(2028, 12, 31),
    ]
    assert quarter_before(date(2027, 4, 1)).code == "Q1/2027"


def test_a_draft_begins_four_weeks_before_the_meeting_of_a_board_that_receives_reports(world, projects):
    world.meeting(day=date(2027, 2, 11))
    world.meeting(world.etb, day=date(2027, 2, 10))
    assert compiling.compile_due(now=T_MINUS_29) == 0
    assert compiling.compile_due(now=T_MINUS_28) == 1
    assert compiling.compile_due(now=T_MINUS_28) == 0
    report = ManagementReport.objects.get()
    assert (report.board, report.period, report.author, report.status) == (
        world.ub,
        "Q4/2026",
        world.manager,
        "draft",
    )


def test_a_second_meeting_after_the_same_quarter_gets_no_second_report(world, projects):
    world.meeting(day=date(2027, 2, 11))
    world.meeting(day=date(2027, 2, 4), number=2)
    assert compiling.compile_due(now=T_MINUS_28) == 1


def test_without_management_nothing_begins(world, projects):
    world.meeting(day=date(2027, 2, 11))
    StaffAssignment.objects.filter(role="management").update(end=date(2026, 12, 31))
    assert compiling.compile_due(now=T_MINUS_28) == 0


def test_sections_are_filled_from_figures(desk):
    texts = {one.slug: one.text for one in desk.report.sections.all()}
    assert list(texts) == ["summary", "projects", "opinions", "actions", "finances", "risks", "outlook"]
    assert texts["summary"].split("\n") == [
        "off_track|Datenplattform: Der Start verschiebt sich um drei Monate.",
        "at_risk|Servicekonto: Die Nutzung liegt 8 % unter dem Ziel.",
        "on_track|Verkehrsdaten: 183 von 205 Ampelanlagen liefern offene Daten.",
        "done|Smart Lighting: Alle 62 Leuchten sind umgerüstet.",
    ]
    assert texts["projects"].split("\n\n") == [
        "Über 4 Projekte wird berichtet: 1 im Plan, 1 zu beobachten, 1 kritisch, 1 abgeschlossen.",
        "Datenplattform: Der Start verschiebt sich um drei Monate.",
        "Servicekonto: Die Nutzung liegt 8 % unter dem Ziel.",
        "Smart Lighting: Alle 62 Leuchten sind umgerüstet.",
    ]
    assert [texts[slug] for slug in ("finances", "risks", "outlook")] == ["", "", ""]


def test_compiling_twice_is_the_same_draft(desk, world):
    again = compiling.compile(
        world.ub, period=quarter(2026, 4), meeting=None, author=world.manager, by=SYSTEM, now=T_MINUS_28
    )
    assert again == desk.report


def test_the_draft_begins_as_early_as_the_rules_of_the_board_say(world, projects):
    world.meeting(day=date(2027, 2, 11))
    world.ub.rules.update(report_days=29)
    assert compiling.compile_due(now=T_MINUS_29) == 1


def test_a_report_published_before_its_meeting_stays_on_the_agenda(world, desk):
    """It left the draft of the agenda although the meeting still hears it; other meetings hear it no more."""
    desk.write()
    desk.submit()
    for status in ("seen", "published"):
        ManagementReport.objects.filter(pk=desk.report.pk).update(status=status, published_at=DRAFTED)
        (wanted,) = sources.report(desk.report.meeting, DRAFTED.date())
        assert wanted.source == desk.report.key
    assert list(sources.report(world.meeting(number=2), DRAFTED.date())) == []

"""A report begins as a draft with sections filled from figures."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.confidentiality import MANAGEMENT, Level
from governance.people.models import Person, StaffAssignment
from governance.procedure.answers import report_begins
from governance.procedure.models import RulesOfProcedure
from meetings.meeting.models import Meeting
from reports.editions.content import collect
from reports.editions.models import ManagementReport, ReportSection
from reports.editions.periods import Period, quarter_before
from reports.editions.wording import prefilled, titles


@transaction.atomic
def compile(
    board: Board, *, period: Period, meeting: Meeting | None, author: Person, by: Actor, now: datetime
) -> ManagementReport:
    """The draft of this board and period; compiled twice it is the same draft.

    Raises DomainError (409) when the period has not begun or the meeting already has the report of another period,
    (400) when it is another board's meeting.
    """
    # The board's row is held, so that two at once do not both begin.
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if known := ManagementReport.objects.filter(board=board, period_start=period.start).first():
        return known
    if period.start > now.astimezone(BERLIN).date():
        words = _("The period begins on %(day)s only. Its report can be begun then.") % {
            "day": plain_day(period.start)
        }
        raise DomainError(words, code="period_ahead")
    if meeting is not None and meeting.board_id != board.pk:
        raise DomainError(_("This is a meeting of another board."), code="other_board", status=400)
    if meeting is not None and ManagementReport.objects.filter(meeting=meeting).exists():
        raise DomainError(_("This meeting has a report already."), code="meeting_has_report")
    figures = collect(board.pk, period.start, period.end, now=now)
    report = ManagementReport.objects.create(
        board=board,
        meeting=meeting,
        period=period.code,
        period_start=period.start,
        period_end=period.end,
        author=author,
        created_at=now,
        figures=figures,
    )
    texts = prefilled(figures)
    ReportSection.objects.bulk_create(
        ReportSection(
            report=report, position=place, slug=slug, title=title, text=texts[slug], required=True, level=Level.BOARD
        )
        for place, (slug, title) in enumerate(titles().items())
    )
    record("report.compiled", report.key, by=by, now=now, period=period.code)
    return report


def staff(role: str, day: date) -> list[Person]:
    """People with a running assignment to this role, in the order they came."""
    running = StaffAssignment.objects.filter(Q(end__isnull=True) | Q(end__gte=day), role=role, start__lte=day)
    rows = running.select_related("person").order_by("start", "person__family_name", "person__given_name")
    return list(dict.fromkeys(one.person for one in rows))


def compile_due(*, now: datetime) -> int:
    """Begin the report for each meeting that comes near by the rules of its board; return how many began.

    One per board and period; without a running management nothing begins.
    """
    today = now.astimezone(BERLIN).date()
    authors = staff(MANAGEMENT, today)
    if not authors:
        return 0
    begun = 0
    for meeting in _announced(now):
        period = quarter_before(meeting.day)
        if period.start <= today and not _has_report(meeting, period):
            compile(meeting.board, period=period, meeting=meeting, author=authors[0], by=SYSTEM, now=now)
            begun += 1
    return begun


def _announced(now: datetime) -> list[Meeting]:
    """Fixed meetings of boards whose rules ask for a report, from the day on which its draft begins."""
    today = now.astimezone(BERLIN).date()
    asking = RulesOfProcedure.objects.in_force(today).filter(receives_report=True)
    rules = {one.board_id: one.as_rules() for one in asking}
    meetings = Meeting.objects.upcoming(now).filter(board__in=rules, starts_at__gt=now).select_related("board")
    return [one for one in meetings if today >= report_begins(rules[one.board_id], one.day)]


def _has_report(meeting: Meeting, period: Period) -> bool:
    same_period = ManagementReport.objects.filter(board=meeting.board, period_start=period.start)
    return same_period.exists() or ManagementReport.objects.filter(meeting=meeting).exists()

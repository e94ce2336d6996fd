"""First screens of management and mayor's office: what waits for an answer or a review, and the next meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from desk.home.rows import Dated, Row, dated
from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting
from opinions.outcomes.models import Recommendation
from reports.editions.models import ManagementReport

Status = ManagementReport.Status
MEETINGS = 3


@dataclass(frozen=True)
class Desk:
    rows: list[Dated]
    count: int
    meetings: list[Meeting]
    reports: list[ManagementReport]


def management(reader: Reader, now: datetime) -> Desk:
    """Recommendations to answer, reports to write or to mend."""
    return _desk([*_answers(), *_reports_to_write(reader)], reader, now)


def mayors_office(reader: Reader, now: datetime) -> Desk:
    """Reports that wait for their review."""
    return _desk(list(_reports_to_review(reader)), reader, now)


def _desk(rows: list[Row], reader: Reader, now: datetime) -> Desk:
    meetings = Meeting.objects.visible_to(reader).upcoming(now).select_related("board")[:MEETINGS]
    decided = ManagementReport.objects.visible_to(reader).exclude(decided_at=None).select_related("board")
    return Desk(
        dated(rows, local_day(now)), len(rows), list(meetings), list(decided.order_by("-decided_at")[:MEETINGS])
    )


def _answers() -> Iterator[Row]:
    for one in Recommendation.objects.unanswered().select_related("opinion__board", "opinion__round"):
        if one.opinion is None:
            continue
        words = {"number": one.number, "title": one.opinion.title, "board": one.opinion.board.name}
        yield Row(
            one.due_on,
            _("Answer recommendation %(number)s: %(title)s") % words,
            one.opinion.get_absolute_url(),
            one.text,
            _("Give the answer"),
        )


def _reports_to_write(reader: Reader) -> Iterator[Row]:
    mine = ManagementReport.objects.visible_to(reader).filter(status__in=[Status.DRAFT, Status.RETURNED])
    for one in mine.select_related("board", "meeting"):
        returned = one.status == Status.RETURNED
        words = {"period": one.period, "board": one.board.name}
        yield Row(
            one.meeting.day if one.meeting else None,
            _("Report %(period)s for %(board)s") % words,
            one.get_absolute_url(),
            _("Returned by the mayor's office.") if returned else _("The draft is prefilled with today's figures."),
            _("Mend the report") if returned else _("Write the report"),
        )


def _reports_to_review(reader: Reader) -> Iterator[Row]:
    waiting = ManagementReport.objects.visible_to(reader).filter(status=Status.SUBMITTED)
    for one in waiting.select_related("board", "author"):
        words = {"period": one.period, "board": one.board.name, "person": one.author}
        sent = {"person": one.author, "day": day_digits(one.submitted_at) if one.submitted_at else ""}
        yield Row(
            one.review_due,
            _("Report %(period)s for %(board)s") % words,
            one.get_absolute_url(),
            _("Submitted by %(person)s on %(day)s.") % sent,
            _("Review the report"),
        )

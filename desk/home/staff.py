"""First screens of management and mayor's office: what waits for an answer or a review, and the next meetings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk.home import owed
from desk.home.procedure import RuleBook
from desk.home.rows import Listing, Row, listed
from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from opinions.outcomes.models import Recommendation
from reports.editions.models import DECIDED, ManagementReport
from reports.editions.printing import office_name

Status = ManagementReport.Status
NEWEST = 3
WORDS = 18


@dataclass(frozen=True)
class Desk:
    work: Listing
    meetings: list[Meeting]
    reports: list[ManagementReport]


def management(reader: Reader, now: datetime) -> Desk:
    """Recommendations to answer, reports to write, to mend or to publish."""
    today = local_day(now)
    rows = [*_answers(reader, today), *_reports_to_write(reader), *_reports_to_publish(reader, today)]
    return _desk(rows, reader, now)


def mayors_office(reader: Reader, now: datetime) -> Desk:
    """Reports that wait for their review."""
    return _desk(_reports_to_review(reader), reader, now)


def _desk(rows: Iterable[Row], reader: Reader, now: datetime) -> Desk:
    meetings = Meeting.objects.visible_to(reader).upcoming(now).select_related("board")
    decided = ManagementReport.objects.visible_to(reader).filter(status__in=DECIDED).select_related("board")
    return Desk(
        listed([*rows, *owed.actions(reader)], local_day(now)),
        list(meetings[:NEWEST]),
        list(decided.order_by("-decided_at")[:NEWEST]),
    )


def _answers(reader: Reader, today: date) -> Iterator[Row]:
    """Recommendations without an answer, and deferred ones whose day has come; the management is their addressee."""
    waiting = Recommendation.objects.visible_to(reader).to_answer(today)
    for one in waiting.select_related("opinion__board"):
        assert one.opinion is not None
        words = {"number": one.number, "title": one.opinion.title}
        yield Row(
            one.waits_until,
            _("Answer recommendation %(number)s: %(title)s") % words,
            reverse("outcome_answer", args=[one.pk]),
            f"{one.opinion.board.name}. {Truncator(one.text).words(WORDS)}",
            _("Give the answer"),
        )


def _reports_to_write(reader: Reader) -> Iterator[Row]:
    """Drafts are due with the papers of their meeting; what came back, until its review has to end."""
    found = ManagementReport.objects.visible_to(reader).filter(status__in=[Status.DRAFT, Status.RETURNED])
    reports = list(found.select_related("board", "meeting__board", "meeting__rules"))
    RuleBook({one.board_id for one in reports}).ruled([one.meeting for one in reports if one.meeting])
    office = office_name() if any(one.status == Status.RETURNED for one in reports) else ""
    sent_back = _("Returned for changes by: %(office)s.") % {"office": office}
    for one in reports:
        returned = one.status == Status.RETURNED
        due = standing.deadlines(one.meeting) if one.meeting and one.meeting.rules else None
        day = one.review_due if returned else due.submission if due else None
        yield Row(
            day,
            _("Report %(period)s for %(board)s") % {"period": one.period, "board": one.board.name},
            reverse("report_edit", args=[one.pk]),
            sent_back if returned else _("The draft is prefilled with today's figures."),
            _("Mend the report") if returned else _("Write the report"),
        )


def _reports_to_publish(reader: Reader, today: date) -> Iterator[Row]:
    """What the board has met about and nobody outside has read yet, once the period is over; the rules name no day
    for it."""
    found = ManagementReport.objects.visible_to(reader).filter(
        status__in=[Status.SEEN, Status.APPROVED], meeting__status=Meeting.Status.HELD, period_end__lt=today
    )
    for one in found.select_related("board", "meeting"):
        assert one.meeting is not None
        yield Row(
            None,
            _("Publish report %(period)s for %(board)s") % {"period": one.period, "board": one.board.name},
            reverse("report_publish", args=[one.pk]),
            _("The board has met about it on %(day)s.") % {"day": day_digits(one.meeting.day)},
            _("Publish the report"),
        )


def _reports_to_review(reader: Reader) -> Iterator[Row]:
    waiting = ManagementReport.objects.visible_to(reader).waiting()
    for one in waiting.select_related("board", "author"):
        words = {"period": one.period, "board": one.board.name}
        sent = {"person": one.author, "day": day_digits(one.submitted_at) if one.submitted_at else ""}
        yield Row(
            one.review_due,
            _("Report %(period)s for %(board)s") % words,
            one.get_absolute_url(),
            _("Submitted by %(person)s on %(day)s.") % sent,
            _("Review the report"),
        )

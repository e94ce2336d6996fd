"""What happened to a report, in order, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.web.wording import day_in_words, moment_in_words
from reports.editions.models import ManagementReport, ReportVersion
from reports.review.models import Review


@dataclass(frozen=True)
class Step:
    text: str
    when: str
    is_open: bool = False


def steps(report: ManagementReport, versions: Sequence[ReportVersion], reviews: Sequence[Review]) -> list[Step]:
    """Submissions, decisions and publication; while it is reviewed, the decision to come."""
    words = {
        Review.Decision.RETURNED: _("Returned"),
        Review.Decision.SEEN: _("Marked as seen"),
        Review.Decision.APPROVED: _("Approval given"),
    }
    done: list[tuple[datetime, str, str]] = [(report.created_at, _("Draft begun"), "")]
    done += [
        (
            one.made_at,
            _("Version %(number)s submitted, figures frozen") % {"number": one.number},
            str(one.submitted_by or report.author),
        )
        for one in versions
    ]
    done += [(one.decided_at, words[Review.Decision(one.decision)], str(one.reviewer)) for one in reviews]
    if report.published_at:
        done.append((report.published_at, _("Published"), ""))
    found = [Step(text, _at(moment, who)) for moment, text, who in sorted(done, key=lambda one: one[0])]
    if report.status == report.Status.SUBMITTED and report.review_due:
        found.append(_next(report.review_due))
    return found


def _at(moment: datetime, who: str) -> str:
    return f"{moment_in_words(moment)}. {who}" if who else moment_in_words(moment)


def _next(due: date) -> Step:
    return Step(_("Decision or return"), _("by %(day)s") % {"day": day_in_words(due)}, is_open=True)

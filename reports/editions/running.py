"""A report on a period that still runs. It may be written, submitted and reviewed, so that it goes out with the
invitation to a meeting early in the next quarter; it is published once the period is over."""

from datetime import date

from django.utils.translation import gettext as _

from foundation.values import BERLIN
from foundation.web.wording import day_in_words, plain_day
from reports.editions.models import ManagementReport


def early(report: ManagementReport, today: date) -> str:
    """What readers should know of figures that are not those of the whole period; else empty."""
    frozen = report.figures_at.astimezone(BERLIN).date() if report.figures_at and not report.is_editable else None
    if (frozen or today) > report.period_end:
        return ""
    end = {"day": day_in_words(report.period_end)}
    if frozen is None:
        return _("The period ends on %(day)s only. The figures are those up to now.") % end
    words = _("The figures are those of %(frozen)s. The period ends on %(day)s.")
    return words % {"frozen": plain_day(frozen), **end}


def obstacle(report: ManagementReport, today: date) -> str:
    """Why the report cannot be published yet; empty once its period is over."""
    if today > report.period_end:
        return ""
    words = _("The report cannot be published yet: its period ends on %(day)s only.")
    return words % {"day": day_in_words(report.period_end)}

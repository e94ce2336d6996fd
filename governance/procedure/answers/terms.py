"""How long mandates and the office of chair last."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import gettext as _

from governance.procedure.answers.answer import Answer
from governance.procedure.answers.rules import Rules


def term_end(rules: Rules, start: date, *, kind: str, electoral_end: date | None = None) -> date | None:
    """The last day of a mandate that begins on `start`, by the kind of its seat.

    By office: None, it lasts as long as the office. A faction's delegate: the end of the electoral term. Otherwise
    the months of the rules, ending the day before the anniversary.
    """
    if kind == "ex_officio":
        return None
    return electoral_end or _months_later(start, rules.term_months) - timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or the first of the next one where the month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day <= monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year, month, monthrange(year, month)[1]) + timedelta(days=1)


def provisional_chair(rules: Rules) -> Answer:
    """Whether a chair whose office has ended leads the board until a successor is elected."""
    if rules.provisional_chair:
        return Answer(True, {}, _("The chair stays in office provisionally until a successor is elected."))
    return Answer(False, {}, _("The office of chair ends on its last day. The deputy leads until the election."))

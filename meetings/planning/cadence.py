"""How far apart meetings of a board may lie, in days. Pure: numbers in, numbers out.

Days and not months: Thursdays exactly 13 weeks apart (91 days) are less than three calendar months.
The numbers of a board are configuration; the defaults read "every three to four months".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Days = tuple[int, int]
"""Fewest and most days between two meetings, both ends included."""

TARGET: Days = (91, 122)
TOLERATED: Days = (84, 126)
_DAYS_OF_A_MONTH = 365.2425 / 12


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    VIOLATION = "violation"


@dataclass(frozen=True)
class Window:
    """Days on which the next meeting may fall; every end belongs to it."""

    opens: date
    target_from: date
    target_to: date
    closes: date

    def judge(self, day: date) -> Verdict:
        if not self.opens <= day <= self.closes:
            return Verdict.VIOLATION
        return Verdict.OK if self.target_from <= day <= self.target_to else Verdict.WARNING

    def days_left(self, today: date) -> int:
        """Days until the window closes; 0 on its last day, negative when it was missed."""
        return (self.closes - today).days


@dataclass(frozen=True)
class Gap:
    """A gap in the parts of a sentence: "3 months (13 weeks)", "5 days too short"."""

    days: int
    verdict: Verdict
    months: int
    weeks: int
    days_over_weeks: int
    too_short: int
    too_long: int


def window(last: date, *, target: Days = TARGET, tolerated: Days = TOLERATED) -> Window:
    """The window of the meeting that follows the one held on `last`.

    A target that reaches beyond the tolerated gaps is cut to them.
    """
    shortest, longest = tolerated
    return Window(
        opens=last + timedelta(days=shortest),
        target_from=last + timedelta(days=min(max(target[0], shortest), longest)),
        target_to=last + timedelta(days=max(min(target[1], longest), shortest)),
        closes=last + timedelta(days=longest),
    )


def judge_gap(days: int, *, target: Days = TARGET, tolerated: Days = TOLERATED) -> Verdict:
    """Whether a gap is in the target, only tolerated, or neither."""
    if not tolerated[0] <= days <= tolerated[1]:
        return Verdict.VIOLATION
    return Verdict.OK if target[0] <= days <= target[1] else Verdict.WARNING


def describe_gap(days: int, *, target: Days = TARGET, tolerated: Days = TOLERATED) -> Gap:
    """The gap in parts; `too_short` and `too_long` count the days missing to the target."""
    weeks, over = divmod(days, 7)
    return Gap(
        days=days,
        verdict=judge_gap(days, target=target, tolerated=tolerated),
        months=round(days / _DAYS_OF_A_MONTH),
        weeks=weeks,
        days_over_weeks=over,
        too_short=max(0, target[0] - days),
        too_long=max(0, days - target[1]),
    )

"""How far apart meetings of a board may lie, in days. Pure: numbers in, numbers out.

Days and not months: Thursdays exactly 13 weeks apart (91 days) are less than three calendar months.
The numbers of a board are configuration; the defaults read "every three to four months".
"""

from dataclasses import dataclass
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
class Gap:
    """A gap in the parts of a sentence: "3 months (13 weeks)", "5 days too short"."""

    days: int
    verdict: Verdict
    months: int
    weeks: int
    days_over_weeks: int
    too_short: int
    too_long: int


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

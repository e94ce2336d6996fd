"""The rules of a board as lines to read, each with its source or none. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.procedure.answers import Rules, petition, quorum_needed

RULE_NAMES = (
    "quorum",
    "notice_days",
    "meetings_per_year",
    "tie_rule",
    "circular_allowed",
    "petition_percent",
    "target_min",
    "weekday",
    "deputies_allowed",
    "opinion_days",
    "response_days",
    "minutes_approval",
    "report_review",
)


@dataclass(frozen=True)
class RuleLine:
    """`name` is the key in the rules' sources; a line without `source` is an assumption."""

    name: str
    title: str
    value: str
    source: str

    @property
    def text(self) -> str:
        return f"{self.title}: {self.value}"


def _days(count: int) -> str:
    return _("%(count)s days") % {"count": count}


def _demand(needed: int) -> str:
    words = ngettext("at the demand of %(needed)s member", "at the demand of %(needed)s members", needed)
    return words % {"needed": needed}


def _worded(rules: Rules, seats: int, occupied: int) -> list[tuple[str, str, str]]:
    allowed = {True: _("allowed"), False: _("not provided for")}
    tie = {"rejected": _("the motion is rejected"), "chair_decides": _("the chair decides")}
    approval = {
        "next_meeting": _("in the next meeting"),
        "no_objection": _("by silence until the end of the objection period"),
    }
    review = {"seen": _("marked as seen"), "approval": _("approval needed")}
    needed = {"needed": quorum_needed(seats), "seats": seats}
    asking = petition(rules, occupied).numbers
    gaps = {
        "min": rules.target_min,
        "max": rules.target_max,
        "least": rules.tolerated_min,
        "most": rules.tolerated_max,
    }
    usual = {"weekday": WEEKDAYS[rules.weekday], "time": f"{rules.start_time:%H:%M}", "minutes": rules.length_minutes}
    report = review[rules.report_review] if rules.receives_report else _("not provided for")
    return [
        ("quorum", _("Quorate from"), _("%(needed)s of %(seats)s members") % needed),
        ("notice_days", _("Notice period"), _days(rules.notice_days)),
        ("meetings_per_year", _("Meetings a year"), str(rules.meetings_per_year)),
        ("tie_rule", _("Tie"), tie[rules.tie_rule]),
        ("circular_allowed", _("Circular resolution"), allowed[rules.circular_allowed]),
        ("petition_percent", _("Extra meeting"), _demand(asking["needed"])),
        (
            "target_min",
            _("Gap between meetings"),
            _("%(min)s to %(max)s days, tolerated %(least)s to %(most)s") % gaps,
        ),
        ("weekday", _("Usual date"), _("%(weekday)s, %(time)s, %(minutes)s minutes") % usual),
        ("deputies_allowed", _("Deputies of members"), allowed[rules.deputies_allowed]),
        ("opinion_days", _("Time for an assessment"), _days(rules.opinion_days)),
        ("response_days", _("Time for the management's answer"), _days(rules.response_days)),
        ("minutes_approval", _("Approval of the minutes"), approval[rules.minutes_approval]),
        ("report_review", _("Management report"), report),
    ]


def rule_lines(rules: Rules, sources: Mapping[str, str], *, seats: int, occupied: int) -> list[RuleLine]:
    """Every rule the board page shows, in the order of importance."""
    lines = _worded(rules, seats, occupied)
    return [RuleLine(name, title, value, sources.get(name, "")) for name, title, value in lines]

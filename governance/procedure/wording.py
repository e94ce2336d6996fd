"""The rules of a board as lines to read, each with its source or none. Pure.

A rule is what people call one, such as the gap between meetings; it may have several numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.procedure.answers import Rules, petition, quorum_basis, quorum_needed

RULES: dict[str, tuple[str, ...]] = {
    "quorum": ("quorum_basis", "quorum_number"),
    "notice_days": ("notice_days", "shortened_min_days"),
    "meetings_per_year": ("meetings_per_year",),
    "tie_rule": ("tie_rule",),
    "circular_allowed": ("circular_allowed", "circular_days", "circular_objection"),
    "petition_percent": ("petition_percent", "petition_days"),
    "target_min": ("target_min", "target_max", "tolerated_min", "tolerated_max"),
    "weekday": ("weekday", "start_time", "length_minutes"),
    "post_days": ("mail_days", "post_days"),
    "submission_days": ("submission_days",),
    "majority_rule": ("majority_rule",),
    "second_call": ("second_call",),
    "addenda_two_thirds": ("addenda_two_thirds",),
    "term_months": ("term_months",),
    "deputies_allowed": ("deputies_allowed",),
    "guests": ("guests",),
    "provisional_chair": ("provisional_chair",),
    "opinion_days": ("opinion_days", "opinion_min_days", "opinions_blind"),
    "dissent_days": ("dissent_days",),
    "response_days": ("response_days",),
    "minutes_approval": ("minutes_approval", "minutes_draft_days", "objection_days"),
    "report_review": ("receives_report", "report_review"),
    "report_days": ("report_days", "review_days"),
}
"""Every rule in the order of importance, with its fields in `answers.Rules`."""

RULE_NAMES = tuple(RULES)
MAIN = RULE_NAMES[:6]
"""What the board page shows; the page of the rules shows all."""

CHAPTERS: dict[str, tuple[str, ...]] = {
    "meetings": (
        "meetings_per_year",
        "target_min",
        "weekday",
        "notice_days",
        "post_days",
        "submission_days",
        "petition_percent",
    ),
    "decisions": (
        "quorum",
        "majority_rule",
        "tie_rule",
        "second_call",
        "addenda_two_thirds",
        "circular_allowed",
        "minutes_approval",
    ),
    "members": ("term_months", "deputies_allowed", "guests", "provisional_chair"),
    "opinions": ("opinion_days", "dissent_days", "response_days", "report_review", "report_days"),
}


def chapter_title(chapter: str) -> str:
    return {
        "meetings": _("Dates and notice"),
        "decisions": _("Decisions and minutes"),
        "members": _("Members and guests"),
        "opinions": _("Assessments and reports"),
    }[chapter]


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
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _demand(needed: int) -> str:
    words = ngettext("at the demand of %(needed)s member", "at the demand of %(needed)s members", needed)
    return words % {"needed": needed}


def _allowed(value: bool) -> str:
    return _("allowed") if value else _("not provided for")


def _quorum(rules: Rules, seats: int, occupied: int) -> str:
    basis = quorum_basis(rules, seats, occupied)
    words = {"needed": quorum_needed(basis, rules), "seats": basis}
    if rules.quorum_basis == "occupied":
        return _("%(needed)s of %(seats)s members in office") % words
    return _("%(needed)s of %(seats)s members") % words


def _gap(rules: Rules) -> str:
    gaps = {
        "min": rules.target_min,
        "max": rules.target_max,
        "least": rules.tolerated_min,
        "most": rules.tolerated_max,
    }
    return _("%(min)s to %(max)s days, tolerated %(least)s to %(most)s") % gaps


def _notice(rules: Rules) -> str:
    """The period, and the shortened one where it is not the usual one."""
    if rules.shortened_min_days == 1:
        return _days(rules.notice_days)
    words = {"days": _days(rules.notice_days), "least": rules.shortened_min_days}
    return _("%(days)s, shortened at least %(least)s") % words


def _circular(rules: Rules) -> str:
    if not rules.circular_allowed:
        return _allowed(False)
    words = _("allowed, %(days)s to reply")
    if rules.circular_objection:
        words = _("allowed, %(days)s to reply, one objection puts it on the next agenda")
    return words % {"days": _days(rules.circular_days)}


def _majority(rules: Rules) -> str:
    return {
        "simple": _("more yes than no"),
        "of_cast": _("more than half of all votes cast, abstentions included"),
        "two_thirds": _("two thirds of yes and no"),
    }[rules.majority_rule]


def _guests(rules: Rules) -> str:
    return {
        "chair": _("invited by the chair"),
        "board": _("with the board's consent"),
        "none": _allowed(False),
    }[rules.guests]


def _minutes(rules: Rules) -> str:
    return {
        "next_meeting": _("in the next meeting"),
        "no_objection": _("by silence until the end of the objection period"),
    }[rules.minutes_approval] + _(", draft after %(draft)s days, objections for %(objections)s days") % {
        "draft": rules.minutes_draft_days,
        "objections": rules.objection_days,
    }


def _post(rules: Rules) -> str:
    days = {"mail": _days(rules.mail_days), "post": _days(rules.post_days)}
    if not rules.mail_days:
        return _("by e-mail on the day of dispatch, by post %(post)s later") % days
    return _("by e-mail %(mail)s, by post %(post)s after dispatch") % days


def _opinions(rules: Rules) -> str:
    blind = _("others' answers hidden until the end") if rules.opinions_blind else _("others' answers open")
    least = _("at least %(days)s") % {"days": _days(rules.opinion_min_days)}
    return f"{_days(rules.opinion_days)}, {least}, {blind}"


def _report(rules: Rules) -> str:
    if not rules.receives_report:
        return _allowed(False)
    return _("marked as seen") if rules.report_review == "seen" else _("approval needed")


def _lead(rules: Rules) -> str:
    if not rules.receives_report:
        return _allowed(False)
    days = {"draft": _days(rules.report_days), "review": _days(rules.review_days)}
    return _("draft %(draft)s before the meeting, review of a late report within %(review)s") % days


def _term(months: int) -> str:
    if months % 12:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}


def _worded(rules: Rules, seats: int, occupied: int) -> dict[str, tuple[str, str]]:
    tie = {"rejected": _("the motion is rejected"), "chair_decides": _("the chair decides")}
    usual = {"weekday": WEEKDAYS[rules.weekday], "time": f"{rules.start_time:%H:%M}", "minutes": rules.length_minutes}
    return {
        "quorum": (_("Quorate from"), _quorum(rules, seats, occupied)),
        "notice_days": (_("Notice period"), _notice(rules)),
        "meetings_per_year": (_("Meetings a year"), str(rules.meetings_per_year)),
        "tie_rule": (_("Tie"), tie[rules.tie_rule]),
        "circular_allowed": (_("Circular resolution"), _circular(rules)),
        "petition_percent": (_("Extra meeting"), _demand(petition(rules, occupied).numbers["needed"])),
        "target_min": (_("Gap between meetings"), _gap(rules)),
        "weekday": (_("Usual date"), _("%(weekday)s, %(time)s, %(minutes)s minutes") % usual),
        "post_days": (_("An invitation counts as received"), _post(rules)),
        "submission_days": (
            _("Topics and papers"),
            _("until %(days)s before the meeting") % {"days": _days(rules.submission_days)},
        ),
        "majority_rule": (_("Majority"), _majority(rules)),
        "second_call": (_("Second call after lack of quorum"), _allowed(rules.second_call)),
        "addenda_two_thirds": (
            _("New items in the meeting"),
            _("with two thirds of all members") if rules.addenda_two_thirds else _("with the approval of the agenda"),
        ),
        "term_months": (_("Term"), _term(rules.term_months)),
        "deputies_allowed": (_("Deputies of members"), _allowed(rules.deputies_allowed)),
        "guests": (_("Guests"), _guests(rules)),
        "provisional_chair": (
            _("Chair after the end of the office"),
            _("provisionally until the election") if rules.provisional_chair else _("vacant until the election"),
        ),
        "opinion_days": (_("Time for an assessment"), _opinions(rules)),
        "dissent_days": (_("Time for dissents from the draft"), _days(rules.dissent_days)),
        "response_days": (_("Time for the management's answer"), _days(rules.response_days)),
        "minutes_approval": (_("Approval of the minutes"), _minutes(rules)),
        "report_review": (_("Management report"), _report(rules)),
        "report_days": (_("Lead times of the report"), _lead(rules)),
    }


def rule_lines(rules: Rules, sources: Mapping[str, str], *, seats: int, occupied: int) -> list[RuleLine]:
    """Every rule, in the order of importance."""
    lines = _worded(rules, seats, occupied)
    return [RuleLine(name, *lines[name], sources.get(name, "")) for name in RULES]


def changed(before: Rules, after: Rules) -> list[str]:
    """Names of the rules that differ."""
    return [
        name for name, numbers in RULES.items() if any(getattr(before, one) != getattr(after, one) for one in numbers)
    ]

"""Every procedural question of a board: yes or no, the numbers, and the sentence to show people.

Pure. All numbers come from the board's `Rules`; sentences follow the active language.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_in_words

POST = "post"


@dataclass(frozen=True)
class Rules:
    """The numbers of one version of the rules of procedure; the defaults are the usual pattern, not law."""

    notice_days: int = 14
    shortened_min_days: int = 1
    post_days: int = 4
    submission_days: int = 21
    meetings_per_year: int = 4
    tolerated_min: int = 84
    target_min: int = 91
    target_max: int = 122
    tolerated_max: int = 126
    weekday: int = 3
    start_time: time = time(16)
    length_minutes: int = 120
    tie_rule: str = "rejected"
    deputies_allowed: bool = False
    circular_allowed: bool = False
    petition_percent: int = 25
    opinion_days: int = 21
    opinions_blind: bool = True
    response_days: int = 30
    minutes_draft_days: int = 14
    objection_days: int = 14
    minutes_approval: str = "next_meeting"
    receives_report: bool = False
    report_review: str = "seen"


@dataclass(frozen=True)
class Answer:
    ok: bool
    numbers: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same with days as ISO text, to be kept as proof."""
        numbers = {name: n.isoformat() if isinstance(n, date) else n for name, n in self.numbers.items()}
        return {"ok": self.ok, "numbers": numbers, "sentence": self.sentence}


def assumed_receipt(rules: Rules, sent_on: date, channel: str = "mail") -> date:
    """The day on which a letter counts as received: by mail the day of dispatch, by post some days later."""
    return sent_on + timedelta(days=rules.post_days if channel == POST else 0)


def latest_dispatch(rules: Rules, meeting_day: date, channel: str = "mail") -> date:
    """The last day of dispatch; neither the day of receipt nor the day of the meeting counts (HGO § 58 as model)."""
    by_post = rules.post_days if channel == POST else 0
    return meeting_day - timedelta(days=rules.notice_days + 1 + by_post)


def notice(rules: Rules, meeting_day: date, sent_on: date, channel: str = "mail") -> Answer:
    """Whether the notice period is kept when the invitation is sent on `sent_on`.

    Not kept is never a refusal: the period may be shortened with a reason. `shortening_allowed` says whether the
    invitation still arrives by the last day that the rules allow for that, usually the day before.
    """
    receipt = assumed_receipt(rules, sent_on, channel)
    latest = latest_dispatch(rules, meeting_day, channel)
    numbers = {
        "notice_days": rules.notice_days,
        "days_between": (meeting_day - receipt).days - 1,
        "latest_dispatch": latest,
        "sent_on": sent_on,
        "receipt": receipt,
        "shortened": sent_on > latest,
        "shortening_allowed": (meeting_day - receipt).days >= rules.shortened_min_days,
    }
    return Answer(sent_on <= latest, numbers, _notice_sentence(rules, numbers))


def _notice_sentence(rules: Rules, numbers: dict[str, Any]) -> str:
    words = {"days": rules.notice_days, "day": day_in_words(numbers["latest_dispatch"])}
    if not numbers["shortened"]:
        return _("The notice period of %(days)s days is kept. Last day of dispatch: %(day)s.") % words
    if numbers["shortening_allowed"]:
        return (
            _(
                "The notice period of %(days)s days is not kept. The last day of dispatch was %(day)s. "
                "Give a reason for shortening it or choose a new date."
            )
            % words
        )
    return (
        _(
            "The notice period of %(days)s days is not kept. The last day of dispatch was %(day)s. "
            "The invitation does not arrive by the day before the meeting: choose a new date, or give a reason. "
            "The proof of dispatch keeps this warning."
        )
        % words
    )


def quorum_needed(seats: int) -> int:
    """More than half of the statutory seats, whether filled or not (HGO § 53 as model): 31 -> 16, 10 -> 6."""
    return seats // 2 + 1


def quorum(rules: Rules, seats: int, present: int) -> Answer:
    """Whether `present` of `seats` statutory seats are enough to decide."""
    needed = quorum_needed(seats)
    numbers = {"seats": seats, "present": present, "needed": needed, "missing": max(0, needed - present)}
    if present >= needed:
        return Answer(
            True, numbers, _("Quorate: %(present)s of %(seats)s members present (needed: %(needed)s).") % numbers
        )
    words = _("Found not quorate: %(present)s of %(seats)s members present (needed: %(needed)s).")
    return Answer(False, numbers, words % numbers)


def majority(rules: Rules, yes: int, no: int, abstain: int = 0, invalid: int = 0) -> Answer:
    """Simple majority of yes and no; abstentions and invalid votes do not count. `outcome` is adopted, rejected or,
    on a tie where the rules say so, chair_decides."""
    if min(yes, no, abstain, invalid) < 0:
        raise ValueError("a number of votes is never negative")
    numbers: dict[str, Any] = {
        "yes": yes,
        "no": no,
        "abstain": abstain,
        "invalid": invalid,
        "cast": yes + no,
        "tie": yes == no,
    }
    if yes == no:
        numbers["outcome"] = "chair_decides" if rules.tie_rule == "chair_decides" else "rejected"
        sentence = (
            _("Tie. The chair decides.") if rules.tie_rule == "chair_decides" else _("Tie. The motion is rejected.")
        )
        return Answer(False, numbers, sentence)
    numbers["outcome"] = "adopted" if yes > no else "rejected"
    result = _("adopted") if yes > no else _("rejected")
    return Answer(yes > no, numbers, f"{_counted(yes, no, abstain, invalid)} – {result}")


def _counted(yes: int, no: int, abstain: int, invalid: int) -> str:
    parts = [_("%(count)s yes") % {"count": yes}, _("%(count)s no") % {"count": no}]
    if abstain:
        parts.append(ngettext("%(count)s abstention", "%(count)s abstentions", abstain) % {"count": abstain})
    if invalid:
        parts.append(ngettext("%(count)s invalid vote", "%(count)s invalid votes", invalid) % {"count": invalid})
    return ", ".join(parts)


def petition(rules: Rules, occupied: int, signed: int = 0) -> Answer:
    """How many members may demand an extra meeting: the rules' share of the occupied seats, rounded up."""
    needed = max(1, -(-occupied * rules.petition_percent // 100))
    numbers = {"occupied": occupied, "needed": needed, "signed": signed}
    words = ngettext(
        "Extra meeting: at the demand of %(needed)s member",
        "Extra meeting: at the demand of %(needed)s members",
        needed,
    )
    return Answer(signed >= needed, numbers, words % numbers)


def gap(rules: Rules, days: int) -> Answer:
    """Whether `days` between two meetings fit: `state` is target, tolerated or violation."""
    numbers: dict[str, Any] = {"days": days, "min": rules.target_min, "max": rules.target_max}
    if rules.target_min <= days <= rules.target_max:
        numbers["state"] = "target"
        return Answer(True, numbers, _("%(days)s days between the meetings (target: %(min)s to %(max)s).") % numbers)
    if rules.tolerated_min <= days <= rules.tolerated_max:
        numbers["state"] = "tolerated"
        words = _("%(days)s days between the meetings are tolerated (target: %(min)s to %(max)s).")
        return Answer(True, numbers, words % numbers)
    numbers |= {"state": "violation", "min": rules.tolerated_min, "max": rules.tolerated_max}
    words = _("%(days)s days between the meetings break the rules (allowed: %(min)s to %(max)s).")
    return Answer(False, numbers, words % numbers)


def submission_deadline(rules: Rules, meeting_day: date) -> date:
    """The last day for items and papers of the next agenda."""
    return meeting_day - timedelta(days=rules.submission_days)


def opinion_deadline(rules: Rules, opened_on: date) -> date:
    """The last day for assessments of a round opened on that day."""
    return opened_on + timedelta(days=rules.opinion_days)


def response_due(rules: Rules, announced_on: date) -> date:
    """The day by which the management answers a recommendation; it runs from the announcement, not the minutes."""
    return announced_on + timedelta(days=rules.response_days)


def minutes_due(rules: Rules, held_on: date) -> date:
    """The day by which the draft of the minutes goes out."""
    return held_on + timedelta(days=rules.minutes_draft_days)


def objection_deadline(rules: Rules, circulated_on: date) -> date:
    """The last day for objections to minutes circulated on that day."""
    return circulated_on + timedelta(days=rules.objection_days)


def contradictions(rules: Rules) -> list[str]:
    """Sentences about rules that cannot all hold; empty when they can."""
    checks = [
        (
            rules.tolerated_min <= rules.target_min <= rules.target_max <= rules.tolerated_max,
            _("The gaps between meetings contradict each other: tolerated, target and limits must be in order."),
        ),
        (
            rules.notice_days < rules.tolerated_min,
            _("The notice period is longer than the smallest gap between two meetings."),
        ),
        (0 <= rules.weekday <= 4, _("The usual day of meetings must be a working day, Monday to Friday.")),
        (1 <= rules.petition_percent <= 100, _("The share for an extra meeting must lie between 1 and 100 percent.")),
        (rules.length_minutes > 0, _("A meeting must last at least one minute.")),
    ]
    return [sentence for holds, sentence in checks if not holds]

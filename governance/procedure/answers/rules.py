"""The numbers that one version of the rules of procedure holds."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Rules:
    """The numbers of one version of the rules of procedure; the defaults are the usual pattern, not law.

    `quorum_number` 0 means more than half of the basis. What councils know and boards need not is off.
    """

    notice_days: int = 14
    shortened_min_days: int = 1
    mail_days: int = 0
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
    quorum_basis: str = "statutory"
    quorum_number: int = 0
    majority_rule: str = "simple"
    tie_rule: str = "rejected"
    second_call: bool = False
    addenda_two_thirds: bool = False
    circular_allowed: bool = False
    circular_days: int = 7
    circular_objection: bool = True
    petition_percent: int = 25
    petition_days: int = 28
    term_months: int = 60
    deputies_allowed: bool = False
    guests: str = "chair"
    provisional_chair: bool = False
    opinion_days: int = 21
    opinion_min_days: int = 7
    dissent_days: int = 5
    opinions_blind: bool = True
    response_days: int = 30
    minutes_draft_days: int = 14
    objection_days: int = 14
    minutes_approval: str = "next_meeting"
    receives_report: bool = False
    report_review: str = "seen"
    report_days: int = 28
    review_days: int = 7

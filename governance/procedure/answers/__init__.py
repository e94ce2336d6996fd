"""Every procedural question of a board: yes or no, the numbers, and the sentence to show people.

Pure. All numbers come from the board's `Rules`; sentences follow the active language. One file per question; who
asks imports from here.
"""

from governance.procedure.answers.answer import Answer
from governance.procedure.answers.attendance import (
    may_deputise,
    may_invite_guests,
    quorum,
    quorum_basis,
    quorum_needed,
    second_call,
)
from governance.procedure.answers.cadence import gap
from governance.procedure.answers.circulating import circular, circular_deadline, may_circulate
from governance.procedure.answers.consistency import contradictions
from governance.procedure.answers.convening import (
    MAIL,
    POST,
    assumed_receipt,
    dispatch,
    extra_meeting_by,
    latest_dispatch,
    latest_shortened_dispatch,
    notice,
    petition,
    submission_deadline,
)
from governance.procedure.answers.minutes import minutes_due, objection_deadline
from governance.procedure.answers.opinions import (
    dissent_until,
    earliest_opinion_deadline,
    opinion_deadline,
    opinion_time,
    response_due,
)
from governance.procedure.answers.reporting import late_review_due, report_begins
from governance.procedure.answers.rules import Rules
from governance.procedure.answers.terms import provisional_chair, term_end
from governance.procedure.answers.voting import addendum, majority

__all__ = [
    "MAIL",
    "POST",
    "Answer",
    "Rules",
    "addendum",
    "assumed_receipt",
    "circular",
    "circular_deadline",
    "contradictions",
    "dispatch",
    "dissent_until",
    "earliest_opinion_deadline",
    "extra_meeting_by",
    "gap",
    "late_review_due",
    "latest_dispatch",
    "latest_shortened_dispatch",
    "majority",
    "may_circulate",
    "may_deputise",
    "may_invite_guests",
    "minutes_due",
    "notice",
    "objection_deadline",
    "opinion_deadline",
    "opinion_time",
    "petition",
    "provisional_chair",
    "quorum",
    "quorum_basis",
    "quorum_needed",
    "report_begins",
    "response_due",
    "second_call",
    "submission_deadline",
    "term_end",
]

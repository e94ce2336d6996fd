"""How a meeting stands by the rules: the one door for its procedural questions.

Loads the version of the rules the meeting keeps (or the one in force on its day) and asks the pure answers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from foundation.almanac.days import german_holidays, previous_working_day
from foundation.web.wording import days_from, short_day
from governance.boards.models import Seat
from governance.mandates.models import Mandate
from governance.procedure import answers
from governance.procedure.answers import Answer, Rules
from governance.procedure.rules_in_force import rules_on
from meetings.meeting.models import Meeting

# No rules of procedure name this day: it is how a board office works.
RELEASE_BEFORE_DISPATCH = 3


def rules_of(meeting: Meeting) -> Rules:
    """The rules the meeting was invited under; before that, those in force on its day."""
    return (meeting.rules or rules_on(meeting.board, meeting.day)).as_rules()


def notice(meeting: Meeting, sent_on: date, channel: str = "mail") -> Answer:
    """Whether an invitation sent on `sent_on` keeps the notice period (rules of procedure, notice)."""
    return answers.notice(rules_of(meeting), meeting.day, sent_on, channel)


def last_days(meeting: Meeting, today: date) -> Answer:
    """The last day of dispatch by e-mail and by post, which differ (rules of procedure, notice)."""
    return answers.dispatch(rules_of(meeting), meeting.day, today)


def quorum_basis(meeting: Meeting, *, seats: int | None = None) -> int:
    """Of how many members the quorum is counted: the statutory seats or, by the rules, those somebody holds.

    A mandate that rests still counts (domain 3.1). `seats`, the statutory ones, saves a query where they are known.
    """
    return quorum_basis_on(meeting.board_id, meeting.day, rules_of(meeting), seats=seats)


def quorum_basis_on(board: int, day: date, rules: Rules, *, seats: int | None = None) -> int:
    """`quorum_basis` where there is no meeting yet."""
    if rules.quorum_basis == "occupied":
        held = Mandate.objects.held_on(day).filter(seat__board_id=board, seat__voting=True)
        return held.values("seat").distinct().count()
    return Seat.objects.voting().on(day).filter(board_id=board).count() if seats is None else seats


def quorum_needed(meeting: Meeting) -> int:
    """How many voting members must be present, usually more than half of the statutory seats."""
    return answers.quorum_needed(quorum_basis(meeting), rules_of(meeting))


def topics_close(meeting: Meeting) -> date:
    """The last day for topics and papers."""
    return deadlines(meeting).submission


@dataclass(frozen=True)
class Deadlines:
    """The days before a meeting, in the order in which they come."""

    submission: date
    release: date
    dispatch: date
    reminder: date
    meeting: date


def deadlines(meeting: Meeting) -> Deadlines:
    """By when topics, release, dispatch and the first reminder are due.

    An extraordinary meeting has the short chain: its invitation leaves as late as its notice period allows, shortened
    or not, and topics can come until the release on that day.
    """
    rules = rules_of(meeting)
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        return _short_chain(meeting, rules)
    last = answers.latest_dispatch(rules, meeting.day)
    return Deadlines(
        submission=answers.submission_deadline(rules, meeting.day),
        release=_working_day(last - timedelta(days=RELEASE_BEFORE_DISPATCH)),
        dispatch=last,
        reminder=meeting.day - timedelta(days=meeting.board.first_reminder),
        meeting=meeting.day,
    )


def _short_chain(meeting: Meeting, rules: Rules) -> Deadlines:
    latest = answers.latest_shortened_dispatch if meeting.shortened else answers.latest_dispatch
    last = latest(rules, meeting.day)
    release = _working_day(last)
    return Deadlines(release, release, last, meeting.day - timedelta(days=meeting.board.first_reminder), meeting.day)


def _working_day(day: date) -> date:
    """The day itself, or the working day before it: nobody is asked for a release on a Sunday."""
    return previous_working_day(day, german_holidays([day.year]), or_same=True)


@dataclass(frozen=True)
class Step:
    """One dated step of the lane up to a meeting, as kern/lane.html shows it."""

    day: "date"
    date: str
    text: str
    state: str
    css: str


def lane(
    meeting: Meeting,
    today: date,
    *,
    agenda_status: str = "",
    released_on: date | None = None,
    sent_on: date | None = None,
) -> list[Step]:
    """The dated steps in the order of their days; done or not follows from states, late from the day.

    What is done stands on the day it happened (`released_on`, `sent_on`): a release closes the topics, and an
    invitation that left on the day of the reminder or later made that needless, so the step is left out.
    """
    due = deadlines(meeting)
    invited = meeting.status in (Meeting.Status.INVITED, Meeting.Status.IN_SESSION, Meeting.Status.HELD)
    released = invited or agenda_status in ("released", "frozen")
    held = meeting.status == Meeting.Status.HELD
    released_on = released_on if released else None
    closes = min(due.submission, released_on or due.submission)
    closed = today > closes or released_on is not None
    last = _("last day: %(day)s") % {"day": short_day(due.dispatch)}
    rows = [
        (closes, _("Topics closed") if closed else _("Topics close"), closed, ""),
        (released_on or due.release, _("Release by the chair"), released, ""),
        (sent_on, _("Invitation sent"), True, last)
        if invited and sent_on
        else (due.dispatch, _("Last day for the invitation"), invited, ""),
        (due.meeting, _("Meeting"), held, ""),
    ]
    if (sent_on or due.dispatch) < due.reminder < meeting.day:
        rows.append((due.reminder, _("Reminder of open answers"), held or today > due.reminder, ""))
    steps: list[Step] = []
    next_found = False
    for day, text, done, told in sorted(rows, key=lambda row: row[0]):
        css, state = _state(day, today, done, next_found)
        next_found = next_found or css in ("is-next", "is-late")
        steps.append(Step(day, short_day(day), text, told or state, css))
    return steps


def _state(day: date, today: date, done: bool, next_found: bool) -> tuple[str, str]:
    if done:
        return "is-done", _("done")
    if day < today:
        return "is-late", _("overdue")
    if not next_found:
        return "is-next", _("next")
    return "is-open", days_from(today, day)

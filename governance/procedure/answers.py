"""Every procedural question of a board: yes or no, the numbers, and the sentence to show people.

Pure. All numbers come from the board's `Rules`; sentences follow the active language.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_in_words

MAIL, POST = "mail", "post"
YEAR = 365


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


@dataclass(frozen=True)
class Answer:
    ok: bool
    numbers: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same with days as ISO text, to be kept as proof."""
        numbers = {name: n.isoformat() if isinstance(n, date) else n for name, n in self.numbers.items()}
        return {"ok": self.ok, "numbers": numbers, "sentence": self.sentence}


def assumed_receipt(rules: Rules, sent_on: date, channel: str = MAIL) -> date:
    """The day on which a letter counts as received: the day of dispatch and the days its channel takes."""
    return sent_on + timedelta(days=rules.post_days if channel == POST else rules.mail_days)


def latest_dispatch(rules: Rules, meeting_day: date, channel: str = MAIL) -> date:
    """The last day of dispatch; neither the day of receipt nor the day of the meeting counts (HGO § 58 as model)."""
    way = rules.post_days if channel == POST else rules.mail_days
    return meeting_day - timedelta(days=rules.notice_days + 1 + way)


def dispatch(rules: Rules, meeting_day: date, today: date) -> Answer:
    """The last days of dispatch by `mail` and by `post`; ok while both ways still keep the notice period."""
    numbers = {channel: latest_dispatch(rules, meeting_day, channel) for channel in (MAIL, POST)}
    words = {channel: day_in_words(day) for channel, day in numbers.items()}
    if numbers[MAIL] == numbers[POST]:
        sentence = _("Last day of dispatch: %(mail)s.") % words
    else:
        sentence = _("Last day of dispatch by e-mail: %(mail)s, by post: %(post)s.") % words
    return Answer(today <= min(numbers.values()), numbers, sentence)


def notice(rules: Rules, meeting_day: date, sent_on: date, channel: str = MAIL) -> Answer:
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
            "The invitation arrives on the day of the meeting or later. Choose a new date, or give a reason. "
            "The proof of dispatch keeps this warning."
        )
        % words
    )


def quorum_basis(rules: Rules, seats: int, occupied: int) -> int:
    """Of how many members the quorum is counted: the statutory seats, or only the filled ones."""
    return occupied if rules.quorum_basis == "occupied" else seats


def quorum_needed(basis: int, rules: Rules | None = None) -> int:
    """More than half of the basis (HGO § 53 as model): 31 -> 16, 10 -> 6; or the number the rules name."""
    return rules.quorum_number if rules and rules.quorum_number else basis // 2 + 1


def quorum(rules: Rules, seats: int, present: int) -> Answer:
    """Whether `present` members are enough to decide; `seats` is the basis of the quorum (see `quorum_basis`)."""
    needed = quorum_needed(seats, rules)
    numbers = {"seats": seats, "present": present, "needed": needed, "missing": max(0, needed - present)}
    if present >= needed:
        return Answer(
            True, numbers, _("Quorate: %(present)s of %(seats)s members present (needed: %(needed)s).") % numbers
        )
    words = _("Found not quorate: %(present)s of %(seats)s members present (needed: %(needed)s).")
    return Answer(False, numbers, words % numbers)


def majority(rules: Rules, yes: int, no: int, abstain: int = 0, invalid: int = 0) -> Answer:
    """More yes than no; where the rules count all votes cast, more than half of them, abstentions included.

    `outcome` is adopted, rejected or, on a tie where the rules say so, chair_decides. Two thirds cannot tie.
    """
    if min(yes, no, abstain, invalid) < 0:
        raise ValueError("a number of votes is never negative")
    cast = yes + no if rules.majority_rule != "of_cast" else yes + no + abstain + invalid
    tie = rules.majority_rule != "two_thirds" and 2 * yes == cast
    numbers: dict[str, Any] = {
        "yes": yes,
        "no": no,
        "abstain": abstain,
        "invalid": invalid,
        "cast": cast,
        "tie": tie,
    }
    if tie:
        numbers["outcome"] = "chair_decides" if rules.tie_rule == "chair_decides" else "rejected"
        sentence = (
            _("Tie. The chair decides.") if rules.tie_rule == "chair_decides" else _("Tie. The motion is rejected.")
        )
        return Answer(False, numbers, sentence)
    adopted = 3 * yes >= 2 * cast > 0 if rules.majority_rule == "two_thirds" else 2 * yes > cast
    numbers["outcome"] = "adopted" if adopted else "rejected"
    result = _("adopted") if adopted else _("rejected")
    return Answer(adopted, numbers, f"{_counted(yes, no, abstain, invalid)} – {result}")


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


def extra_meeting_by(rules: Rules, reached_on: date) -> date:
    """The last day for the extra meeting that enough members demanded on that day."""
    return reached_on + timedelta(days=rules.petition_days)


def addendum(rules: Rules, seats: int, agreeing: int) -> Answer:
    """Whether an item that the invitation does not name may be dealt with: two thirds of the statutory seats must
    agree where the rules say so (HGO § 58 (2) as model), else the approval of the agenda is enough."""
    if not rules.addenda_two_thirds:
        return Answer(True, {"needed": 0, "agreeing": agreeing}, _("The board decides with the agenda."))
    needed = -(-2 * seats // 3)
    numbers = {"seats": seats, "needed": needed, "agreeing": agreeing}
    words = _("%(agreeing)s of %(seats)s members agree to the new item (needed: %(needed)s).")
    return Answer(agreeing >= needed, numbers, words % numbers)


def second_call(rules: Rules) -> Answer:
    """Whether an item that failed for lack of quorum may be decided next time by whoever comes; the sentence is the
    notice that the invitation must hold then (HGO § 53 (2) as model)."""
    if not rules.second_call:
        return Answer(False, {}, _("The rules of this board know no second call."))
    words = _(
        "This matter was put off for lack of quorum. The board decides on it whatever the number of those who appear."
    )
    return Answer(True, {}, words)


def may_deputise(rules: Rules, *, named: bool, excused: bool) -> Answer:
    """Whether a deputy takes the member's seat with the vote: the rules allow it, the deputy is named for the seat
    and the member is excused. Where it is not allowed whoever comes is a guest without a vote."""
    numbers = {"allowed": rules.deputies_allowed, "named": named, "excused": excused}
    if not rules.deputies_allowed:
        words = _("The rules of this board know no deputies of members. Whoever comes instead is a guest.")
        return Answer(False, numbers, words)
    if not named:
        return Answer(False, numbers, _("No deputy is named for this seat."))
    if not excused:
        return Answer(False, numbers, _("The deputy takes part only when the member is excused."))
    return Answer(True, numbers, _("The deputy takes part and votes for the member."))


def may_invite_guests(rules: Rules) -> Answer:
    """Who decides about guests: ok where the chair alone may invite them."""
    sentences = {
        "chair": _("The chair invites guests."),
        "board": _("Guests come when the board agrees."),
        "none": _("The rules of this board know no guests."),
    }
    return Answer(rules.guests == "chair", {"guests": rules.guests}, sentences[rules.guests])


def provisional_chair(rules: Rules) -> Answer:
    """Whether a chair whose office has ended leads the board until a successor is elected."""
    if rules.provisional_chair:
        return Answer(True, {}, _("The chair stays in office provisionally until a successor is elected."))
    return Answer(False, {}, _("The office of chair ends on its last day. The deputy leads until the election."))


def circular_deadline(rules: Rules, sent_on: date) -> date:
    """The last day for replies to a circular resolution sent on that day."""
    return sent_on + timedelta(days=rules.circular_days)


def may_circulate(rules: Rules, sent_on: date, until: date) -> Answer:
    """Whether a resolution may be taken in writing with replies until that day."""
    earliest = circular_deadline(rules, sent_on)
    numbers = {"allowed": rules.circular_allowed, "days": rules.circular_days, "earliest": earliest}
    if not rules.circular_allowed:
        words = _("The rules of this board know no circular resolution. Put the item on the next agenda.")
        return Answer(False, numbers, words)
    sentence = _("Replies must be possible until %(day)s at least.") % {"day": day_in_words(earliest)}
    return Answer(until >= earliest, numbers, sentence)


def circular(rules: Rules, basis: int, *, yes: int, no: int, abstain: int = 0, objections: int = 0) -> Answer:
    """The outcome of a circular resolution. Silence is no consent: the replies must reach the quorum.

    `outcome` is adopted, rejected, inquorate, or next_meeting when a member objects and the rules heed that.
    """
    replies = yes + no + abstain
    votes = majority(rules, yes, no, abstain)
    numbers = votes.numbers | {"replies": replies, "needed": quorum_needed(basis, rules), "objections": objections}
    if objections and rules.circular_objection:
        words = _("A member objects to the written procedure. The item goes to the next meeting.")
        return Answer(False, numbers | {"outcome": "next_meeting"}, words)
    if replies < numbers["needed"]:
        words = _("%(replies)s members replied, %(needed)s are needed. The resolution is not adopted.")
        return Answer(False, numbers | {"outcome": "inquorate"}, words % numbers)
    return Answer(votes.ok, numbers, votes.sentence)


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


def earliest_opinion_deadline(rules: Rules, opened_on: date) -> date:
    """The first day that may be the deadline of a round opened on that day."""
    return opened_on + timedelta(days=rules.opinion_min_days)


def opinion_time(rules: Rules) -> str:
    """How long members have for an assessment, as forms that ask for a deadline say it."""
    numbers = {"least": rules.opinion_min_days, "usual": rules.opinion_days}
    return _("Members need at least %(least)s days, %(usual)s are usual.") % numbers


def dissent_until(rules: Rules, circulated_on: date) -> date:
    """The last day for dissents from a draft sent to the members on that day."""
    return circulated_on + timedelta(days=rules.dissent_days)


def report_begins(rules: Rules, meeting_day: date) -> date:
    """The day on which the draft of the report for that meeting begins."""
    return meeting_day - timedelta(days=rules.report_days)


def late_review_due(rules: Rules, submitted_on: date) -> date:
    """The day by which a report is reviewed that came too late for the invitation."""
    return submitted_on + timedelta(days=rules.review_days)


def response_due(rules: Rules, announced_on: date) -> date:
    """The day by which the management answers a recommendation; it runs from the announcement, not the minutes."""
    return announced_on + timedelta(days=rules.response_days)


def minutes_due(rules: Rules, held_on: date) -> date:
    """The day by which the draft of the minutes goes out."""
    return held_on + timedelta(days=rules.minutes_draft_days)


def objection_deadline(rules: Rules, circulated_on: date) -> date:
    """The last day for objections to minutes circulated on that day."""
    return circulated_on + timedelta(days=rules.objection_days)


def contradictions(rules: Rules, seats: int | None = None) -> dict[str, str]:
    """Rules that cannot all hold: a sentence by the name of the rule's field; empty when they can.

    `seats` is the statutory number, where it is known.
    """
    found: dict[str, str] = {}
    for name, holds, sentence in _checks(rules, seats):
        if not holds:
            found.setdefault(name, sentence)
    return found


def _checks(rules: Rules, seats: int | None) -> list[tuple[str, bool, str]]:
    order = _("The gaps between meetings contradict each other: tolerated, target and limits must be in order.")
    no_day = _("Please give at least one day.")
    meetings = rules.meetings_per_year
    fits = not meetings or rules.tolerated_min <= YEAR / meetings <= rules.tolerated_max
    long_notice = _("The notice period is longer than the smallest gap between two meetings.")
    on_the_way = rules.notice_days + max(rules.mail_days, rules.post_days) + 1
    return [
        ("target_min", rules.tolerated_min <= rules.target_min, order),
        ("target_max", rules.target_min <= rules.target_max, order),
        ("tolerated_max", rules.target_max <= rules.tolerated_max, order),
        (
            "meetings_per_year",
            fits or not rules.tolerated_min <= rules.tolerated_max,
            _("This many meetings a year do not fit the tolerated gaps between them."),
        ),
        ("notice_days", rules.notice_days < rules.tolerated_min, long_notice),
        (
            "post_days",
            on_the_way <= rules.tolerated_min or rules.notice_days >= rules.tolerated_min,
            _("By post the invitation would have to leave before the meeting before it."),
        ),
        (
            "shortened_min_days",
            rules.shortened_min_days <= rules.notice_days + 1,
            _("The shortened period is longer than the notice period itself."),
        ),
        (
            "submission_days",
            rules.submission_days > rules.notice_days or rules.notice_days >= rules.tolerated_min,
            _("Topics must be closed before the invitation leaves: give more days than the notice period has."),
        ),
        (
            "weekday",
            0 <= rules.weekday <= 4,
            _("The usual day of meetings must be a working day, Monday to Friday."),
        ),
        ("length_minutes", rules.length_minutes > 0, _("A meeting must last at least one minute.")),
        (
            "quorum_number",
            seats is None or rules.quorum_number <= seats,
            _("The quorum is larger than the number of seats. The board could never decide."),
        ),
        (
            "petition_percent",
            1 <= rules.petition_percent <= 100,
            _("The share for an extra meeting must lie between 1 and 100 percent."),
        ),
        (
            "petition_days",
            rules.petition_days > rules.shortened_min_days,
            _("An extra meeting needs time for its invitation: please give more days."),
        ),
        (
            "opinion_min_days",
            rules.opinion_min_days <= rules.opinion_days or not rules.opinion_days,
            _("The shortest time for an assessment is longer than the usual one."),
        ),
        ("term_months", rules.term_months > 0, _("A term must last at least one month.")),
        *[
            (name, getattr(rules, name) > 0, no_day)
            for name in (
                "circular_days",
                "opinion_days",
                "opinion_min_days",
                "dissent_days",
                "response_days",
                "report_days",
                "review_days",
                "minutes_draft_days",
                "objection_days",
            )
        ],
    ]

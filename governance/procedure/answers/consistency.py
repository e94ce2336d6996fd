"""Which rules cannot all hold."""

from django.utils.translation import gettext as _

from governance.procedure.answers.rules import Rules

YEAR = 365


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

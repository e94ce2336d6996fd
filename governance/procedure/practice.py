"""What rules mean in practice on a day, and which of them Gremia only keeps on record. Pure.

Numbers and sentences are those of `procedure.answers`, asked as if the case came up on that day.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_in_words
from governance.procedure import answers
from governance.procedure.answers import Rules

YEAR = 365
ON_RECORD = ("addenda_two_thirds", "circular_allowed")
"""Rules that no act of Gremia carries out."""


def practice(rules: Rules, day: date, *, seats: int, occupied: int) -> dict[str, str]:
    """By the name of the rule: what follows from it, for those of which there is something to say."""
    said = {
        "meetings_per_year": _gap(rules),
        "petition_percent": _extra_meeting(rules, day),
        "second_call": _second_call(rules),
        "addenda_two_thirds": _addendum(rules, seats),
        "circular_allowed": _circular(rules, day, answers.quorum_basis(rules, seats, occupied)),
        "deputies_allowed": answers.may_deputise(rules, named=True, excused=True).sentence,
        "provisional_chair": answers.provisional_chair(rules).sentence,
        "opinion_days": _round(rules, day),
    }
    on_record = _("Gremia only keeps this rule on record.")
    said |= {name: f"{said[name]} {on_record}".strip() for name in ON_RECORD}
    return {name: sentence for name, sentence in said.items() if sentence}


def _gap(rules: Rules) -> str:
    """Meetings spread evenly over the year."""
    return answers.gap(rules, YEAR // rules.meetings_per_year).sentence if rules.meetings_per_year else ""


def _extra_meeting(rules: Rules, day: date) -> str:
    words = {"day": day_in_words(day), "until": day_in_words(answers.extra_meeting_by(rules, day))}
    return _("Demanded on %(day)s, it is held by %(until)s.") % words


def _second_call(rules: Rules) -> str:
    ruling = answers.second_call(rules)
    return _("The invitation then says: “%(notice)s”") % {"notice": ruling.sentence} if ruling.ok else ""


def _addendum(rules: Rules, seats: int) -> str:
    """The rule itself says all where the approval of the agenda is enough."""
    needed = answers.addendum(rules, seats, agreeing=0).numbers["needed"]
    if not needed:
        return ""
    words = ngettext("%(needed)s member must agree.", "%(needed)s members must agree.", needed)
    return words % {"needed": needed}


def _circular(rules: Rules, day: date, basis: int) -> str:
    ruling = answers.may_circulate(rules, day, answers.circular_deadline(rules, day))
    if not ruling.ok:
        return ruling.sentence
    needed = answers.circular(rules, basis, yes=0, no=0).numbers["needed"]
    words = ngettext(
        "%(needed)s member must reply; silence is no consent.",
        "%(needed)s members must reply; silence is no consent.",
        needed,
    )
    sent = _("Sent on %(day)s:") % {"day": day_in_words(day)}
    return " ".join([sent, ruling.sentence, words % {"needed": needed}])


def _round(rules: Rules, day: date) -> str:
    words = {"day": day_in_words(day), "until": day_in_words(answers.opinion_deadline(rules, day))}
    return _("Opened on %(day)s, a round usually ends on %(until)s.") % words

"""What is adopted in the meeting: majorities, and items that the invitation does not name."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.procedure.answers.answer import Answer
from governance.procedure.answers.rules import Rules


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


def addendum(rules: Rules, seats: int, agreeing: int) -> Answer:
    """Whether an item that the invitation does not name may be dealt with: two thirds of the statutory seats must
    agree where the rules say so (HGO § 58 (2) as model), else the approval of the agenda is enough."""
    if not rules.addenda_two_thirds:
        return Answer(True, {"needed": 0, "agreeing": agreeing}, _("The board decides with the agenda."))
    needed = -(-2 * seats // 3)
    numbers = {"seats": seats, "needed": needed, "agreeing": agreeing}
    words = _("%(agreeing)s of %(seats)s members agree to the new item (needed: %(needed)s).")
    return Answer(agreeing >= needed, numbers, words % numbers)

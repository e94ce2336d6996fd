"""Who must be there to decide, and who may come for somebody or as a guest."""

from django.utils.translation import gettext as _

from governance.procedure.answers.answer import Answer
from governance.procedure.answers.rules import Rules


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

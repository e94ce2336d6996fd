"""How far apart two meetings lie."""

from typing import Any

from django.utils.translation import gettext as _

from governance.procedure.answers.answer import Answer
from governance.procedure.answers.rules import Rules


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

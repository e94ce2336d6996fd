"""Why a date stands in the plan, and why there is none, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.web.wording import day_in_words, plain_day
from governance.procedure import answers
from governance.procedure.answers import Rules

CRITERIA = (
    gettext_lazy("Dates on which the chair is away"),
    gettext_lazy("Dates without a quorum"),
    gettext_lazy("Dates in the school holidays"),
    gettext_lazy("Gaps outside the target"),
    gettext_lazy("Dates on another weekday or beside a public holiday"),
    gettext_lazy("Members who are away, counted for each date"),
    gettext_lazy("Unevenness of the gaps in days"),
    gettext_lazy("Days until the dates, added up"),
)
"""What a plan is judged by, in the order of importance (`scores.Cost`)."""

_DAYS_OF_A_MONTH = 365.2425 / 12


@dataclass(frozen=True)
class Why:
    """One sentence, and whether everything is as it should be."""

    sentence: str
    good: bool


def why(reason: Mapping[str, Any], rules: Rules, *, school: str = "") -> Why:
    """The sentence beside a date. `school`: name of the school holidays of that day (the almanac holds Hesse's)."""
    days = reason.get("gap")
    parts = [_("First meeting of the plan") if days is None else _gap(days, rules)]
    if reason.get("school"):
        parts.append(_("%(name)s in Hesse") % {"name": school or _("School holidays")})
    if reason.get("beside_holiday"):
        parts.append(_("beside a public holiday"))
    if not reason.get("usual_weekday", True):
        parts.append(_("not on the usual weekday"))
    good = len(parts) == 1 and (days is None or _in_target(days, rules))
    return Why(", ".join(parts) + ".", good)


def criteria(weighing: Mapping[str, Any]) -> list[tuple[str, int, int | None]]:
    """Each criterion with the number of this plan and, where days were chosen by hand, of the best plan without."""
    best = weighing.get("best", {}).get("own", [None] * len(CRITERIA))
    return [(str(name), own, free) for name, own, free in zip(CRITERIA, weighing["own"], best, strict=True)]


def distance(weighing: Mapping[str, Any]) -> str:
    """The first criterion in which all boards together may be better than the plan; "" where none may."""
    pairs = zip(CRITERIA, weighing["all"], weighing["bound"], strict=False)
    found = ((name, cost - bound) for name, cost, bound in pairs if cost != bound)
    return next((f"{name} ({number})" for name, number in found), "")


def instead(reason: Mapping[str, Any]) -> str:
    """The next best day for a date and what speaks against it; "" where no other day is possible."""
    if "instead" not in reason:
        return ""
    words = {"day": day_in_words(date.fromisoformat(reason["instead"]))}
    if reason["worse"] is None:
        return _("%(day)s would be as good.") % words
    return _("Next best: %(day)s. Worse by: %(criterion)s.") % (words | {"criterion": CRITERIA[reason["worse"]]})


def _in_target(days: int, rules: Rules) -> bool:
    return bool(answers.gap(rules, days).numbers["state"] == "target")


def _gap(days: int, rules: Rules) -> str:
    """ "3 Monate (13 Wochen) nach der letzten Sitzung"; outside the target the target is named."""
    count = round(days / _DAYS_OF_A_MONTH)
    months = ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
    words = {"months": months, "weeks": _weeks(days)}
    if _in_target(days, rules):
        return _("%(months)s (%(weeks)s) after the last meeting") % words
    words["least"], words["most"] = str(rules.target_min // 7), str(rules.target_max // 7)
    return _("%(weeks)s after the last meeting (target %(least)s to %(most)s weeks)") % words


def _weeks(count: int) -> str:
    whole, over = divmod(count, 7)
    weeks = ngettext("%(count)s week", "%(count)s weeks", whole) % {"count": whole}
    if not over:
        return weeks
    days = ngettext("%(count)s day", "%(count)s days", over) % {"count": over}
    return _("%(weeks)s and %(days)s") % {"weeks": weeks, "days": days}


def obstacle(reason: Mapping[str, Any]) -> list[str]:
    """Why a board has no plan (`Reason.to_json`): where it stops, what closes the days, what would help."""
    first, last = (date.fromisoformat(day) for day in reason["window"])
    words = {"number": reason["meeting"], "first": plain_day(first), "last": plain_day(last)}
    sentences = [_("Meeting %(number)s finds no day between %(first)s and %(last)s.") % words]
    causes = [_cause(name, days) for name, days in reason["causes"].items()]
    if causes:
        sentences.append(_("Closed are: %(causes)s.") % {"causes": ", ".join(causes)})
    offer = reason["relaxation"]
    if offer:
        sentences.append(_help(offer))
    return sentences


def _cause(name: str, days: int) -> str:
    words = {
        "weekend": _("%(count)s days at weekends"),
        "blocked": _("%(count)s public holidays and closed days"),
        "board_blocked": _("%(count)s days closed for this board"),
        "outside": _("%(count)s days outside of the year"),
        "fixed": _("%(count)s days that leave out a fixed date"),
        "separation": _("%(count)s days too near to another board"),
        "gap": _("%(count)s days that no earlier meeting leads to"),
    }
    return words[name] % {"count": days}


def _help(offer: Mapping[str, Any]) -> str:
    words = {"day": day_in_words(date.fromisoformat(offer["day"])), "count": offer["days"]}
    sentences = {
        "tolerated": _("%(day)s would be possible if the gap may be %(count)s days longer or shorter."),
        "range": _("%(day)s would be possible; it lies %(count)s days outside of the year."),
        "separation": _("%(day)s would be possible if another board moved by %(count)s days."),
        "fixed": _("%(day)s would be possible without the fixed date."),
        "board_blocked": _("%(day)s would be possible if the board's closed day were open."),
    }
    return sentences[offer["kind"]] % words

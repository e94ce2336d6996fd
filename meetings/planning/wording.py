"""Why a date stands in the plan, and why there is none, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_in_words, plain_day
from governance.procedure.answers import Rules
from meetings.planning.cadence import Gap, Verdict, describe_gap


@dataclass(frozen=True)
class Why:
    """One sentence, and whether everything is as it should be."""

    sentence: str
    good: bool


def why(reason: Mapping[str, Any], rules: Rules, *, school: str = "") -> Why:
    """The sentence beside a date. `school`: name of the school holidays of that day (the almanac holds Hesse's)."""
    gap = _gap(reason.get("gap"), rules)
    parts = [gap_words(gap, rules) if gap else _("First meeting of the plan")]
    if reason.get("school"):
        parts.append(_("%(name)s in Hesse") % {"name": school or _("School holidays")})
    if reason.get("beside_holiday"):
        parts.append(_("beside a public holiday"))
    if not reason.get("usual_weekday", True):
        parts.append(_("not on the usual weekday"))
    good = len(parts) == 1 and (gap is None or gap.verdict is Verdict.OK)
    return Why(", ".join(parts) + ".", good)


def _gap(days: int | None, rules: Rules) -> Gap | None:
    if days is None:
        return None
    return describe_gap(
        days, target=(rules.target_min, rules.target_max), tolerated=(rules.tolerated_min, rules.tolerated_max)
    )


def gap_words(gap: Gap, rules: Rules) -> str:
    """ "3 Monate (13 Wochen) nach der letzten Sitzung"; outside the target the target is named."""
    months = ngettext("%(count)s month", "%(count)s months", gap.months) % {"count": gap.months}
    words = {"months": months, "weeks": _weeks(gap)}
    if gap.verdict is Verdict.OK:
        return _("%(months)s (%(weeks)s) after the last meeting") % words
    words["least"], words["most"] = str(rules.target_min // 7), str(rules.target_max // 7)
    return _("%(weeks)s after the last meeting (target %(least)s to %(most)s weeks)") % words


def _weeks(gap: Gap) -> str:
    weeks = ngettext("%(count)s week", "%(count)s weeks", gap.weeks) % {"count": gap.weeks}
    if not gap.days_over_weeks:
        return weeks
    days = ngettext("%(count)s day", "%(count)s days", gap.days_over_weeks) % {"count": gap.days_over_weeks}
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

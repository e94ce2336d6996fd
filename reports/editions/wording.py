"""From figures to the sentences that a draft begins with. Pure: figures in, German texts out.

Reports are German documents whatever language the page of their author speaks.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from reports.editions.lines import MOST, SUMMARY, Line, write

PROJECTS, OPINIONS, ACTIONS = "projects", "opinions", "actions"
FINANCES, RISKS, OUTLOOK = "finances", "risks", "outlook"
ORDER = (SUMMARY, PROJECTS, OPINIONS, ACTIONS, FINANCES, RISKS, OUTLOOK)
WORRYING = ("off_track", "at_risk")
GERMAN = "de"


def titles() -> dict[str, str]:
    """Titles of the sections by slug, in order, in German."""
    with override(GERMAN):
        words = (
            _("The essentials in ten lines"),
            _("Projects"),
            _("Opinions and answers"),
            _("Action items"),
            _("Finances"),
            _("Risks"),
            _("Outlook"),
        )
    return dict(zip(ORDER, words, strict=True))


def prefilled(figures: Mapping[str, Any]) -> dict[str, str]:
    """What the sections begin with; finances, risks and outlook are the management's own and stay empty."""
    with override(GERMAN):
        return {
            SUMMARY: _summary(figures),
            PROJECTS: _projects(figures["projects"]),
            OPINIONS: _opinions(figures["opinions"]),
            ACTIONS: _actions(figures["actions"], figures["meetings"]),
            FINANCES: "",
            RISKS: "",
            OUTLOOK: "",
        }


def _summary(figures: Mapping[str, Any]) -> str:
    advice, news = _advice(figures["opinions"]), _news(figures["public"])
    room = MOST - len(advice) - len(news)
    known = [one for one in figures["projects"]["projects"] if one["status"]]
    projects = [Line(one["status"], f"{one['title']}: {one['text']}") for one in known]
    return write([*projects[:room], *advice, *news])


def _advice(opinions: Mapping[str, Any]) -> list[Line]:
    lines = []
    followed = opinions["counts"]["follow"] + opinions["counts"]["partly"]
    answered = sum(opinions["counts"].values())
    if answered:
        words = ngettext(
            "%(followed)s of %(count)s answered recommendation is followed, in whole or in part.",
            "%(followed)s of %(count)s answered recommendations are followed, in whole or in part.",
            answered,
        )
        lines.append(Line("followed", words % {"followed": followed, "count": answered}))
    if opinions["open"]:
        lines.append(Line("at_risk", _waiting(len(opinions["open"]))))
    return lines


def _waiting(count: int) -> str:
    words = ngettext(
        "%(count)s recommendation waits for an answer.", "%(count)s recommendations wait for an answer.", count
    )
    return words % {"count": count}


def _news(public: Mapping[str, int]) -> list[Line]:
    if not public["new"]:
        return []
    words = ngettext(
        "%(count)s new suggestion came from the public.",
        "%(count)s new suggestions came from the public.",
        public["new"],
    )
    return [Line("new", words % {"count": public["new"]})]


def _projects(projects: Mapping[str, Any]) -> str:
    counts = projects["counts"]
    total = len(projects["projects"])
    first = ngettext("%(count)s project is reported on:", "%(count)s projects are reported on:", total)
    states = {
        _("%(count)s on track"): counts["on_track"],
        _("%(count)s to be watched"): counts["at_risk"],
        _("%(count)s critical"): counts["off_track"],
        _("%(count)s completed"): counts["done"],
    }
    paragraphs = [f"{first % {'count': total}} {_listed(states)}"]
    paragraphs += [
        f"{one['title']}: {one['text']}" for one in projects["projects"] if one["status"] in (*WORRYING, "done")
    ]
    return "\n\n".join(paragraphs)


def _opinions(opinions: Mapping[str, Any]) -> str:
    counts = opinions["counts"]
    answered = sum(counts.values())
    if not answered and not opinions["open"]:
        return _("No recommendation of a board was to be answered in this period.")
    paragraphs = []
    if answered:
        first = ngettext(
            "%(count)s recommendation was answered:", "%(count)s recommendations were answered:", answered
        )
        paragraphs.append(f"{first % {'count': answered}} {_listed(_answers(counts))}")
    if opinions["open"]:
        paragraphs.append(_waiting(len(opinions["open"])))
    return "\n\n".join(paragraphs)


def _answers(counts: Mapping[str, int]) -> dict[str, int]:
    follow, partly, decline, deferred = (counts[one] for one in ("follow", "partly", "decline", "deferred"))
    return {
        ngettext("%(count)s is followed", "%(count)s are followed", follow): follow,
        ngettext("%(count)s is followed in part", "%(count)s are followed in part", partly): partly,
        ngettext("%(count)s is not followed", "%(count)s are not followed", decline): decline,
        ngettext("%(count)s is deferred", "%(count)s are deferred", deferred): deferred,
    }


def _listed(parts: Mapping[str, int]) -> str:
    """ "2 im Plan, 1 kritisch."; what there is none of is left out."""
    return ", ".join(words % {"count": count} for words, count in parts.items() if count) + "."


def _actions(actions: Mapping[str, int], meetings: list[dict[str, Any]]) -> str:
    paragraphs = [f"{_open(actions)} {_done(actions['done'])}".strip()]
    for one in meetings:
        held = ngettext("%(board)s: %(held)s meeting held.", "%(board)s: %(held)s meetings held.", one["held"]) % one
        paragraphs.append(f"{held} {_attendance(one)}".strip())
    return "\n\n".join(paragraphs)


def _open(actions: Mapping[str, int]) -> str:
    if not actions["open"]:
        return _("None of the board's action items is open.")
    words = ngettext(
        "%(open)s of the board's action items is open",
        "%(open)s of the board's action items are open",
        actions["open"],
    )
    overdue = _(", %(overdue)s of them overdue") if actions["overdue"] else ""
    return f"{words}{overdue}." % actions


def _done(count: int) -> str:
    words = ngettext("%(count)s was completed.", "%(count)s were completed.", count)
    return words % {"count": count} if count else ""


def _attendance(meeting: Mapping[str, Any]) -> str:
    rate = percent(meeting["present"], meeting["invited"])
    return _("Attendance: %(percent)s %%.") % {"percent": rate} if rate is not None else ""


def percent(part: int, whole: int) -> int | None:
    """Rounded half up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None

"""Figures as tables and one chart, in the active language. Pure: frozen figures in, what is shown out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.web.wording import day_digits
from reports.editions.lines import TONES
from reports.editions.wording import ACTIONS, PROJECTS, percent

NBSP = "\u00a0"
ANSWERS = {
    "follow": gettext_lazy("will be followed"),
    "partly": gettext_lazy("will be followed in part"),
    "decline": gettext_lazy("will not be followed"),
    "deferred": gettext_lazy("deferred"),
}


@dataclass(frozen=True)
class Bar:
    label: str
    value: int


@dataclass(frozen=True)
class Table:
    """`columns` are (word, is a number). `section` is the slug whose readers see it, "" for everybody."""

    key: str
    title: str
    section: str
    columns: list[tuple[str, bool]]
    rows: list[list[str]]
    source: str
    bars: list[Bar] = field(default_factory=list)
    alt: str = ""


@dataclass(frozen=True)
class Advice:
    """A recommendation with the management's answer; `answer` is empty while it is open."""

    origin: str
    text: str
    answer: str
    reason: str


def tables(figures: Mapping[str, Any]) -> list[Table]:
    """All tables that have something to show."""
    return [
        _projects(figures["projects"]),
        _actions(figures["actions"]),
        *([_meetings(figures["meetings"])] if figures["meetings"] else []),
        _public(figures["public"]),
    ]


def _projects(projects: Mapping[str, Any]) -> Table:
    bars = [Bar(str(TONES[status][1]), count) for status, count in projects["counts"].items()]
    alt = ", ".join(f"{bar.value} {bar.label}" for bar in bars)
    return Table(
        key="projects",
        title=_("Projects by status"),
        section=PROJECTS,
        columns=[(_("Status"), False), (_("Projects"), True)],
        rows=[[bar.label, str(bar.value)] for bar in bars],
        source=_("Source: project list, notes up to %(day)s.") % {"day": _day(projects["day"])},
        bars=bars,
        alt=_("Bar chart: %(numbers)s. The numbers stand in the table below.") % {"numbers": alt},
    )


def _actions(actions: Mapping[str, int]) -> Table:
    words = (
        (_("open"), actions["open"]),
        (_("of them overdue"), actions["overdue"]),
        (_("reported as done"), actions["reported"]),
        (_("completed in the period"), actions["done"]),
    )
    return Table(
        key="actions",
        title=_("Action items of the board"),
        section=ACTIONS,
        columns=[(_("Status"), False), (_("Number"), True)],
        rows=[[word, str(count)] for word, count in words],
        source=_("Source: action items of the board's meetings."),
    )


def _meetings(meetings: list[dict[str, Any]]) -> Table:
    rows = []
    for one in meetings:
        rate = percent(one["present"], one["invited"])
        rows.append(
            [
                one["board"],
                str(one["held"]),
                str(one["notice_kept"]),
                f"{rate}{NBSP}%" if rate is not None else "–",
            ]
        )
    return Table(
        key="meetings",
        title=_("Meetings in the period"),
        section=ACTIONS,
        columns=[
            (_("Board"), False),
            (_("Meetings"), True),
            (_("notice period kept"), True),
            (_("attendance"), True),
        ],
        rows=rows,
        source=_("Source: invitations and attendance lists."),
    )


def _public(public: Mapping[str, int]) -> Table:
    words = (
        (_("Suggestions published so far"), public["contributions"]),
        (_("Replies to them"), public["replies"]),
        (_("New in the period"), public["new"]),
    )
    return Table(
        key="public",
        title=_("Suggestions from the public"),
        section="",
        columns=[(_("What"), False), (_("Number"), True)],
        rows=[[word, str(count)] for word, count in words],
        source=_("Source: page on participation."),
    )


def sentences(figures: Mapping[str, Any], level: int) -> list[str]:
    """All figures a line each, so that two versions can be compared: "Projekte nach Stand, im Plan: 2"."""
    shown = tables(figures)
    lines = [
        f"{table.title}, {row[0]}: "
        + ", ".join(
            cell if len(row) == 2 else f"{word} {cell}"
            for (word, _number), cell in zip(table.columns[1:], row[1:], strict=True)
        )
        for table in shown
        for row in table.rows
    ]
    return lines + [f"{one.origin}, {one.text}: {one.answer or _('still open')}" for one in advice(figures, level)]


def advice(figures: Mapping[str, Any], level: int) -> list[Advice]:
    """Recommendations whose text may be shown up to `level`, the answered ones first."""
    shown = []
    for one in (*figures["opinions"]["answered"], *figures["opinions"]["open"]):
        if one["text"] and one["level"] <= level:
            origin = f"{one['board']}: {one['title']}"
            shown.append(Advice(origin, one["text"], str(ANSWERS.get(one["answer"], "")), one["reason"]))
    return shown


def withheld(figures: Mapping[str, Any], level: int) -> int:
    """How many recommendations are counted without being shown up to `level`."""
    found = figures["opinions"]["answered"] + figures["opinions"]["open"]
    return len(found) - len(advice(figures, level))


def withheld_words(figures: Mapping[str, Any], level: int) -> str:
    """Why there are fewer recommendations than are counted, or ""."""
    if not (count := withheld(figures, level)):
        return ""
    words = ngettext(
        "%(count)s recommendation is counted here and not shown, because it belongs to a board's confidential work.",
        "%(count)s recommendations are counted here and not shown, because they belong to a board's confidential "
        "work.",
        count,
    )
    return words % {"count": count}


def _day(iso: str) -> str:
    return day_digits(date.fromisoformat(iso))

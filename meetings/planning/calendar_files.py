"""The year of all boards to take away: a calendar file, and one printed page (`templates/print/year.typ`)."""

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import Any

from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from foundation.values import BERLIN
from foundation.web.wording import moment_in_words
from governance.boards.models import Company
from governance.boards.presenting import printed_logo
from governance.confidentiality import Reader
from meetings.invitations.entries import occasion
from meetings.invitations.ical import published
from meetings.meeting.models import Meeting
from meetings.planning.calendar import PENCILLED, SET, Day, Entry, Year
from meetings.planning.rules import can_plan

LONGEST_MONTH = 31


def kept(shown: Year, reader: Reader) -> list[Meeting]:
    """The meetings of the calendar file: what is set, for the office also what is pencilled in."""
    states = (SET, PENCILLED) if can_plan(reader) else (SET,)
    return [one.meeting for one in shown.entries if one.meeting and one.state in states]


def calendar_file(meetings: list[Meeting], *, now: datetime) -> bytes:
    """One file of the entries that invitations carry, under the same UIDs. Raises ValueError where there is none."""
    return published([occasion(one, created_at=one.changed_at) for one in meetings], now)


def pdf(shown: Year, *, title: str, language: str, now: datetime) -> bytes:
    """A4 across, one page, PDF/A and PDF/UA. Made at once and kept nowhere: it holds what this reader may see."""
    from foundation.documents import typst  # 10 MiB that few web processes ever need

    company = Company.objects.first()
    boards = {one.board.short_name: one.board.name for one in shown.entries}
    usual = _usual_times(shown)
    data = {
        "organisation": company.name if company else "",
        "stand": _("As of: %(moment)s") % {"moment": moment_in_words(now)},
        "confidentiality": "",
        "labels": {
            "page": _("Page {page} of {pages}"),
            "day": _("Day"),
            "weekend": _("Weekend"),
            "public": _("Public holiday"),
            "custom": _("Closed day"),
            "school": _("School holidays"),
            "time": _("%(time)s if nothing else is said") % {"time": "{time}"},
            "open": _("? = not set yet: pencilled in or proposed") if any(one.mark for one in shown.entries) else "",
        },
        "sentence": shown.sentence,
        "months": [str(MONTHS[number]) for number in range(1, 13)],
        "rows": _rows(shown, usual),
        "boards": [
            {"short": short, "name": name, "time": usual.get(short, "")} for short, name in sorted(boards.items())
        ],
    }
    spoken: Any = language if language in ("de", "en") else "de"
    return typst.render("year", data, title=title, language=spoken, made_at=now, logo=printed_logo())


def _usual_times(shown: Year) -> dict[str, str]:
    """When each board mostly meets: said once, so that a cell names only another time."""
    times: dict[str, Counter[str]] = defaultdict(Counter)
    for one in shown.entries:
        if one.meeting:
            times[one.board.short_name][_time(one)] += 1
    return {board: found.most_common(1)[0][0] for board, found in times.items()}


def _time(entry: Entry) -> str:
    return f"{entry.meeting.starts_at.astimezone(BERLIN):%H:%M}" if entry.meeting else ""


def _rows(shown: Year, usual: dict[str, str]) -> list[list[dict[str, Any] | None]]:
    """A row for each day of the month with a cell for each month; None where the month has no such day."""
    days = {one.day: one for one in shown.days}
    return [
        [_cell(days, usual, shown.year, month, number) for month in range(1, 13)]
        for number in range(1, LONGEST_MONTH + 1)
    ]


def _cell(days: dict[date, Day], usual: dict[str, str], year: int, month: int, number: int) -> dict[str, Any] | None:
    try:
        found = days[date(year, month, number)]
    except ValueError:
        return None
    return {
        "weekday": str(WEEKDAYS_ABBR[found.day.weekday()]),
        "kinds": found.kinds,
        "boards": [_chip(one, usual.get(one.board.short_name, "")) for one in found.entries],
    }


def _chip(entry: Entry, usual: str) -> dict[str, Any]:
    time = _time(entry)
    return {"short": entry.board.short_name, "open": bool(entry.mark), "time": "" if time == usual else time}

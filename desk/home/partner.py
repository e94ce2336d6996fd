"""First screen of a project partner: what the own projects wait for, and how they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from desk.home import owed
from desk.home.rows import Listing, Row, listed
from foundation.web.wording import day_digits
from governance.confidentiality import Reader
from portfolio.projects.due import Due, due, led_by
from portfolio.projects.models import Project

ANCHORS = {"note": "stand", "milestone": "meilensteine", "value": "messwerte"}


@dataclass(frozen=True)
class Desk:
    """`projects` come with their newest note; `light` is None before the first."""

    work: Listing
    projects: list[tuple[Any, Project.Status | None]]


def desk(reader: Reader, today: date) -> Desk:
    """In three queries, and one for the own action items."""
    projects = led_by(reader.partner_of, today)
    rows = [*_rows(due(projects, today)), *owed.actions(reader)]
    return Desk(listed(rows, today), [(one, Project.Status(one.status) if one.status else None) for one in projects])


def rows(reader: Reader, today: date) -> list[Row]:
    """The same duties for somebody whose first screen is another one; no query for who leads no project."""
    return list(_rows(due(led_by(reader.partner_of, today), today))) if reader.partner_of else []


def _rows(found: Iterable[Due]) -> Iterator[Row]:
    for one in found:
        words = {"project": one.project.title, "title": one.title}
        last = (
            _("The last entry is of %(day)s.") % {"day": day_digits(one.since)}
            if one.since
            else _("Nothing is entered yet.")
        )
        title, meta = {
            "note": (_("Say how the project stands: %(project)s") % words, last),
            "milestone": (_("Milestone: %(title)s") % words, _("%(project)s. Is it reached, or later?") % words),
            "value": (_("Measure: %(title)s") % words, f"{one.project.title}. {last}"),
        }[one.kind]
        yield Row(one.day, title, f"{one.project.get_absolute_url()}#{ANCHORS[one.kind]}", meta, _("Enter"))

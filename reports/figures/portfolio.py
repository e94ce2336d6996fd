"""How the projects stand on a day."""

from collections import Counter
from datetime import date
from typing import Any

from portfolio.projects.models import Project

WORST_FIRST = ("off_track", "at_risk", "on_track", "done")


def projects(day: date) -> dict[str, Any]:
    """Projects with their newest note up to `day`, the worst first, and how many have which status. One query.

    A project without a note has the status "".
    """
    rows = Project.objects.with_status(day).select_related("field", "phase").order_by("title")
    found: list[dict[str, Any]] = [
        {
            "key": one.key,
            "title": one.title,
            "field": one.field.name,
            "phase": one.phase.number,
            "status": one.status or "",  # type: ignore[attr-defined]
            "text": one.note_text or "",  # type: ignore[attr-defined]
            "noted_on": one.noted_on.isoformat() if one.noted_on else "",  # type: ignore[attr-defined]
        }
        for one in rows
    ]
    order = {status: place for place, status in enumerate(WORST_FIRST)}
    found.sort(key=lambda one: order.get(one["status"], len(order)))
    counts = Counter(one["status"] for one in found)
    return {"day": day.isoformat(), "counts": {status: counts[status] for status in WORST_FIRST}, "projects": found}

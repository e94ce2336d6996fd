"""Letters about a report to the mayor's office and to the management."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from governance.boards.mailing import post
from governance.people.models import Person
from reports.editions.models import ManagementReport
from reports.editions.printing import title_of
from reports.editions.wording import GERMAN


def tell(
    template: str,
    report: ManagementReport,
    people: Iterable[Person],
    *,
    version: int,
    now: datetime,
    words: Mapping[str, Any] | None = None,
) -> None:
    """Queue `templates/mail/<template>.html` to each person, once per version of the report."""
    with override(GERMAN):
        title = title_of(report)
    post(
        template,
        people,
        key=f"{template}:{report.pk}:{version}",
        topic=report.key,
        version=version,
        context={
            "report": report,
            "title": title,
            "url": settings.SITE_URL + report.get_absolute_url(),
            **(words or {}),
        },
        now=now,
    )

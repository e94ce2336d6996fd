"""The files of a report: the whole one, and for each level below it only the sections that the page shows there."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.documents.models import Rendering
from foundation.web.wording import plain_day
from governance.confidentiality import Level, Reader
from governance.rights.levels import file_level
from reports.editions.models import EDITABLE, ManagementReport, ReportVersion
from reports.editions.printing import print_report
from reports.editions.rules import sees_review
from reports.editions.wording import GERMAN

LEVELS = (Level.PUBLIC, Level.INTERNAL, Level.BOARD)


def prepare(report: ManagementReport, version: ReportVersion, *, now: datetime) -> None:
    """Queue a file for each level that sees less than the whole; below the board only what is published.

    Asked for again after a decision and after publishing, because state and levels are others then.
    """
    assert version.rendering is not None
    for level in LEVELS if report.status == ManagementReport.Status.PUBLISHED else (Level.BOARD,):
        seen = _seen(report, level)
        if seen and not _is_whole(report, level):
            state = _published(report) if level < Level.BOARD else version.rendering.data["state"]
            key = _key(report, version.rendering, level)
            print_report(report, version.content, key=key, state=state, now=now, level=level, seen=seen)


def file_of(reader: Reader, report: ManagementReport, version: ReportVersion | None) -> Rendering | None:
    """The newest file for this reader, who may see the report; None where there is none for that level (yet)."""
    if version is None or version.rendering is None:
        return None
    if report.status in EDITABLE and not sees_review(reader, report):
        return None
    level = file_level(reader, report.board_id)
    if _is_whole(report, level):
        return version.rendering
    return Rendering.objects.filter(key=_key(report, version.rendering, level)).first()


def _seen(report: ManagementReport, level: Level) -> dict[str, int]:
    """Slugs and numbers of the sections this level opens today."""
    return {one.slug: one.position for one in report.sections.all() if one.level <= level}


def _is_whole(report: ManagementReport, level: Level) -> bool:
    """All sections, and the advice up to the board's level beside them."""
    return level >= Level.BOARD and all(one.level <= level for one in report.sections.all())


def _key(report: ManagementReport, whole: Rendering, level: Level) -> str:
    """Names the sections, so that a section closed later opens no file made before."""
    numbers = sorted(_seen(report, level).values())
    return f"{whole.key}:level{level.value}:{'-'.join(map(str, numbers))}"


def _published(report: ManagementReport) -> str:
    assert report.published_at is not None
    with override(GERMAN):
        return _("Published on %(day)s") % {"day": plain_day(report.published_at)}

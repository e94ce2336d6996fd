"""Versions of minutes before the approved one are deleted a year after the approval; the approved one stays."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.documents.models import Rendering
from foundation.retention.kinds import Kind
from meetings.minutes.models import Minutes, MinutesVersion


def _overtaken(before: datetime) -> QuerySet[MinutesVersion]:
    newer = MinutesVersion.objects.filter(minutes=OuterRef("minutes"), number__gt=OuterRef("number"))
    approved = MinutesVersion.objects.filter(minutes__status=Minutes.Status.APPROVED, minutes__approved_at__lt=before)
    return approved.filter(Exists(newer)).select_related("minutes__meeting__board").order_by("pk")


def _delete(rows: list[MinutesVersion], **_who: Any) -> int:
    renderings = [version.rendering_id for version in rows if version.rendering_id]
    gone, _by_kind = MinutesVersion.objects.filter(pk__in=[version.pk for version in rows]).delete()
    for rendering in Rendering.objects.filter(pk__in=renderings):
        rendering.file.delete(save=False)
        rendering.delete()
    return gone


DRAFTS = Kind(
    code="minutes_drafts",
    title=_("Drafts of minutes"),
    since=_("after the approval of the minutes"),
    what=_("Versions before the approved one are deleted with their PDF. The approved one stays."),
    days=365,
    rows=_overtaken,
    forget=_delete,
    example=lambda version: f"{version.minutes.meeting}, {version.number}",
)

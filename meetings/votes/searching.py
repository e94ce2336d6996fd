"""Resolutions and rejected motions, as the search finds them (`SEARCH_SOURCES`)."""

import re
from datetime import date
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page
from governance.confidentiality import Reader
from meetings.agenda.models import AgendaItem
from meetings.votes.models import Motion, Resolution

REFERENCE = re.compile(r"(\w{1,10})-B-(\d{4})-(\d{1,4})", re.IGNORECASE)


def _resolutions(reader: Reader, today: date) -> QuerySet[Resolution]:
    reference = Concat(
        "board__short_name",
        Value("-B-"),
        "year",
        Value("-"),
        LPad(Cast("number", CharField()), 2, Value("0")),
        output_field=CharField(),
    )
    readable = AgendaItem.objects.readable_by(reader)
    standing = Resolution.objects.visible_to(reader).standing().filter(motion__item__in=readable)
    return standing.annotate(called=reference)


def _rejected(reader: Reader, today: date) -> QuerySet[Motion]:
    """Motions that were voted on and led to no resolution, or to one that was revoked."""
    failed = Q(resolution__isnull=True) | Q(resolution__revoked_at__isnull=False)
    return Motion.objects.filter(failed, vote__isnull=False, item__in=AgendaItem.objects.readable_by(reader))


def _referred(typed: str) -> Q | None:
    """ "UB-B-2027-05": the resolution of that number."""
    found = REFERENCE.fullmatch(typed)
    if found is None:
        return None
    board, year, number = found.groups()
    return Q(board__short_name__iexact=board, year=int(year), number=int(number))


RESOLUTIONS = Source(
    kind="resolutions",
    word=_("Resolution"),
    model=Resolution,
    rows=_resolutions,
    title="motion__item__title",
    texts=("text",),
    body=("text",),
    owner="board",
    day="adopted_at",
    note="called",
    key="motion__item__meeting",
    address=page("meeting_decisions", UUID),
    also=_referred,
)
REJECTED = Source(
    kind="resolutions",
    word=_("Rejected motion"),
    model=Motion,
    rows=_rejected,
    title="item__title",
    texts=("text",),
    body=("text",),
    owner="item__meeting__board",
    day="vote__counted_at",
    key="item__meeting",
    address=page("meeting_decisions", UUID),
)

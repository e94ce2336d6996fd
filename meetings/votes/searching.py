"""Votes, as the search finds them (`SEARCH_SOURCES`): by the motion and by the number of the resolution."""

import re
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, LPad
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.searching import Source, page
from governance.confidentiality import Reader
from meetings.votes.models import Motion, Vote

REFERENCE = re.compile(r"(\w{1,10})-B-(\d{4})-(\d{1,4})", re.IGNORECASE)
RESOLVED = Q(resolution__revoked_at__isnull=True, resolution__isnull=False)


def _votes(reader: Reader, today: date) -> QuerySet[Motion]:
    """Motions that were voted on, each with its resolution, or with the word of its vote where none stands."""
    reference = Concat(
        Value(_("Resolution") + " "),
        "resolution__board__short_name",
        Value("-B-"),
        "resolution__year",
        Value("-"),
        LPad(Cast("resolution__number", CharField()), 2, Value("0")),
        output_field=CharField(),
    )
    outcome = Case(
        When(RESOLVED, then=reference),
        When(vote__result=Vote.Result.ADOPTED, then=Value(_("adopted"))),
        default=Value(_("rejected")),
        output_field=CharField(),
    )
    return Motion.objects.visible_to(reader).filter(vote__isnull=False).annotate(outcome=outcome)


def _referred(typed: str) -> Q | None:
    """ "UB-B-2027-05": the resolution of that number."""
    found = REFERENCE.fullmatch(typed)
    if found is None:
        return None
    board, year, number = found.groups()
    called = Q(resolution__board__short_name__iexact=board, resolution__year=year, resolution__number=number)
    return RESOLVED & called


VOTES = Source(
    kind="resolutions",
    word=gettext_lazy("Vote"),
    model=Motion,
    rows=_votes,
    title="item__title",
    texts=("text",),
    owner="item__meeting__board",
    day="item__meeting__starts_at",
    note="outcome",
    key="item__meeting",
    address=page("meeting_decisions", UUID),
    also=_referred,
)

"""The boards' opinions with what belongs to them, as the search finds them (`SEARCH_SOURCES`)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page, seen
from governance.confidentiality import Reader
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, ManagementResponse, Recommendation


def _dissents(reader: Reader, today: date) -> QuerySet[Dissent]:
    return Dissent.objects.standing().filter(seen("opinion", ConsolidatedOpinion.objects.visible_to(reader)))


def _recommendations(reader: Reader, today: date) -> QuerySet[Recommendation]:
    return Recommendation.objects.visible_to(reader).filter(opinion__isnull=False)


def _answers(reader: Reader, today: date) -> QuerySet[ManagementResponse]:
    """The answers that hold: a corrected one is overtaken."""
    newer = ManagementResponse.objects.filter(
        recommendation=OuterRef("recommendation"), version__gt=OuterRef("version")
    )
    return ManagementResponse.objects.filter(~Exists(newer), seen("recommendation", _recommendations(reader, today)))


def _on(opinion: str, part: Promise) -> dict[str, Any]:
    """What belongs to the opinion at this path: found by its own text, on the page of the opinion.

    Its heading says which `part` it is, so that it does not look like the opinion once more.
    """
    return {
        "word": _("Opinion"),
        "titled": lambda title: f"{part}: {title}",
        "kind": "opinions",
        "title": f"{opinion}__title",
        "owner": f"{opinion}__board",
        "key": opinion,
        "address": page("outcome", int),
    }


OPINIONS = Source(
    kind="opinions",
    word=_("Opinion"),
    model=ConsolidatedOpinion,
    rows=lambda reader, today: ConsolidatedOpinion.objects.visible_to(reader),
    title="title",
    texts=("title", "text"),
    owner="board",
    day="created_at",
    address=page("outcome", int),
)
DISSENTS = Source(
    model=Dissent,
    rows=_dissents,
    texts=("text",),
    day="written_at",
    **_on("opinion", _("Dissenting opinion")),
)
RECOMMENDATIONS = Source(
    model=Recommendation,
    rows=_recommendations,
    texts=("text",),
    day="opinion__created_at",
    **_on("opinion", _("Recommendation")),
)
ANSWERS = Source(
    model=ManagementResponse,
    rows=_answers,
    texts=("reason",),
    day="given_at",
    **_on("recommendation__opinion", _("Answer of the management")),
)

"""The boards' opinions with what belongs to them, as the search finds them (`SEARCH_SOURCES`)."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
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


OPINIONS = Source(
    kind="opinions",
    word=_("Opinion"),
    model=ConsolidatedOpinion,
    rows=lambda reader, today: ConsolidatedOpinion.objects.visible_to(reader),
    title="title",
    texts=("title", "text"),
    body=("text",),
    owner="board",
    day="created_at",
    address=page("outcome", int),
)
DISSENTS = Source(
    kind="opinions",
    word=_("Dissenting opinion"),
    model=Dissent,
    rows=_dissents,
    title="opinion__title",
    texts=("text",),
    body=("text",),
    owner="opinion__board",
    day="written_at",
    key="opinion",
    address=page("outcome", int),
)
RECOMMENDATIONS = Source(
    kind="opinions",
    word=_("Recommendation"),
    model=Recommendation,
    rows=_recommendations,
    title="opinion__title",
    texts=("text",),
    body=("text",),
    owner="opinion__board",
    day="opinion__created_at",
    key="opinion",
    address=page("outcome", int),
)
ANSWERS = Source(
    kind="opinions",
    word=_("Answer of the management"),
    model=ManagementResponse,
    rows=_answers,
    title="recommendation__opinion__title",
    texts=("reason",),
    body=("reason",),
    owner="recommendation__opinion__board",
    day="given_at",
    key="recommendation__opinion",
    address=page("outcome", int),
)

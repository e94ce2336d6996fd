"""What the assessments of a round add up to. Only the last revision of a submitted assessment counts."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from governance.confidentiality import Reader
from opinions.rounds.models import GuidelineAssessment, Opinion, OpinionRevision, OpinionRound, Rating

NEWEST = 3


@dataclass(frozen=True)
class RatingRow:
    """How often each rating was given to one guideline, in the order of `Rating`."""

    number: int
    title: str
    counts: tuple[int, ...]


def _last_revision() -> QuerySet[OpinionRevision]:
    return OpinionRevision.objects.filter(opinion=OuterRef("pk")).order_by("-number")


def verdicts(opinion_round: OpinionRound) -> list[tuple[str, str]]:
    """(status, verdict) of everybody asked; the verdict is empty for those who gave nothing."""
    asked = opinion_round.opinions.order_by("pk").annotate(verdict=Subquery(_last_revision().values("verdict")[:1]))
    return [(status, verdict or "") for status, verdict in asked.values_list("status", "verdict")]


def rating_rows(opinion_round: OpinionRound) -> list[RatingRow]:
    """One row per guideline that somebody rated; one query."""
    counting = Opinion.objects.filter(round=opinion_round, status=Opinion.Status.SUBMITTED)
    last = counting.annotate(last=Subquery(_last_revision().values("pk")[:1])).values("last")
    found = (
        GuidelineAssessment.objects.filter(revision__in=last)
        .order_by("guideline__number")
        .values_list("guideline__number", "guideline__title", "rating")
        .annotate(times=Count("pk"))
    )
    table: dict[tuple[int, str], dict[str, int]] = {}
    for number, title, rating, times in found:
        table.setdefault((number, title), {})[rating] = times
    return [
        RatingRow(number, title, tuple(times.get(rating, 0) for rating in Rating.values))
        for (number, title), times in table.items()
    ]


def earlier(opinion_round: OpinionRound, reader: Reader) -> list[OpinionRound]:
    """What the board was asked about the same project before, the newest first."""
    if opinion_round.project_id is None:
        return []
    asked = OpinionRound.objects.visible_to(reader).filter(
        board=opinion_round.board_id, project=opinion_round.project_id, status=OpinionRound.Status.CLOSED
    )
    return list(asked.exclude(pk=opinion_round.pk).order_by("-deadline")[:NEWEST])

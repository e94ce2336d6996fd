"""Texts of single assessments go five years after the board's opinion was adopted; verdicts and counts stay.

Dissents stay with their author's name: they were published by choice.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.retention.kinds import Kind, blanking
from governance.people.models import Person
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import GuidelineAssessment, Opinion, OpinionRevision

# A rejection has a reason, in the database as well; this sign says that it is gone.
GONE = "…"


def _told(before: datetime) -> QuerySet[OpinionRevision]:
    adopted = ConsolidatedOpinion.objects.filter(round=OuterRef("opinion__round"), adopted_at__lt=before)
    rated = GuidelineAssessment.objects.filter(revision=OuterRef("pk")).exclude(reason="")
    texts = ~Q(reason__in=["", GONE]) | ~Q(recommendations=[]) | Exists(rated)
    found = OpinionRevision.objects.filter(Exists(adopted)).filter(texts)
    return found.select_related("opinion__person", "opinion__round").order_by("pk")


def _blank(rows: list[OpinionRevision], **_who: Any) -> int:
    pks = [revision.pk for revision in rows]
    GuidelineAssessment.objects.filter(revision__in=pks).update(reason="")
    Opinion.objects.filter(revisions__in=pks).update(draft={})
    revisions = OpinionRevision.objects.filter(pk__in=pks)
    revisions.filter(~Q(reason="")).update(reason=GONE)
    return revisions.update(recommendations=[])


def _explained(before: datetime) -> QuerySet[Opinion]:
    found = Opinion.objects.filter(round__deadline__lt=before).exclude(declined_reason="")
    return found.select_related("person", "round").order_by("pk")


def forget_reasons(person: Person) -> None:
    """Part of anonymising: why somebody took no part says who it was."""
    Opinion.objects.filter(person=person).exclude(declined_reason="").update(declined_reason="")


WITHDRAWALS = Kind(
    code="withdrawals",
    title=_("Reasons of conflicts of interest in rounds"),
    since=_("after the end of the round"),
    what=_("The reason goes; that somebody took no part stays."),
    days=5 * 365,
    rows=_explained,
    forget=blanking(Opinion, declined_reason=""),
    example=lambda opinion: f"{opinion.person}, {opinion.round}",
)
ASSESSMENTS = Kind(
    code="assessments",
    title=_("Texts of assessments"),
    since=_("after the board's opinion was adopted"),
    what=_("The texts go; verdicts, ratings and counts stay, dissents as well."),
    days=5 * 365,
    rows=_told,
    forget=_blank,
    example=lambda revision: f"{revision.opinion.person}, {revision.opinion.round}",
)

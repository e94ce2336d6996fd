"""Who could come when is nobody's business for long: answers go a year after the poll; the date fixed stays."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.retention.kinds import Kind, deleting
from meetings.polls.models import DateVote


def _over(before: datetime) -> QuerySet[DateVote]:
    found = DateVote.objects.filter(option__poll__closed_at__lt=before)
    return found.select_related("person", "option__poll").order_by("pk")


VOTES = Kind(
    code="date_votes",
    title=_("Answers to date polls"),
    since=_("after the date was fixed or the poll called off"),
    what=_("The answers are deleted; the dates offered and the date fixed stay."),
    days=365,
    rows=_over,
    forget=deleting(DateVote),
    example=lambda vote: f"{vote.person}, {vote.option.poll}",
)

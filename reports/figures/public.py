"""What the public wrote."""

from datetime import date, datetime, time

from django.db.models import Count, Q

from foundation.values import BERLIN
from participation.contributions.models import Contribution


def contributions(*, start: date, end: date) -> dict[str, int]:
    """Published contributions and replies to them, all and those from `start` to `end`. One query."""
    from_, until = (datetime.combine(day, edge, BERLIN) for day, edge in ((start, time()), (end, time.max)))
    new = Q(posted_at__gte=from_, posted_at__lte=until)
    return Contribution.objects.filter(status=Contribution.Status.PUBLISHED).aggregate(
        contributions=Count("pk", filter=Q(parent__isnull=True)),
        replies=Count("pk", filter=Q(parent__isnull=False)),
        new=Count("pk", filter=new),
    )

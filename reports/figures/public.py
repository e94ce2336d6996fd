"""What the public wrote."""

from datetime import date, timedelta

from django.db.models import Count, Q

from foundation.values import midnight
from participation.contributions.models import Contribution


def contributions(*, start: date, end: date) -> dict[str, int]:
    """Published contributions and replies to them, all and those from `start` to `end`. One query."""
    from_, until = midnight(start), midnight(end + timedelta(days=1))
    new = Q(posted_at__gte=from_, posted_at__lt=until)
    return Contribution.objects.filter(status=Contribution.Status.PUBLISHED).aggregate(
        contributions=Count("pk", filter=Q(parent__isnull=True)),
        replies=Count("pk", filter=Q(parent__isnull=False)),
        new=Count("pk", filter=new),
    )

"""Action items of a board."""

from datetime import date, timedelta

from django.db.models import Count, Q

from foundation.values import midnight
from meetings.actions.models import ActionItem


def actions(board_id: int, *, start: date, end: date, today: date) -> dict[str, int]:
    """Open, overdue (a part of the open ones), reported as done, and verified from `start` to `end`. One query."""
    status = ActionItem.Status
    from_, until = midnight(start), midnight(end + timedelta(days=1))
    return ActionItem.objects.filter(item__meeting__board=board_id).aggregate(
        open=Count("pk", filter=Q(status=status.OPEN)),
        overdue=Count("pk", filter=Q(status=status.OPEN, due_on__lt=today)),
        reported=Count("pk", filter=Q(status=status.DONE_REPORTED)),
        done=Count("pk", filter=Q(status=status.VERIFIED, verified_at__gte=from_, verified_at__lt=until)),
    )

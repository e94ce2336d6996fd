"""Meetings held: notice period and attendance."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from foundation.values import midnight
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting


def held(*, start: date, end: date) -> list[dict[str, Any]]:
    """For each board with a meeting from `start` to `end` (Berlin days): meetings held, those with the notice
    period kept, voting members invited and present. One query; the rate is worked out by who shows it.
    """
    voting = Q(invitations__mandate__isnull=False, invitations__withdrawn_at__isnull=True)
    voting &= ~Q(invitations__role=Invitation.Role.GUEST)
    rows = (
        Meeting.objects.held()
        .filter(
            starts_at__gte=midnight(start),
            starts_at__lt=midnight(end + timedelta(days=1)),
        )
        .select_related("board")
        .annotate(
            invited=Count("invitations__mandate", filter=voting, distinct=True),
            present=Count("attendances__mandate", filter=Q(attendances__mandate__isnull=False), distinct=True),
        )
        .order_by("board__position", "starts_at")
    )
    found: dict[str, dict[str, Any]] = {}
    for one in rows:
        line = found.setdefault(
            one.board.name,
            {"board": one.board.name, "held": 0, "notice_kept": 0, "invited": 0, "present": 0},
        )
        line["held"] += 1
        line["notice_kept"] += not one.shortened
        line["invited"] += one.invited
        line["present"] += min(one.present, one.invited)
    return list(found.values())

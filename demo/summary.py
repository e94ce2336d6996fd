"""What the played time brought: counts and gaps that are equal on every run."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet

from foundation.outbox.models import Delivery
from governance.boards.models import Board, Seat
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.votes.models import Resolution, Vote
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, ManagementResponse, Recommendation
from opinions.rounds.models import Opinion, OpinionRound
from participation.contributions.models import Contribution
from portfolio.projects.models import Project
from reports.editions.models import ManagementReport
from reports.review.models import ReviewComment


def _by(query: QuerySet, field: str) -> dict[str, int]:
    return dict(query.order_by(field).values_list(field).annotate(Count("pk")))


def _worst_gaps() -> dict[str, int]:
    """The longest time in days between two held meetings of each board."""
    days: dict[str, list[date]] = {}
    for meeting in Meeting.objects.held().select_related("board").order_by("starts_at"):
        days.setdefault(meeting.board.slug, []).append(meeting.day)
    return {slug: max(((b - a).days for a, b in pairwise(held)), default=0) for slug, held in sorted(days.items())}


def of(first: date, last: date) -> dict[str, Any]:
    """Counts per object, mails by kind, worst gap between meetings, opinions answered."""
    answered = Opinion.objects.filter(status=Opinion.Status.SUBMITTED)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "boards": Board.objects.count(),
        "seats": Seat.objects.count(),
        "people": Person.objects.count(),
        "mandates": _by(Mandate.objects.all(), "status"),
        "projects": Project.objects.count(),
        "contributions": Contribution.objects.count(),
        "meetings": {"held": Meeting.objects.held().count(), **_by(Meeting.objects.all(), "board__slug")},
        "worst_gap_days": _worst_gaps(),
        "agenda_items": AgendaItem.objects.count(),
        "invitations": Invitation.objects.count(),
        "replies": _by(Reply.objects.all(), "answer"),
        "votes": _by(Vote.objects.all(), "result"),
        "resolutions": Resolution.objects.count(),
        "minutes": _by(Minutes.objects.all(), "status"),
        "action_items": _by(ActionItem.objects.all(), "status"),
        "opinion_rounds": OpinionRound.objects.count(),
        "opinions": {
            "asked": Opinion.objects.count(),
            "answered": answered.count(),
            "by_round": {
                one.title: f"{one.given} / {one.asked}"
                for one in OpinionRound.objects.order_by("opened_at", "title").annotate(
                    asked=Count("opinions"), given=Count("opinions__submitted_at")
                )
            },
        },
        "board_opinions": _by(ConsolidatedOpinion.objects.all(), "status"),
        "dissents": Dissent.objects.count(),
        "recommendations": Recommendation.objects.count(),
        "responses": _by(ManagementResponse.objects.all(), "answer"),
        "reports": _by(ManagementReport.objects.all(), "status"),
        "review_comments": ReviewComment.objects.count(),
        "mails": _by(Delivery.objects.all(), "kind"),
        "mail_states": _by(Delivery.objects.all(), "state"),
    }

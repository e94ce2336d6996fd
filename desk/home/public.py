"""What everybody may see: the boards and what became of their advice."""

from dataclasses import dataclass
from datetime import date

from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.mandates.composition import Summary, summaries
from opinions.outcomes.models import ConsolidatedOpinion
from reports.editions.models import ManagementReport

NEWEST = 3


@dataclass(frozen=True)
class Front:
    boards: list[Summary]
    opinions: list[ConsolidatedOpinion]
    reports: list[ManagementReport]


def front(reader: Reader, today: date) -> Front:
    """Boards with their numbers, the newest public opinions and reports."""
    boards = Board.objects.visible_to(reader).filter(parent=None).order_by("position")
    opinions = ConsolidatedOpinion.objects.visible_to(reader).adopted().select_related("board")
    reports = ManagementReport.objects.visible_to(reader).filter(status="published").select_related("board")
    return Front(
        summaries(boards, today),
        list(opinions.order_by("-adopted_at")[:NEWEST]),
        list(reports.order_by("-published_at")[:NEWEST]),
    )

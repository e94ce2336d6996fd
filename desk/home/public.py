"""What everybody may see: the boards, and what became of their advice."""

from dataclasses import dataclass
from datetime import date

from desk.home import news
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.mandates.composition import Summary, summaries
from opinions.outcomes.models import ConsolidatedOpinion
from reports.editions.models import ManagementReport

NEWEST = 3


@dataclass(frozen=True)
class Front:
    boards: list[Summary]
    opinions: list[tuple[ConsolidatedOpinion, str]]
    reports: list[ManagementReport]


def front(reader: Reader, today: date) -> Front:
    """Boards with the office of their chair, the newest opinions and reports this reader may read."""
    boards = Board.objects.visible_to(reader).filter(parent=None).order_by("position")
    adopted = news.with_answers(ConsolidatedOpinion.objects.visible_to(reader).adopted()).select_related("board")
    published = ManagementReport.objects.visible_to(reader).filter(status=ManagementReport.Status.PUBLISHED)
    return Front(
        summaries(boards, today),
        [(one, news.answer_state(one)) for one in adopted.order_by("-adopted_at")[:NEWEST]],
        list(published.select_related("board").order_by("-published_at")[:NEWEST]),
    )

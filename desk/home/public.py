"""What everybody may see: the boards, and what became of their advice."""

from dataclasses import dataclass
from datetime import datetime

from desk.home import news
from foundation.web.wording import local_day
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.mandates.composition import Summary, summaries
from meetings.meeting.models import Meeting
from opinions.outcomes.models import ConsolidatedOpinion
from reports.editions.models import ManagementReport

NEWEST = 3
NEXT = 4


@dataclass(frozen=True)
class Front:
    boards: list[Summary]
    dates: list[Meeting]
    opinions: list[tuple[ConsolidatedOpinion, str]]
    reports: list[ManagementReport]


def front(reader: Reader, now: datetime) -> Front:
    """Boards with the office of their chair, their next published dates, the newest opinions and reports this reader
    may read."""
    today = local_day(now)
    boards = Board.objects.visible_to(reader).filter(parent=None).order_by("position")
    adopted = news.with_answers(ConsolidatedOpinion.objects.visible_to(reader).adopted()).select_related("board")
    published = ManagementReport.objects.visible_to(reader).filter(status=ManagementReport.Status.PUBLISHED)
    return Front(
        summaries(boards, today),
        list(Meeting.objects.published().upcoming(now).select_related("board")[:NEXT]),
        [(one, news.answer_state(one)) for one in adopted.order_by("-adopted_at")[:NEWEST]],
        list(published.select_related("board").order_by("-published_at")[:NEWEST]),
    )

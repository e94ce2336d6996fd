"""What the boards advised and what the management answered."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from foundation.values import BERLIN
from governance.confidentiality import Level
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse, Recommendation

ANSWERS = ("follow", "partly", "decline", "deferred")


def recommendations(board_id: int, *, start: date, end: date, today: date) -> dict[str, Any]:
    """Recommendations answered from `start` to `end` (Berlin days), and those still open or due again. Two queries.

    Texts only where the addressed board may read them: its own up to its level, of other boards what is internal;
    the rest is counted. Each text keeps the level up to which it may be shown.
    """
    answered: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    hidden = 0
    for one in _rows():
        last = one.answer
        waits = last is None or (last.again_on is not None and last.again_on <= today)
        if last is not None and not waits and not start <= last.given_at.astimezone(BERLIN).date() <= end:
            continue
        readable, line = _line(one, board_id)
        hidden += not readable
        line["answer"], line["reason"] = (last.answer, last.reason) if last else ("", "")
        line["overdue"] = waits and one.next_due is not None and one.next_due < today
        if not readable:
            line |= {"title": "", "text": "", "reason": ""}
        (waiting if waits else answered).append(line)
    counts = {answer: sum(one["answer"] == answer for one in answered) for answer in ANSWERS}
    return {"answered": answered, "open": waiting, "counts": counts, "not_shown": hidden}


def _rows() -> Any:
    standing = Q(resolution__isnull=False, resolution__revoked_at__isnull=True)
    told = Q(opinion__status=ConsolidatedOpinion.Status.ADOPTED) | standing
    rows = Recommendation.objects.filter(told).select_related(
        "opinion__board", "resolution__board", "resolution__motion__item"
    )
    return rows.order_by("pk").prefetch_related(Prefetch("responses", ManagementResponse.objects.order_by("version")))


def _line(one: Recommendation, board_id: int) -> tuple[bool, dict[str, Any]]:
    if one.opinion is not None:
        board, level, title = one.opinion.board, one.opinion.level, one.opinion.title
    else:
        assert one.resolution is not None
        item = one.resolution.motion.item
        board, level, title = one.resolution.board, item.level, item.title
    readable = level <= (Level.BOARD if board.pk == board_id else Level.INTERNAL)
    line = {
        "id": one.pk,
        "board": board.name,
        "title": title,
        "number": one.number,
        "text": one.text,
        "level": int(level),
        "due_on": one.due_on.isoformat() if one.due_on else "",
    }
    return readable, line

"""What the management answered, or did not, belongs on an agenda."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import plain_day
from governance.confidentiality import Level, Reader
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.agenda.sources import items_about
from meetings.agenda.subjects import Subject
from meetings.meeting.models import Meeting
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse, Recommendation
from opinions.rounds.sources import since, title_of


def answers(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """R7: opinions whose recommendations were answered since the last meeting or are overdue; and new opinions.

    An opinion that the round itself brings onto the agenda stands there once: both carry the round's key.
    """
    last = since(meeting)
    board = ConsolidatedOpinion.objects.adopted().filter(board=meeting.board_id)
    if last:
        for opinion in board.filter(round__isnull=False, adopted_at__gte=last).select_related("round"):
            if not opinion.recommendations.exists() or opinion.recommendations.filter(responses=None).exists():
                yield _adopted(opinion)
    given = ManagementResponse.objects.filter(recommendation__opinion=OuterRef("pk"))
    overdue = Recommendation.objects.overdue(today).filter(opinion=OuterRef("pk"))
    news = Exists(given.filter(given_at__gte=last) if last else given)
    for opinion in board.filter(Q(news) | Q(Exists(overdue))).with_answers().order_by("adopted_at", "pk"):
        yield _answered(opinion, today, last)


def _adopted(opinion: ConsolidatedOpinion) -> Proposal:
    assert opinion.round is not None
    assert opinion.adopted_at is not None
    return Proposal(
        source=opinion.round.key,
        title=title_of(opinion.round),
        kind=ItemKind.OPINION,
        minutes=20,
        reason=_("Adopted on %(day)s.") % {"day": plain_day(opinion.adopted_at)},
        text=opinion.text,
        level=max(opinion.level, Level.BOARD),
    )


def _answered(opinion: ConsolidatedOpinion, today: date, last: datetime | None) -> Proposal:
    rows = list(opinion.recommendations.all())
    overdue = sum(one.next_due is not None and one.next_due < today for one in rows)
    new = sum(one.answer is not None and (last is None or one.answer.given_at >= last) for one in rows)
    reasons = []
    if new:
        words = ngettext("%(count)s answer since the last meeting.", "%(count)s answers since the last meeting.", new)
        reasons.append(words % {"count": new})
    if overdue:
        words = ngettext("%(count)s answer is overdue.", "%(count)s answers are overdue.", overdue)
        reasons.append(words % {"count": overdue})
    return Proposal(
        source=f"answers:{opinion.pk}",
        title=_("Answers of the management: %(title)s") % {"title": opinion.title},
        kind=ItemKind.INFORMATION,
        minutes=10,
        reason=" ".join(reasons),
        text="\n\n".join(_line(one) for one in rows),
        level=max(opinion.level, Level.BOARD),
    )


def _line(recommendation: Recommendation) -> str:
    """A recommendation with its answer, as the agenda shows the table."""
    answer = recommendation.answer
    word = answer.words if answer else _("no answer yet")
    reply = _("Answer: %(answer)s.") % {"answer": word}
    reason = f" {answer.reason}" if answer and answer.reason else ""
    return f"{recommendation.number}. {recommendation.text}\n{reply}{reason}"


def subjects(items: Iterable[AgendaItem], reader: Reader) -> dict[int, Subject]:
    """The board's opinion whose answers an item brings (`ITEM_SUBJECTS`)."""
    about = items_about(items, "answers")
    if not about:
        return {}
    rows = ConsolidatedOpinion.objects.visible_to(reader).filter(pk__in=about).only("pk")
    return {about[str(one.pk)]: Subject(((_("See the opinion"), one.get_absolute_url()),)) for one in rows}

"""Rounds that belong on an agenda."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from foundation.web.wording import plain_day
from governance.confidentiality import Reader
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.agenda.sources import items_about
from meetings.agenda.subjects import Subject
from meetings.meeting.models import Meeting
from opinions.rounds.models import OpinionRound


def since(meeting: Meeting) -> datetime | None:
    """When the board met last before this meeting; None when it never did."""
    earlier = Meeting.objects.held().filter(board=meeting.board_id, starts_at__lt=meeting.starts_at)
    return earlier.order_by("starts_at").values_list("starts_at", flat=True).last()


def opinion_rounds(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """R6: each round whose deadline lies between the last meeting and this one, with its state."""
    found = OpinionRound.objects.filter(
        board=meeting.board_id,
        status__in=[OpinionRound.Status.OPEN, OpinionRound.Status.CLOSED],
        deadline__lt=meeting.starts_at,
    )
    if last := since(meeting):
        found = found.filter(deadline__gte=last)
    for one in found.exclude(_settled()).order_by("deadline", "pk"):
        words = {"day": plain_day(one.deadline)}
        still_open = _("Assessments until %(day)s, the round is open.") % words
        yield Proposal(
            source=one.key,
            title=title_of(one),
            kind=ItemKind.OPINION,
            minutes=20,
            reason=still_open if one.is_open else _("The round ended on %(day)s.") % words,
            text=one.question,
            level=one.level,
        )


def _settled() -> Q:
    """Adopted and wholly answered: by the names of the relations, because `outcomes` stands above this room."""
    own = OpinionRound.objects.filter(pk=OuterRef("pk"), consolidated__recommendations__isnull=False)
    unanswered = own.filter(consolidated__recommendations__responses__isnull=True)
    return Q(Exists(own.filter(consolidated__status="adopted")), ~Exists(unanswered))


def title_of(opinion_round: OpinionRound) -> str:
    """The same title whatever the state, so that the item stays the same item."""
    return _("Opinion of the board: %(title)s") % {"title": opinion_round.title}


def subjects(items: Iterable[AgendaItem], reader: Reader) -> dict[int, Subject]:
    """The round an item is about (`ITEM_SUBJECTS`)."""
    about = items_about(items, "opinion-round")
    if not about:
        return {}
    rows = OpinionRound.objects.visible_to(reader).filter(pk__in=about).only("pk")
    return {about[str(one.pk)]: Subject(((_("See the round"), one.get_absolute_url()),)) for one in rows}

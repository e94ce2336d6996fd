"""What belongs on an agenda by this room's own knowledge: standing items, adjourned items, accepted topics, seats."""

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from foundation.web.wording import day_digits, plain_day
from governance.boards.models import Seat
from governance.confidentiality import Level
from governance.mandates.models import Mandate
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, AgendaProposal, ItemKind
from meetings.meeting.models import Meeting


def items_about(items: Iterable[AgendaItem], prefix: str) -> dict[str, int]:
    """Which items come from sources "<prefix>:<key>", as {key: item pk}."""
    found = {}
    for item in items:
        word, _colon, key = item.source.partition(":")
        if word == prefix:
            found[key] = item.pk
    return found


def standing_items(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """R1 and R13: what stands on every agenda."""
    rows = [
        ("opening", _("Opening, invitation and quorum"), ItemKind.INFORMATION, _("Standing item")),
        ("agenda", _("Approval of the agenda"), ItemKind.DECISION, _("Standing item")),
        ("recusals", _("Declarations of recusal"), ItemKind.INFORMATION, _("Standing item")),
        ("other", _("Any other business"), ItemKind.INFORMATION, _("Standing item, no resolutions")),
        ("dates", _("Dates"), ItemKind.INFORMATION, _("Standing item")),
    ]
    for source, title, kind, reason in rows:
        motion = _("The agenda is approved.") if source == "agenda" else ""
        yield Proposal(f"standing:{source}", title, kind, 5, reason, motion_text=motion)


def adjourned_items(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """R8: what meetings put off comes first among the topics, until a later agenda has taken it up."""
    before = Meeting.objects.held().filter(board=meeting.board_id, starts_at__lt=meeting.starts_at)
    source = Concat(Value("adjourned:"), Cast(OuterRef("pk"), CharField()))
    taken_up = AgendaItem.objects.filter(source=source).exclude(meeting=meeting)
    taken_up = taken_up.exclude(meeting__status=Meeting.Status.CANCELLED)
    items = AgendaItem.objects.filter(~Exists(taken_up), meeting__in=before, outcome=AgendaItem.Outcome.ADJOURNED)
    for item in items.select_related("meeting").order_by("meeting__starts_at", "position"):
        yield Proposal(
            source=f"adjourned:{item.pk}",
            title=item.title,
            kind=item.kind,
            minutes=item.minutes,
            reason=_("Adjourned on %(day)s.") % {"day": plain_day(item.meeting.starts_at)},
            motion_text=item.motion_text,
            text=item.text,
            level=item.level,
            proposer_id=item.proposer_id,
        )


def accepted_proposals(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """R9: topics the chair accepted, in the order in which they came."""
    found = AgendaProposal.objects.filter(board=meeting.board_id).for_meeting(meeting).select_related("proposer")
    for topic in found.order_by("proposed_at", "pk"):
        words = {"person": topic.proposer, "day": day_digits(topic.decided_at or topic.proposed_at)}
        yield Proposal(
            source=f"proposal:{topic.pk}",
            title=topic.title,
            kind=topic.kind,
            minutes=topic.minutes,
            reason=_("Proposed by %(person)s, accepted on %(day)s.") % words,
            motion_text=topic.motion_text,
            text=topic.text,
            level=topic.level,
            proposer_id=topic.proposer_id,
        )


def vacant_seats(meeting: Meeting, today: date) -> Iterable[Proposal]:
    """R11: seats that stand empty on the day of the meeting, as one item."""
    held = Mandate.objects.during(meeting.day, meeting.day).filter(seat=OuterRef("pk"))
    empty = Seat.objects.to_fill(meeting.day).filter(~Exists(held), board=meeting.board_id).order_by("number")
    numbers = ", ".join(str(number) for number in empty.values_list("number", flat=True))
    if numbers:
        yield Proposal(
            source=f"vacancies:{numbers}"[:80],
            title=_("Vacant seats"),
            kind=ItemKind.INFORMATION,
            minutes=5,
            reason=_("No member on seat %(numbers)s.") % {"numbers": numbers},
            level=Level.BOARD,
        )

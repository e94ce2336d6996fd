"""What belongs on an agenda by this room's own knowledge: standing items, adjourned items, accepted topics, seats."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from foundation.web.wording import day_digits, plain_day
from governance.confidentiality import Level
from governance.mandates.composition import composition
from meetings.agenda.generator import Proposal
from meetings.agenda.models import AgendaItem, AgendaProposal, ItemKind
from meetings.meeting.models import Meeting


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
    """R8: what the last meeting put off comes first among the topics."""
    last = Meeting.objects.held().filter(board=meeting.board_id, starts_at__lt=meeting.starts_at).last()
    if last is None:
        return
    for item in last.items.filter(outcome=AgendaItem.Outcome.ADJOURNED).order_by("position"):
        yield Proposal(
            source=f"adjourned:{item.pk}",
            title=item.title,
            kind=item.kind,
            minutes=item.minutes,
            reason=_("Adjourned on %(day)s.") % {"day": plain_day(last.starts_at)},
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
    empty = composition(meeting.board, meeting.day).vacancies
    if empty:
        numbers = ", ".join(str(one.seat.number) for one in empty)
        yield Proposal(
            source=f"vacancies:{numbers}"[:80],
            title=_("Vacant seats"),
            kind=ItemKind.INFORMATION,
            minutes=5,
            reason=_("No member on seat %(numbers)s.") % {"numbers": numbers},
            level=Level.BOARD,
        )

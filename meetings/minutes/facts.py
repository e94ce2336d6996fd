"""Reading what happened in a sitting, as the pure facts that `assemble` turns into minutes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.web.wording import moment_in_words
from governance.boards.models import Company
from governance.mandates.models import Office
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem, Recusal
from meetings.invitations.models import EXCUSED, Invitation
from meetings.minutes import assemble
from meetings.minutes.models import Minutes, MinutesEntry
from meetings.sittings import presence
from meetings.sittings.models import Attendance, QuorumFinding, Sitting
from meetings.sittings.presence import voting_mandates
from meetings.votes.models import Motion


def facts_of(minutes: Minutes, *, state: str, now: datetime) -> assemble.Facts:
    """Everything the minutes say, in a fixed number of queries and in the active language."""
    meeting = minutes.meeting
    sitting = Sitting.objects.get(meeting=meeting)
    findings = _findings(meeting)
    company = Company.objects.first()
    return assemble.Facts(
        organisation=company.name if company else "",
        board=meeting.board.name,
        seats=presence.statutory_seats(meeting),
        starts_at=meeting.starts_at,
        opened_at=sitting.opened_at,
        closed_at=sitting.closed_at or sitting.opened_at,
        place=meeting.place,
        chair=_chair(meeting),
        minute_taker=str(meeting.minute_taker) if meeting.minute_taker else _("Board office"),
        stand=_("As of %(moment)s") % {"moment": moment_in_words(now)},
        state=state,
        shown_level=_("Not public"),
        findings=findings[None],
        attendees=_attendees(meeting),
        shortened=meeting.shortened_reason if meeting.shortened else "",
        items=_items(minutes, findings),
    )


def _chair(meeting) -> str:
    office = Office.objects.at_meeting(meeting.day).filter(board_id=meeting.board_id).select_related("person").first()
    return str(office.person) if office else _("Chair")


def _findings(meeting) -> dict[int | None, list[assemble.Finding]]:
    found = defaultdict(list)
    for row in QuorumFinding.objects.filter(meeting=meeting):
        found[row.item_id].append(assemble.Finding(row.present, row.needed, row.quorate, row.found_at))
    return found


def _attendees(meeting) -> list[assemble.Attendee]:
    rows = defaultdict(list)
    for row in Attendance.objects.filter(meeting=meeting).select_related(
        "person", "mandate__person", "mandate__seat"
    ):
        rows[row.person_id].append(row)
    excused = set(Invitation.objects.filter(meeting=meeting, answer__in=EXCUSED).values_list("person_id", flat=True))
    members = voting_mandates(meeting).select_related("seat", "person").order_by("seat__number")
    listed = [
        _attendee(str(one.person), _seat(one.seat), rows.pop(one.person_id, []), one.person_id in excused)
        for one in members
    ]
    return listed + [_attendee(str(stays[0].person), _role(stays), stays) for stays in rows.values()]


def _role(stays: list[Attendance]) -> str:
    """In which role somebody came who holds no seat with a vote."""
    replaced = next((one.mandate for one in stays if one.mandate), None)
    if replaced is None:
        return _("Guest")
    return _("For %(member)s, %(seat)s") % {"member": replaced.person, "seat": _seat(replaced.seat)}


def _seat(seat) -> str:
    number = _("Seat %(number)s") % {"number": seat.number}
    return number if seat.label == number else f"{number}, {seat.label}"


def _attendee(name: str, seat: str, rows: list[Attendance], excused: bool = False) -> assemble.Attendee:
    return assemble.Attendee(
        name=name,
        seat=seat,
        stays=[(row.arrived_at, row.left_at) for row in rows],
        video=any(row.mode == Attendance.Mode.VIDEO for row in rows),
        excused=excused,
    )


def _by_item(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.item_id].append(row)
    return grouped


def _items(minutes: Minutes, findings: dict[int | None, list[assemble.Finding]]) -> list[assemble.ItemFacts]:
    here = {"item__meeting": minutes.meeting_id}
    texts = dict(MinutesEntry.objects.filter(minutes=minutes).values_list("item_id", "text"))
    motions = _by_item(Motion.objects.filter(**here, vote__isnull=False).select_related("vote", "resolution__board"))
    recusals = _by_item(Recusal.objects.filter(**here).select_related("person"))
    actions = _by_item(
        ActionItem.objects.filter(**here).exclude(status=ActionItem.Status.DROPPED).select_related("owner")
    )
    return [
        assemble.ItemFacts(
            key=item.pk,
            position=item.position,
            title=item.title,
            outcome=item.outcome,
            level=item.level,
            text=texts.get(item.pk, ""),
            recused=[str(row.person) for row in recusals[item.pk]],
            findings=findings.get(item.pk, ()),
            motions=[_motion(motion) for motion in motions[item.pk]],
            actions=[assemble.ActionFacts(act.title, str(act.owner), act.due_on) for act in actions[item.pk]],
        )
        for item in AgendaItem.objects.filter(meeting=minutes.meeting_id).order_by("position")
    ]


def _motion(motion: Motion) -> assemble.MotionFacts:
    resolution = getattr(motion, "resolution", None)
    stands = resolution is not None and resolution.revoked_at is None
    return assemble.MotionFacts(
        text=motion.text,
        vote=motion.vote.sentence,
        resolution=resolution.reference if resolution and stands else "",
        correction=motion.vote.correction_reason,
    )

"""Calling an extraordinary meeting: who asks, whether the rules allow it, and the meeting with its first item."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import day_in_words, local_day
from governance.boards.models import Board
from governance.mandates.models import Mandate
from governance.procedure.answers import Answer, petition
from governance.procedure.rules_in_force import rules_on
from meetings.agenda import editing
from meetings.extra.models import Demand, Supporter
from meetings.invitations.sending import notice_today
from meetings.meeting import scheduling, standing
from meetings.meeting.models import LONGEST, Meeting
from meetings.planning.setting import set_date

AskedBy = Demand.AskedBy
SOURCE = "demand"
FIRST_ITEMS = ("standing:opening", "standing:agenda", "standing:recusals", "standing:other", "standing:dates")


@dataclass(frozen=True)
class Call:
    """An extraordinary meeting as somebody asks for it. `shortened_reason` counts only where the notice period is
    short, `supporters` (keys of people) only where members ask."""

    asked_by: str
    asked_on: date
    matter: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    place: str
    video_url: str = ""
    shortened_reason: str = ""
    supporters: frozenset[UUID] = frozenset()

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(BERLIN).date()


@dataclass(frozen=True)
class Ruling:
    """What the rules say to a call they allow; `share` where members ask."""

    meeting: Meeting
    notice: Answer
    share: Answer | None


def share(board: Board, on: date, supporters: frozenset[UUID] | None = None) -> Answer:
    """Whether these members are enough to demand a meeting that day (rules of procedure, extra meeting).

    None: how many it takes. Of the seats with a vote somebody holds, those whose mandate rests included. Raises
    DomainError (409) where somebody does not sit on the board with a vote, or the mandate rests.
    """
    held = Mandate.objects.held_on(on).filter(seat__board=board, seat__voting=True)
    members = Mandate.objects.on(on).filter(seat__board=board, seat__voting=True)
    if (supporters or set()) - set(members.values_list("person_id", flat=True)):
        words = _("Only members who exercised their mandate on that day can demand a meeting.")
        raise DomainError(words, code="no_member", fields={"supporters": words})
    occupied = held.values("seat").distinct().count()
    return petition(rules_on(board, on).as_rules(), occupied, None if supporters is None else len(supporters))


def examine(board: Board, call: Call, *, now: datetime) -> Ruling:
    """What the rules say to it. Changes nothing.

    Raises DomainError: 400 for a time that is over or makes no sense, 409 where the rules do not allow it: too few
    members ask, the notice period is short without a reason or shorter than any, the board meets at this hour.
    """
    _check_times(call, now)
    share_of = share(board, call.asked_on, call.supporters) if call.asked_by == AskedBy.MEMBERS else None
    if share_of and not share_of.ok:
        raise DomainError(share_of.sentence, code="too_few", fields={"supporters": share_of.sentence})
    _check_free(board, call)
    meeting = _drafted(board, call)
    notice = notice_today(meeting, now)
    _check_notice(meeting, notice, call)
    if not notice.ok:
        meeting.shortened, meeting.shortened_reason = True, call.shortened_reason
    return Ruling(meeting, notice, share_of)


def _check_times(call: Call, now: datetime) -> None:
    if call.starts_at <= now:
        raise _unfit("starts_at", _("This date is over. Please choose a day to come."))
    if not call.starts_at < call.ends_at <= call.starts_at + LONGEST:
        raise _unfit("minutes", _("A meeting ends after it starts, on the same day."))
    scheduling.check_times(call.starts_at, call.ends_at, names=("starts_at", "minutes"))
    if call.asked_on > local_day(now):
        raise _unfit("asked_on", _("This day is still to come. Please give the day the meeting was demanded."))


def _unfit(field: str, words: str) -> DomainError:
    return DomainError(words, code=f"unfit_{field}", status=400, fields={field: words})


def _check_free(board: Board, call: Call) -> None:
    others = Meeting.objects.filter(board=board, starts_at__lt=call.ends_at, ends_at__gt=call.starts_at)
    if others.exclude(status=Meeting.Status.CANCELLED).exists():
        words = _("The board meets at this hour already.")
        raise DomainError(words, code="meeting_there", fields={"starts_at": words})


def _drafted(board: Board, call: Call) -> Meeting:
    """The meeting as it would be, to ask the rules about; not stored."""
    return Meeting(
        board=board,
        kind=Meeting.Kind.EXTRAORDINARY,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        place=call.place,
        video_url=call.video_url,
    )


def _check_notice(meeting: Meeting, notice: Answer, call: Call) -> None:
    if notice.ok:
        return
    if not notice.numbers["shortening_allowed"]:
        words = ngettext(
            "Sent today, the invitation arrives on %(day)s. Even with a shortened notice period that is at least "
            "%(count)s day before the meeting. Please choose a later day.",
            "Sent today, the invitation arrives on %(day)s. Even with a shortened notice period that is at least "
            "%(count)s days before the meeting. Please choose a later day.",
            least := standing.rules_of(meeting).shortened_min_days,
        ) % {"count": least, "day": day_in_words(notice.numbers["receipt"])}
        raise DomainError(words, code="notice_too_short", fields={"starts_at": words})
    if not call.shortened_reason:
        raise DomainError(notice.sentence, code="notice_short", fields={"shortened_reason": notice.sentence})


@transaction.atomic
def call(board: Board, asked: Call, *, by: Actor, now: datetime) -> Meeting:
    """Set the meeting at once: members are asked to keep the day free, and what it was called for is its first item.

    The same call twice gives the meeting of the first. Raises DomainError as `examine`; nothing is kept then.
    """
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    if known := _called_before(board, asked):
        return known
    ruling = examine(board, asked, now=now)
    meeting = scheduling.pencil_in_at(
        board,
        asked.starts_at,
        asked.ends_at,
        kind=Meeting.Kind.EXTRAORDINARY,
        place=asked.place,
        video_url=asked.video_url,
        by=by,
        now=now,
    )
    meeting.shortened, meeting.shortened_reason = ruling.meeting.shortened, ruling.meeting.shortened_reason
    meeting.save(update_fields=["shortened", "shortened_reason"])
    demand = _keep(meeting, asked, ruling.share, by=by, now=now)
    record(
        "meeting.called",
        meeting.key,
        by=by,
        now=now,
        day=asked.day.isoformat(),
        asked_by=asked.asked_by,
        signed=demand.signed,
        needed=demand.needed,
    )
    set_date(meeting, by=by, now=now)
    editing.accept(meeting, [*FIRST_ITEMS, source_of(meeting)], by=by, now=now)
    return meeting


def source_of(meeting: Meeting) -> str:
    """The origin of the item the meeting was called for."""
    return f"{SOURCE}:{meeting.pk}"


def _called_before(board: Board, asked: Call) -> Meeting | None:
    same = Demand.objects.filter(meeting__board=board, meeting__starts_at=asked.starts_at, matter=asked.matter)
    same = same.filter(asked_by=asked.asked_by).exclude(meeting__status=Meeting.Status.CANCELLED)
    found = same.select_related("meeting__board").first()
    return found.meeting if found else None


def _keep(meeting: Meeting, asked: Call, of: Answer | None, *, by: Actor, now: datetime) -> Demand:
    numbers = {name: of.numbers[name] for name in ("signed", "needed", "occupied")} if of else {}
    demand = Demand.objects.create(
        meeting=meeting,
        asked_by=asked.asked_by,
        asked_on=asked.asked_on,
        matter=asked.matter,
        reason=asked.reason,
        called_by=by.key,
        called_for=by.principal,
        called_at=now,
        **numbers,
    )
    people = sorted(asked.supporters) if of else []
    Supporter.objects.bulk_create(Supporter(demand=demand, person_id=person) for person in people)
    return demand

"""Holding a meeting: who is there, opening, findings of quorum, closing.

Every act locks the meeting's row first, so two clicks at once follow one another.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from foundation.journal.recording import record, record_all
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import moment_in_words
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.agenda.recusals import expect_unbiased
from meetings.meeting.models import Meeting
from meetings.meeting.scheduling import move
from meetings.sittings import presence
from meetings.sittings.models import Attendance, QuorumFinding, Sitting

PRESENT, VIDEO, LEFT, ABSENT = "present", "video", "left", "absent"
MODES = {PRESENT: Attendance.Mode.ROOM, VIDEO: Attendance.Mode.VIDEO}
SAME_CLICK = timedelta(seconds=10)


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it is now, held until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("board", "rules")
    return rows.get(pk=meeting.pk)


def in_session(meeting: Meeting) -> Meeting:
    """Like `locked`; raises DomainError when the meeting is not running."""
    current = locked(meeting)
    if current.status != Meeting.Status.IN_SESSION:
        raise DomainError(_("The meeting is not in session."), code="not_in_session")
    return current


def _expect_day(meeting: Meeting, now: datetime) -> None:
    if now.astimezone(BERLIN).date() < meeting.day:
        words = _("The meeting is on %(moment)s. Attendance is recorded on that day.")
        raise DomainError(words % {"moment": moment_in_words(meeting.starts_at)}, code="too_early")


def _markable(meeting: Meeting, now: datetime) -> Meeting:
    current = locked(meeting)
    if current.status not in (Meeting.Status.INVITED, Meeting.Status.IN_SESSION):
        raise DomainError(
            _("Attendance is recorded from the day of an invited meeting to its end."), code="no_sitting"
        )
    _expect_day(current, now)
    return current


@transaction.atomic
def mark(meeting: Meeting, person: Person, *, how: str, by: Actor, now: datetime) -> None:
    """Record that somebody is `present`, there by `video`, `left`, or was never there (`absent`: a wrong entry).

    A member votes, and so does the deputy of a member who is not there; anybody else is a guest. A guest who may take
    a seat by now leaves as guest and enters for the seat. A negative finding is lifted as soon as enough are there.
    Raises DomainError (409) for taking back an entry on which a finding or a vote rests, and for a member whose
    deputy is there.
    """
    current = _markable(meeting, now)
    here = Attendance.objects.filter(meeting=current, person=person, left_at__isnull=True)
    if how == ABSENT:
        _never_came(current, here, person, by=by, now=now)
        return
    if how == LEFT:
        gone = _leave(current, here, now)
        if gone:
            record("attendance.left", current.key, by=by, now=now, person=str(person.pk))
        return
    mode = MODES[how]
    seated = _rises_for_seat(current, here, person, now)
    if not seated and here.exclude(mode=mode).update(mode=mode):
        record("attendance.mode", current.key, by=by, now=now, person=str(person.pk), mode=mode)
        return
    if here.exists():
        return
    mandate = presence.vote_of(current, person)
    _expect_no_deputy(current, mandate)
    Attendance.objects.create(meeting=current, person=person, mandate=mandate, mode=mode, arrived_at=now)
    action = "attendance.took_seat" if seated else "attendance.arrived"
    record(action, current.key, by=by, now=now, person=str(person.pk), mode=mode)
    _lift_negative_finding(current, by=by, now=now)


def _rises_for_seat(meeting: Meeting, here, person: Person, now: datetime) -> bool:
    """Whether a guest left as guest for a seat with a vote that nobody takes."""
    if not here.filter(mandate__isnull=True).exists():
        return False
    mandate = presence.vote_of(meeting, person)
    if mandate is None or presence.taken(meeting).filter(mandate=mandate).exists():
        return False
    return bool(_leave(meeting, here, now))


def _expect_no_deputy(meeting: Meeting, mandate: Mandate | None) -> None:
    here = Attendance.objects.filter(meeting=meeting, mandate=mandate, left_at__isnull=True).select_related("person")
    deputy = here.first() if mandate else None
    if deputy:
        words = _("%(deputy)s takes this seat and votes. Record first that %(deputy)s left.")
        raise DomainError(words % {"deputy": deputy.person}, code="represented")


def _never_came(meeting: Meeting, here, person: Person, *, by: Actor, now: datetime) -> None:
    row = here.first()
    if row is None:
        return
    if any(moment >= row.arrived_at for moment in counting_moments(meeting)):
        words = _("A finding or a vote counts %(person)s as present. Record that the person left.")
        raise DomainError(words % {"person": person}, code="counted")
    row.delete()
    record("attendance.taken_back", meeting.key, by=by, now=now, person=str(person.pk))


def counting_moments(meeting: Meeting) -> list[datetime]:
    """When those present were counted, by findings of quorum and by votes."""
    findings = QuorumFinding.objects.filter(meeting=meeting).values_list("found_at", flat=True)
    votes = AgendaItem.objects.filter(
        meeting=meeting, outcome=AgendaItem.Outcome.DECIDED, outcome_at__isnull=False
    ).values_list("outcome_at", flat=True)
    return [*findings, *votes]  # type: ignore[list-item]  # the query leaves out what has no time


def counted_since(findings: Iterable[datetime], votes: Iterable[datetime | None]) -> datetime | None:
    """When those present were counted last, by a finding of quorum or a vote."""
    return max([*findings, *(moment for moment in votes if moment)], default=None)


def _leave(meeting: Meeting, here, now: datetime) -> int:
    if meeting.status == Meeting.Status.INVITED:
        return here.delete()[0]
    return here.update(left_at=Greatest("arrived_at", Value(now)))


@transaction.atomic
def mark_all(meeting: Meeting, *, by: Actor, now: datetime) -> int:
    """For every seat with a vote that nobody takes somebody is there in the room: the deputy who was called and did
    not decline, else the member; returns how many came."""
    current = _markable(meeting, now)
    missing = presence.expected(current)
    Attendance.objects.bulk_create(
        Attendance(meeting=current, person_id=person, mandate_id=mandate, arrived_at=now)
        for mandate, person in missing.items()
    )
    if missing:
        record("attendance.all", current.key, by=by, now=now, arrived=len(missing))
        _lift_negative_finding(current, by=by, now=now)
    return len(missing)


def _lift_negative_finding(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    last = QuorumFinding.objects.filter(meeting=meeting, item__isnull=True).last()
    if meeting.status == Meeting.Status.IN_SESSION and last and not last.quorate and presence.answer(meeting).ok:
        _write_finding(meeting, None, by=by, now=now)


@transaction.atomic
def open(meeting: Meeting, *, by: Actor, now: datetime) -> Sitting:
    """invited -> in_session with the opening finding. Somebody with a vote must be there."""
    current = locked(meeting)
    if current.status == Meeting.Status.IN_SESSION:
        return Sitting.objects.get(meeting=current)
    if current.status != Meeting.Status.INVITED:
        raise DomainError(_("Only a meeting to which people were invited can be opened."), code="not_invited")
    _expect_day(current, now)
    if not presence.voters(current):
        raise DomainError(_("Nobody with a vote is present. Record the attendance first."), code="nobody_present")
    move(current, [Meeting.Status.INVITED], Meeting.Status.IN_SESSION)
    sitting = Sitting.objects.create(meeting=current, opened_at=now)
    record("meeting.opened", current.key, by=by, now=now)
    _write_finding(current, None, by=by, now=now)
    return sitting


@transaction.atomic
def find(meeting: Meeting, item: AgendaItem | None = None, *, by: Actor, now: datetime) -> QuorumFinding:
    """State whether the board is quorate now, for the meeting or for one item (with its recusals)."""
    current = in_session(meeting)
    if item is not None and item.meeting_id != current.pk:
        raise DomainError(_("This item belongs to another meeting."), code="other_meeting", status=400)
    if item is not None:
        expect_unbiased(item, by)
    return _write_finding(current, item, by=by, now=now)


def _write_finding(meeting: Meeting, item: AgendaItem | None, *, by: Actor, now: datetime) -> QuorumFinding:
    answer = presence.answer(meeting, item)
    numbers = {"present": answer.numbers["present"], "needed": answer.numbers["needed"], "quorate": answer.ok}
    last = QuorumFinding.objects.filter(meeting=meeting, item=item).last()
    if last and now - last.found_at < SAME_CLICK and all(getattr(last, k) == v for k, v in numbers.items()):
        return last
    finding = QuorumFinding.objects.create(meeting=meeting, item=item, found_at=now, **numbers)
    record("quorum.found", meeting.key, by=by, now=now, item=item.pk if item else None, **numbers)
    return finding


@transaction.atomic
def close(
    meeting: Meeting, *, adjourn_open: bool = False, inquorate: bool = False, by: Actor, now: datetime
) -> Sitting:
    """in_session -> held. Every item needs an outcome; `adjourn_open` moves the rest to the next meeting.

    `inquorate` ends a meeting that was found not quorate: whatever is open is adjourned.
    """
    current = locked(meeting)
    if current.status == Meeting.Status.HELD:
        return Sitting.objects.get(meeting=current)
    if current.status != Meeting.Status.IN_SESSION:
        raise DomainError(_("The meeting is not in session."), code="not_in_session")
    if inquorate:
        _expect_negative_finding(current)
    still_open = AgendaItem.objects.filter(meeting=current, outcome=AgendaItem.Outcome.OPEN)
    if adjourn_open or inquorate:
        _adjourn_rest(current, inquorate=inquorate, by=by, now=now)
    _expect_outcomes(still_open)
    Attendance.objects.filter(meeting=current, left_at__isnull=True).update(
        left_at=Greatest("arrived_at", Value(now))
    )
    Sitting.objects.filter(meeting=current).update(closed_at=Greatest("opened_at", Value(now)), inquorate=inquorate)
    move(current, [Meeting.Status.IN_SESSION], Meeting.Status.HELD)
    record("meeting.held", current.key, by=by, now=now, inquorate=inquorate)
    return Sitting.objects.get(meeting=current)


def _adjourn_rest(meeting: Meeting, *, inquorate: bool, by: Actor, now: datetime) -> None:
    """What is still open goes to the next meeting; what too few were there to decide on is called a second time."""
    rest = list(AgendaItem.objects.filter(meeting=meeting, outcome=AgendaItem.Outcome.OPEN))
    for item in rest:
        item.lacked_quorum = inquorate or presence.is_blocked(meeting, item)
        item.outcome, item.outcome_at = AgendaItem.Outcome.ADJOURNED, now
    AgendaItem.objects.bulk_update(rest, ["lacked_quorum", "outcome", "outcome_at"])
    record_all([("item.adjourned", meeting.key, {"item": item.pk}) for item in rest], by=by, now=now)


def _expect_negative_finding(meeting: Meeting) -> None:
    last = QuorumFinding.objects.filter(meeting=meeting, item__isnull=True).last()
    if last is None or last.quorate:
        raise DomainError(_("The board was not found inquorate. Please state the quorum first."), code="quorate")


def _expect_outcomes(still_open) -> None:
    open_items = list(still_open.order_by("position").values_list("position", flat=True))
    if open_items:
        numbers = ", ".join(str(position) for position in open_items)
        words = _("No result yet for item: %(numbers)s. Record a result or adjourn what is open.")
        raise DomainError(words % {"numbers": numbers}, code="open_items")

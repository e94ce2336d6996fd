"""Who leads a board: the chair, the deputies in their order, and who stands in for a single meeting. All dated."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.prepared import Prepared
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board
from governance.mandates.appointing import check_recent
from governance.mandates.composition import Composition
from governance.mandates.models import Mandate, Office
from governance.people.models import Person
from governance.procedure.answers import Answer, Rules, provisional_chair
from governance.procedure.rules_in_force import version_on

ONE_DAY = timedelta(days=1)
Role = Office.Role


@transaction.atomic
def take_chair(
    *,
    board: Board,
    person: Person,
    start: date,
    ex_officio: bool = False,
    provisional: bool = False,
    by: Actor,
    now: datetime,
) -> Office:
    """Give a member the chair from `start` on; who led before, and the member as deputy, end the day before.

    The same again returns the office there is. Raises DomainError: 400 for a day before yesterday where somebody led
    then, because who led a meeting stays so; 409 for a person without a mandate on this board that day, for a chair
    who begins on that day or later already, and for a provisional one that the rules know not.
    """
    _lock(board)
    values = {"person": person, "role": Role.CHAIR, "provisional": provisional, "ex_officio": ex_officio}
    known = board.offices.filter(start=start, end=None, **values).first()
    if known:
        return known
    _check_member(board, person, start)
    if provisional and not (answer := may_be_provisional(board, start)).ok:
        raise DomainError(answer.sentence, code="no_provisional_chair")
    deputy = Q(role=Role.DEPUTY, person=person)
    before = _until(start, board.offices.filter(Q(role=Role.CHAIR) | deputy))
    later = before.filter(start__gte=start).select_related("person").first()
    if later:
        words = _("%(person)s takes office on %(day)s already. Withdraw that first, or choose a later day.")
        raise DomainError(words % {"person": later.person, "day": plain_day(later.start)}, code="chair_taken")
    ends = {office: office.end for office in before}
    if ends:
        check_recent(start, now)
    for office in ends:
        _close(office, start - ONE_DAY, by, now)
    made = _take(board, start, by, now, **values)
    for office, end in ends.items():
        Office.objects.filter(pk=office.pk).update(cut_by=made, end_before=end)
    return made


@transaction.atomic
def name_deputy(*, board: Board, person: Person, start: date, by: Actor, now: datetime) -> Office:
    """Make a member deputy chair from `start`, after the deputies there are. Who is deputy from then on stays it.

    Raises DomainError: 400 for a day before yesterday that had no chair, because the deputy would have led then; 409
    for a person without a mandate on this board that day, for the chair, and for who is deputy for another part of
    that time.
    """
    _lock(board)
    held = _until(start, board.offices.all())
    known = held.filter(person=person, role=Role.DEPUTY).first()
    if known and known.start <= start and known.end is None:
        return known
    if known:
        raise _other_days(known)
    if not held.filter(role=Role.CHAIR, start__lte=start).exists():
        check_recent(start, now)
    _check_member(board, person, start)
    if held.filter(person=person, role=Role.CHAIR, start__lte=start).exists():
        raise DomainError(_("%(person)s holds the chair then.") % {"person": person}, code="is_chair")
    last = held.filter(role=Role.DEPUTY).aggregate(last=Max("position"))["last"] or 0
    return _take(board, start, by, now, person=person, role=Role.DEPUTY, position=last + 1)


def _other_days(known: Office) -> DomainError:
    words = {
        "person": known.person,
        "start": plain_day(known.start),
        "end": plain_day(known.end) if known.end else "",
    }
    if known.end:
        text = _("%(person)s is deputy chair until %(end)s. Choose a later first day.") % words
    else:
        text = _("%(person)s becomes deputy chair on %(start)s. Take that back first.") % words
    return DomainError(text, code="is_deputy")


@transaction.atomic
def move_up(office: Office, *, by: Actor, now: datetime) -> None:
    """A deputy changes places with the one before; the first stays."""
    _lock(office.board)
    office.refresh_from_db()
    others = _until(now.astimezone(BERLIN).date(), office.board.offices.all()).filter(role=Role.DEPUTY)
    ahead = others.filter(position__lt=office.position).order_by("-position").first()
    if ahead is None or office.role != Role.DEPUTY:
        return
    Office.objects.filter(pk=ahead.pk).update(position=office.position)
    Office.objects.filter(pk=office.pk).update(position=ahead.position)
    record("office.moved_up", office.key, by=by, now=now, board=office.board_id)


@transaction.atomic
def stand_in(*, board: Board, person: Person, on: date, by: Actor, now: datetime) -> Office:
    """Let a member lead the meeting on that day. Twice is once.

    Raises DomainError: 400 for a day that is over, 409 for a person without a mandate on this board that day, and
    when somebody stands in on that day already.
    """
    _lock(board)
    if on < now.astimezone(BERLIN).date():
        raise DomainError(_("This day is over. Please choose a day to come."), code="day_over", status=400)
    known = board.offices.filter(role=Role.STAND_IN, start=on).select_related("person").first()
    if known and known.person_id == person.pk:
        return known
    if known:
        words = _("%(person)s leads on that day already. Withdraw that first.")
        raise DomainError(words % {"person": known.person}, code="stands_in_already")
    _check_member(board, person, on)
    return _take(board, on, by, now, person=person, role=Role.STAND_IN, end=on)


@transaction.atomic
def end_office(office: Office, *, on: date, provisional: bool = False, by: Actor, now: datetime) -> None:
    """End an office with its last day `on`; a chair who stays leads provisionally from the next day.

    The same end again changes nothing. Raises DomainError: 400 for a day before its first, before yesterday, because
    who led a meeting stays so, or after the person's mandate; 409 where it ended earlier, and for a provisional chair
    that the rules know not.
    """
    _lock(office.board)
    office.refresh_from_db()
    if office.end != on:
        _check_last_day(office, on)
        check_recent(on, now)
        _close(office, on, by, now)
    if provisional and office.role == Role.CHAIR:
        take_chair(board=office.board, person=office.person, start=on + ONE_DAY, provisional=True, by=by, now=now)


def _check_last_day(office: Office, on: date) -> None:
    if on < office.start:
        words = _("The office begins on %(day)s. It cannot end before.") % {"day": plain_day(office.start)}
        raise DomainError(words, code="end_before_start", status=400, fields={"on": words})
    if office.end and office.end < on:
        words = _("The office ends on %(day)s already.") % {"day": plain_day(office.end)}
        raise DomainError(words, code="ends_earlier")
    held = Mandate.objects.real().filter(person=office.person_id, seat__board=office.board_id)
    if not held.filter(Q(end__isnull=True) | Q(end__gte=on)).exists():
        words = _("%(person)s has no mandate on this board any more on that day. Choose an earlier day.")
        words %= {"person": office.person}
        raise DomainError(words, code="after_mandate", status=400, fields={"on": words})


@transaction.atomic
def withdraw(office: Office, *, by: Actor, now: datetime) -> None:
    """Take back an office that begins after today; whom it ended early goes on as before. Twice is once.

    Raises DomainError (409) for an office that has begun.
    """
    _lock(office.board)
    if office.start <= now.astimezone(BERLIN).date():
        raise DomainError(_("This office has begun. Please end it instead."), code="office_begun")
    drop(office, by=by, now=now)


def drop(office: Office, *, by: Actor, now: datetime) -> None:
    """The row of an office to come goes; an office that it ended early gets back the end it had."""
    cut = list(office.cut.filter(end=office.start - ONE_DAY))
    if Office.objects.filter(pk=office.pk).delete()[0]:
        record("office.withdrawn", f"board:{office.board_id}", by=by, now=now, role=office.role)
    for before in cut:
        Office.objects.filter(pk=before.pk).update(end=_end_again(before))
        record("office.prolonged", before.key, by=by, now=now)


def _end_again(office: Office) -> date | None:
    """The end from before, but none after the end of the member's mandate that was decided meanwhile."""
    held = Mandate.objects.real().filter(seat__board=office.board_id, person=office.person_id)
    last = held.order_by("-start").exclude(ended_reason="").first()
    decided = last.end if last and not held.filter(start__gt=last.start).exists() else None
    return min(filter(None, (office.end_before, decided)), default=None)


def may_be_provisional(board: Board, day: date) -> Answer:
    """Whether the rules of that day know a chair who leads until the election."""
    version = version_on(board, day)
    return provisional_chair(version.as_rules() if version else Rules())


def notice(state: Composition, *, today: date) -> str:
    """What members should know when the board is not led by its elected or appointed chair; else empty.
    Always empty for a day before the founding."""
    if not state.board.existed_on(state.day):
        return ""
    if state.stand_in and state.stand_in.mandate:
        return _("%(person)s leads the meeting of this day.") % {"person": state.stand_in.mandate.person}
    chair, leader = state.chair, state.leader
    office = next((one for one in chair.offices if one.role == Role.CHAIR), None) if chair else None
    if leader is None or leader.mandate is None:
        return _unled(state.day, today) if leader is None else ""
    words = {"person": leader.mandate.person}
    if leader is chair:
        provisional = office is not None and office.provisional
        return _("%(person)s leads provisionally until a chair is found.") % words if provisional else ""
    if chair is None:
        return _("The chair is vacant. %(person)s leads as deputy.") % words
    return _("The mandate of the chair rests. %(person)s leads as deputy.") % words


def _unled(day: date, today: date) -> str:
    if day == today:
        return _("Nobody leads this board at present.")
    return _("Nobody leads this board on %(day)s.") % {"day": plain_day(day)}


def _names(board: int, day: date) -> QuerySet:
    found = Office.objects.at_meeting(day).filter(board_id=board)
    return found.values_list("person__academic_title", "person__given_name", "person__family_name")[:1]


_leaders = Prepared(_names, int, date)


def leader_name(board: int, day: date) -> str:
    """The name of who leads the meeting of a day, empty where nobody does; for pages that are asked for often."""
    return " ".join(part for name in _leaders(board, day) for part in name if part)


def _lock(board: Board) -> None:
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def _until(day: date, offices: QuerySet[Office]) -> QuerySet[Office]:
    """Those that run on `day` or later."""
    return offices.filter(Q(end__isnull=True) | Q(end__gte=day))


def _check_member(board: Board, person: Person, day: date) -> None:
    if not Mandate.objects.on(day).filter(person=person, seat__board=board).exists():
        raise DomainError(
            _("%(person)s is not a member of this board on that day. The chair needs a mandate.")
            % {"person": person},
            code="chair_without_mandate",
        )


def _take(board: Board, start: date, by: Actor, now: datetime, **values: object) -> Office:
    office = Office.objects.create(board=board, start=start, **values)
    record("office.held", office.key, by=by, now=now, board=board.pk, role=office.role)
    return office


def _close(office: Office, on: date, by: Actor, now: datetime) -> None:
    office.end = on
    office.save(update_fields=["end"])
    record("office.ended", office.key, by=by, now=now, on=str(on))

"""Seats are added, described anew, frozen and retired, as far as their holders and the rules allow."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board, Seat, SeatChange
from governance.mandates.models import Mandate
from governance.people.models import Organisation
from governance.procedure.answers import contradictions
from governance.procedure.rules_in_force import version_on


@transaction.atomic
def add(
    *,
    board: Board,
    kind: str,
    label: str,
    sector: str,
    delegating_body: Organisation | None = None,
    voting: bool = True,
    since: date,
    by: Actor,
    now: datetime,
) -> Seat:
    """A new seat from `since` on, with the next number. Raises DomainError (400) for a delegated seat without body,
    and for a first day before the board was founded."""
    _lock(board)
    if since < board.founded_on:
        words = _("The board was founded on %(day)s. The seat cannot begin before.")
        words %= {"day": plain_day(board.founded_on)}
        raise DomainError(words, code="before_founding", status=400, fields={"since": words})
    last = board.seats.order_by("-number").values_list("number", flat=True).first()
    seat = Seat(board=board, number=(last or 0) + 1, since=since if since > board.founded_on else None)
    _describe(seat, _words(kind, label, sector, delegating_body, voting))
    seat.save(force_insert=True)
    record("seat.added", f"seat:{seat.pk}", by=by, now=now, board=board.pk, since=str(since))
    return seat


@transaction.atomic
def describe(
    *,
    seat: Seat,
    kind: str,
    label: str,
    sector: str,
    delegating_body: Organisation | None = None,
    voting: bool = True,
    on: date,
    by: Actor,
    now: datetime,
) -> None:
    """Another description from `on` (not after today); the one before is kept. The same again changes nothing.

    Raises DomainError: 400 for a day to come or before the last change, 409 for another vote while somebody holds
    the seat, or for a quorum above the seats that are left.
    """
    _change(seat, _words(kind, label, sector, delegating_body, voting), on, by, now)


def freeze(*, seat: Seat, frozen: bool, on: date, by: Actor, now: datetime) -> None:
    """Freeze a seat, or free it again: it counts in the statutory number, and nobody is sought for it.

    Raises DomainError (409) while somebody holds the seat.
    """
    with transaction.atomic():
        _change(seat, {"frozen": frozen}, on, by, now)


@transaction.atomic
def retire(*, seat: Seat, on: date, by: Actor, now: datetime) -> None:
    """End a seat with its last day `on`. From the next day the statutory number is smaller.

    Raises DomainError: 400 for a day before its first, 409 while a mandate runs later, or when the quorum of the
    rules would lie above the seats that are left.
    """
    _lock(seat.board)
    seat.refresh_from_db()
    if seat.until == on:
        return
    if on < (seat.since or seat.board.founded_on):
        words = _("The seat begins later. Please choose a later day.")
        raise DomainError(words, code="end_before_start", status=400, fields={"on": words})
    _refuse_holder(seat, on + timedelta(days=1))
    _refuse_quorum(seat, on + timedelta(days=1), lost=seat.voting)
    seat.until = on
    seat.save(update_fields=["until"])
    record("seat.retired", f"seat:{seat.pk}", by=by, now=now, on=str(on))


def _lock(board: Board) -> None:
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def _words(kind: str, label: str, sector: str, body: Organisation | None, voting: bool) -> dict[str, Any]:
    return {
        "kind": kind,
        "label": label,
        "sector": sector,
        "delegating_body_id": body.pk if body else None,
        "voting": voting,
    }


def _change(seat: Seat, values: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
    _lock(seat.board)
    seat.refresh_from_db()
    before = {name: getattr(seat, name) for name in Seat.DESCRIPTION}
    new = {name: value for name, value in values.items() if before[name] != value}
    if not new:
        return
    _check_day(seat, on, now)
    if {"voting", "frozen"} & set(new):
        _refuse_holder(seat, on)
    _refuse_quorum(seat, on, lost=seat.voting and not new.get("voting", True))
    _describe(seat, new)
    seat.save(update_fields=[name.removesuffix("_id") for name in new])
    SeatChange.objects.get_or_create(seat=seat, on=on, defaults={"before": before, "recorded_at": now})
    record("seat.changed", f"seat:{seat.pk}", by=by, now=now, on=str(on), fields=sorted(new))


def _check_day(seat: Seat, on: date, now: datetime) -> None:
    words = ""
    last = seat.changes.order_by("-on").values_list("on", flat=True).first()
    if on > now.astimezone(BERLIN).date():
        words = _("Please enter the change on the day from which it holds, or later.")
    elif last and on < last:
        words = _("The seat was changed on %(day)s. Choose that day or a later one.") % {"day": plain_day(last)}
    elif on < (seat.since or seat.board.founded_on):
        words = _("The seat begins later. Please choose a later day.")
    if words:
        raise DomainError(words, code="wrong_day", status=400, fields={"on": words})


def _describe(seat: Seat, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(seat, name, value)
    fields: dict[str, str] = {}
    try:
        seat.clean_fields(exclude=["board", "delegating_body"])
    except ValidationError as error:
        fields = {name: " ".join(map(str, words)) for name, words in error.message_dict.items()}
    if seat.kind == Seat.Kind.DELEGATED and seat.delegating_body_id is None:
        fields["delegating_body"] = _("Please name the body that fills the seat.")
    if fields:
        raise DomainError(" ".join(fields.values()), code="wrong_seat", status=400, fields=fields)


def _refuse_holder(seat: Seat, day: date) -> None:
    held = Mandate.objects.during(day, None).filter(seat=seat).select_related("person").first()
    if held:
        words = _("%(person)s holds seat %(number)s then. End that mandate first.")
        raise DomainError(words % {"person": held.person, "number": seat.number}, code="seat_held")


def _refuse_quorum(seat: Seat, day: date, *, lost: bool) -> None:
    version = version_on(seat.board, day) if lost else None
    if version is None:
        return
    left = seat.board.seats.voting().on(day).exclude(pk=seat.pk).count()
    if words := contradictions(version.as_rules(), left).get("quorum_number"):
        raise DomainError(words, code="quorum_above_seats")

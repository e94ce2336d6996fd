"""Founding a board: its seats and its first rules of procedure, in one act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.boards.blueprints import Blueprint
from governance.boards.models import Board, Seat
from governance.people.models import Organisation

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@dataclass(frozen=True)
class SeatPlan:
    """A seat to be; a delegated one needs the body that fills it."""

    number: int
    kind: str
    label: str
    sector: str
    delegating_body: Organisation | None = None
    voting: bool = True


@transaction.atomic
def found(
    *,
    slug: str,
    name: str,
    short_name: str,
    kind: str,
    purpose: str,
    place: str,
    founded_on: date,
    position: int,
    seats: Sequence[SeatPlan],
    rules: Mapping[str, Any] | None = None,
    sources: Mapping[str, str] | None = None,
    parent: Board | None = None,
    by: Actor,
    now: datetime,
) -> Board:
    """Found a board. `rules` are named like the fields of RulesOfProcedure, the rest keeps its usual value; a rule
    not named in `sources` is an assumption. With a `parent` it is a working group; without `rules` that follows the
    rules of its board.

    Raises DomainError: 409 for a board that exists or a group below a group, 400 for seats or rules that contradict
    each other.
    """
    if Board.objects.filter(Q(slug=slug) | Q(name=name) | Q(short_name=short_name)).exists():
        raise DomainError(_("This board exists already."), code="board_exists")
    if parent is not None and parent.parent_id is not None:
        raise DomainError(_("A working group has no working groups of its own."), code="group_of_group")
    _check_seats(seats)
    board = Board(
        slug=slug,
        name=name,
        short_name=short_name,
        kind=kind,
        purpose=purpose,
        place=place,
        founded_on=founded_on,
        position=position,
        parent=parent,
    )
    _validated(board)
    board.save(force_insert=True)
    Seat.objects.bulk_create(Seat(board=board, **vars(plan)) for plan in seats)
    version = None
    if parent is None or rules is not None:
        version = _first_rules(board, rules or {}, sources or {}, now)
    record("board.founded", f"board:{board.pk}", by=by, now=now, seats=len(seats), rules=version)
    return board


def found_like(
    blueprint: Blueprint,
    *,
    place: str,
    founded_on: date,
    seats: Sequence[SeatPlan] = (),
    sources: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
) -> Board:
    """Found the board a blueprint describes; `seats` instead of the described ones. Refusals as in `found`."""
    drafts = enumerate(blueprint.seats, 1)
    return found(
        slug=blueprint.slug,
        name=blueprint.name,
        short_name=blueprint.short_name,
        kind=blueprint.kind,
        purpose=blueprint.purpose,
        place=place,
        founded_on=founded_on,
        position=blueprint.position,
        seats=seats or [SeatPlan(number, one.kind, one.label, one.sector) for number, one in drafts],
        rules=blueprint.rules,
        sources=sources,
        by=by,
        now=now,
    )


@transaction.atomic
def found_several(
    blueprints: Iterable[Blueprint], *, place: str, founded_on: date, by: Actor, now: datetime
) -> list[Board]:
    """Found all of these boards, or none. Refusals as in `found`."""
    return [found_like(one, place=place, founded_on=founded_on, by=by, now=now) for one in blueprints]


def found_empty(
    *, name: str, short_name: str, purpose: str, place: str, size: int, founded_on: date, by: Actor, now: datetime
) -> Board:
    """Found a board nothing else is known of: numbered seats, usual rules. Refusals as in `found`."""
    slug = _free_slug(name)
    blueprint = Blueprint(
        slug, name, short_name, Board.Kind.OTHER.value, purpose, Board.objects.count() + 1, size=size
    )
    return found_like(blueprint, place=place, founded_on=founded_on, by=by, now=now)


def _free_slug(name: str) -> str:
    """An address for the name that no board has; two boards of one name are refused by `found`."""
    plain = slugify(name.translate(UMLAUTS))[:45] or "gremium"
    taken = set(Board.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(slug for slug in chain([plain], (f"{plain}-{n}" for n in count(2))) if slug not in taken)


def _first_rules(board: Board, rules: Mapping[str, Any], sources: Mapping[str, str], now: datetime) -> int:
    version = board.rules.model(
        board=board, valid_from=board.founded_on, recorded_at=now, sources=dict(sources), **rules
    )
    _validated(version)
    version.save(force_insert=True)
    return int(version.pk)


def _check_seats(seats: Sequence[SeatPlan]) -> None:
    if not seats:
        raise DomainError(_("A board needs at least one seat."), code="no_seats", status=400)
    if len({plan.number for plan in seats}) < len(seats):
        raise DomainError(_("Each seat needs a number of its own."), code="seat_number_twice", status=400)
    for plan in seats:
        if plan.kind == Seat.Kind.DELEGATED and plan.delegating_body is None:
            raise DomainError(
                _("Seat %(number)s is delegated: please name the body that fills it.") % {"number": plan.number},
                code="body_missing",
                status=400,
            )


def _validated(row: Any) -> None:
    """What the database would refuse, refused in sentences."""
    try:
        row.full_clean(exclude=["board", "parent", "sources"], validate_constraints=False)
    except ValidationError as error:
        fields = {name: " ".join(map(str, words)) for name, words in error.message_dict.items()}
        raise DomainError(" ".join(error.messages), code="contradiction", status=400, fields=fields) from error


@transaction.atomic
def settle(board: Board, *, place: str, by: Actor, now: datetime) -> None:
    """From now on the board usually meets here; meetings that are set stay. The same again changes nothing."""
    if Board.objects.filter(pk=board.pk).exclude(place=place).update(place=place):
        record("board.settled", f"board:{board.pk}", by=by, now=now)

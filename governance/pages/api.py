"""Boards, their seats and people, read by rights: numbers are public, names are for members and staff.

Everybody reads and changes the own contact data.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, time
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import AfterValidator
from pydantic import StringConstraints as Len

from foundation.values import DomainError, Int32, Line, clean_line
from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.boards.models import Board, Seat
from governance.boards.rules import can_manage, can_see_members
from governance.mandates.composition import Place, composition, summaries
from governance.mandates.models import Mandate, Suspension
from governance.people import editing, receiving
from governance.people.models import Person
from governance.procedure.amending import amend
from governance.procedure.answers import Rules, quorum_basis, quorum_needed
from governance.procedure.rules_in_force import rules_on, version_on
from governance.procedure.versions import Version, versions
from governance.procedure.wording import rule_lines
from governance.rights.request import ReadingRequest

router = Router(tags=["boards"])
own_router = Router(tags=["account"])


def _of_our_time(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError("the year must lie between 2000 and 2100")
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]


class BoardLine(Strict):
    """`chair` is the office that leads the board by its post, else null."""

    slug: str
    name: str
    short_name: str
    kind: str
    purpose: str
    chair: str | None
    seats: int
    vacant: int


class SectorOut(Strict):
    sector: str
    held: int
    seats: int


class BoardOut(BoardLine):
    """`chair_name` is null for readers who may not see members."""

    as_of: date
    quorum: int
    terms_ending: int
    chair_name: str | None
    sectors: list[SectorOut]


class SeatOut(Strict):
    number: int
    label: str
    kind: str
    sector: str
    delegating_body: str | None
    voting: bool
    holder: str | None
    offices: list[str]
    start: date | None
    end: date | None
    vacant_since: date | None


class RuleOut(Strict):
    """One rule in words; without `source` it is an assumption that nobody has confirmed yet."""

    name: str
    title: str
    value: str
    source: str


class RulesOut(Strict):
    """The rules in force on the day `as_of`; `board` differs where a working group follows its board."""

    as_of: date
    board: str
    valid_from: date
    numbers: dict[str, int | bool | str]
    rules: list[RuleOut]


class ChangeOut(Strict):
    title: str
    before: str
    after: str
    source: str


class VersionOut(Strict):
    """`state`: current, past, upcoming, corrected or withdrawn; `valid_until` is null while it is open."""

    valid_from: date
    valid_until: date | None
    state: str
    is_correction: bool
    changes: list[ChangeOut]


class NewVersion(Strict):
    """A version from a day on: the latest one with these numbers instead, named as in `numbers`."""

    valid_from: Day
    numbers: dict[Line, Int32 | bool | Line]
    source: Line = ""


def _by_post(mandate: Mandate | None) -> str | None:
    return mandate.seat.label if mandate and mandate.seat.kind == Seat.Kind.EX_OFFICIO else None


def _line(board: Board, seats: int, vacant: int, chair: Mandate | None) -> dict[str, Any]:
    fields = ("slug", "name", "short_name", "kind", "purpose")
    numbers = {"seats": seats, "vacant": vacant, "chair": _by_post(chair)}
    return {name: getattr(board, name) for name in fields} | numbers


@router.get("", response=Page[BoardLine], summary="List boards")
def list_boards(request: ReadingRequest, paging: Query[Paging]) -> dict[str, Any]:
    found = summaries(Board.objects.visible_to(request.reader), clock.today())
    return page_of([_line(one.board, one.seats, one.vacant, one.chair) for one in found], paging)


@router.get("/{slug:slug}", response=BoardOut, summary="One board")
def one_board(request: ReadingRequest, slug: str, on: Day | None = None) -> dict[str, Any]:
    """Composition in numbers, today or on the day `on`."""
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    state = composition(board, on or clock.today())
    chair = state.chair.mandate if state.chair else None
    names = can_see_members(request.reader, board)
    version = version_on(board, state.day)
    rules = version.as_rules() if version else Rules()
    return _line(board, state.seats, state.vacant, chair) | {
        "as_of": state.day,
        "quorum": quorum_needed(quorum_basis(rules, state.seats, state.held), rules),
        "terms_ending": len(state.ending),
        "chair_name": str(chair.person) if chair and names else None,
        "sectors": [{"sector": one.sector, "held": one.held, "seats": one.total} for one in state.sectors],
    }


@router.get("/{slug:slug}/seats", response=Page[SeatOut], summary="Seats of a board and who holds them")
def seats_of_board(
    request: ReadingRequest, slug: str, paging: Query[Paging], on: Day | None = None
) -> dict[str, Any]:
    """For members of this board and staff; 404 for everybody else."""
    board = _members_board(request, slug)
    return page_of(list(_seats(composition(board, on or clock.today()).places)), paging)


def _seats(places: tuple[Place, ...]) -> Iterator[dict[str, Any]]:
    for place in places:
        seat, mandate = place.seat, place.mandate
        yield {
            "number": seat.number,
            "label": seat.label,
            "kind": seat.kind,
            "sector": seat.sector,
            "delegating_body": seat.delegating_body.name if seat.delegating_body else None,
            "voting": seat.voting,
            "holder": str(mandate.person) if mandate else None,
            "offices": list(place.roles),
            "start": mandate.start if mandate else None,
            "end": mandate.end if mandate else None,
            "vacant_since": place.vacant_since,
        }


@router.get("/{slug:slug}/rules", response=RulesOut, summary="Rules of procedure of a board")
def rules_of_board(request: ReadingRequest, slug: str, on: Day | None = None) -> dict[str, Any]:
    """In force today or on the day `on`, for members of this board and staff; 404 for everybody else."""
    board = _members_board(request, slug)
    return _rules_out(board, on or clock.today())


@router.post("/{slug:slug}/rules", response={201: RulesOut}, summary="Make a new version of the rules")
def new_rules(request: ReadingRequest, slug: str, body: NewVersion) -> Status[dict[str, Any]]:
    """For the board office. Rules that contradict each other are refused by field."""
    board = _members_board(request, slug)
    if not can_manage(request.reader):
        raise PermissionDenied
    values = _typed(body.numbers)
    made = amend(
        board=board,
        valid_from=body.valid_from,
        values=values,
        source=body.source,
        by=request.reader.actor,
        now=clock.now(),
    )
    return Status(201, _rules_out(board, made.valid_from))


def _typed(numbers: dict[str, Any]) -> dict[str, Any]:
    """Times as times; everything else is checked by the act."""
    usual = asdict(Rules()) | {"start_time": ""}
    for name, value in numbers.items():
        if name in usual and type(usual[name]) is not type(value):
            raise _wrong(name)
    if "start_time" not in numbers:
        return numbers
    try:
        return numbers | {"start_time": time.fromisoformat(str(numbers["start_time"]))}
    except ValueError as error:
        raise _wrong("start_time") from error


def _wrong(name: str) -> DomainError:
    words = _("This value does not fit. Compare it with the rules in force.")
    return DomainError(words, code="wrong_value", status=422, fields={name: words})


@router.get("/{slug:slug}/rules/versions", response=Page[VersionOut], summary="Versions of the rules")
def versions_of_rules(request: ReadingRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """Every version, the newest first, with what it changed; for members of this board and staff."""
    board = _members_board(request, slug)
    state = composition(board, clock.today())
    found = versions(board, clock.today(), seats=state.seats, occupied=state.held)
    return page_of([_version_out(one) for one in found], paging)


def _members_board(request: ReadingRequest, slug: str) -> Board:
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not can_see_members(request.reader, board):
        raise Http404
    return board


def _rules_out(board: Board, day: date) -> dict[str, Any]:
    version, state = rules_on(board, day), composition(board, day)
    rules = version.as_rules()
    lines = rule_lines(rules, version.sources, seats=state.seats, occupied=state.held)
    numbers = asdict(rules) | {"start_time": f"{rules.start_time:%H:%M}"}
    return {
        "as_of": day,
        "board": version.board.slug,
        "valid_from": version.valid_from,
        "numbers": numbers,
        "rules": [asdict(line) for line in lines],
    }


def _version_out(version: Version) -> dict[str, Any]:
    return {
        "valid_from": version.rules.valid_from,
        "valid_until": version.until,
        "state": version.state,
        "is_correction": version.is_correction,
        "changes": [asdict(change) for change in version.changes],
    }


Number = Annotated[str, Len(max_length=40), AfterValidator(clean_line), Len(max_length=40)]
PostalAddress = Annotated[str, Len(max_length=300), AfterValidator(clean_line), Len(max_length=300)]


class MandateOut(Strict):
    """`rests_from` and `back_on` are the days of the rest that runs, else of the next one, else of the last; reasons
    are not told."""

    seat: int
    person: str
    status: str
    start: date
    end: date | None
    ended_reason: str
    appointed_on: date | None
    rests_from: date | None
    back_on: date | None


@router.get("/{slug:slug}/mandates", response=Page[MandateOut], summary="Mandates on a board")
def mandates_of_board(
    request: ReadingRequest, slug: str, paging: Query[Paging], on: Day | None = None
) -> dict[str, Any]:
    """All that were ever held, by seat and first day, or those held on the day `on`; `status` is that of today. For
    members of this board and staff; 404 for everybody else."""
    board = _members_board(request, slug)
    found = Mandate.objects.held_on(on) if on else Mandate.objects.real()
    rows = found.filter(seat__board=board).select_related("seat", "person").order_by("seat__number", "start", "pk")
    part = page_of(rows.prefetch_related("suspensions"), paging)
    return part | {"items": [_mandate(one) for one in part["items"]]}


def _mandate(mandate: Mandate) -> dict[str, Any]:
    rest = _rest_of(mandate, clock.today())
    fields = ("status", "start", "end", "ended_reason", "appointed_on")
    return {name: getattr(mandate, name) for name in fields} | {
        "seat": mandate.seat.number,
        "person": str(mandate.person),
        "rests_from": rest.start if rest else None,
        "back_on": rest.back_on if rest else None,
    }


def _rest_of(mandate: Mandate, today: date) -> Suspension | None:
    """The rest that runs today, else the next one, else the last; what was taken back never was."""
    rests = [one for one in mandate.suspensions.all() if not one.taken_back]
    open_ = [one for one in rests if one.back_on is None or one.back_on > today]
    return open_[0] if open_ else rests[-1] if rests else None


class MemberOut(Strict):
    """`email` and `phone` are null for readers who see names only."""

    name: str
    seat: int
    offices: list[str]
    email: str | None
    phone: str | None


@router.get("/{slug:slug}/people", response=Page[MemberOut], summary="People of a board")
def people_of_board(request: ReadingRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """Names for members and staff, contact data for the chair and the board office; 404 for everybody else."""
    board = get_object_or_404(Board.objects.visible_to(request.reader), slug=slug)
    if not can_see_members(request.reader, board):
        raise Http404
    contact = request.reader.is_secretariat or board.pk in request.reader.chairs
    held = [place for place in composition(board, clock.today()).places if place.mandate]
    return page_of([_member(place, contact) for place in held], paging)


def _member(place: Place, contact: bool) -> dict[str, Any]:
    assert place.mandate is not None
    person = place.mandate.person
    return {
        "name": str(person),
        "seat": place.seat.number,
        "offices": list(place.roles),
        "email": person.shown_email if contact else None,
        "phone": person.phone if contact else None,
    }


class Contact(Strict):
    phone: Number = ""
    mobile: Number = ""
    postal_address: PostalAddress = ""
    channel: Literal["mail", "post"] = "mail"
    language: Literal["de", "en"] = "de"


class ContactIn(Contact):
    """What everybody may change about themselves. The main e-mail address is changed by the board office.

    `confirmed`: who changes from "mail" to "post" knows that letters take days longer, and that no mail, no reminder
    and no calendar entry comes any more.
    """

    confirmed: bool = False


class ContactOut(Contact):
    email: str


def _self(request: ReadingRequest) -> Person:
    return get_object_or_404(Person, pk=request.reader.person_id)


def _contact(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ("email", *editing.CONTACT)}


@own_router.get("/contact", response=ContactOut, summary="The own contact data")
def own_contact(request: ReadingRequest) -> dict[str, Any]:
    """404 for a key or session behind which no person stands."""
    return _contact(_self(request))


@own_router.put("/contact", response=ContactOut, summary="Change the own contact data")
def change_own_contact(request: ReadingRequest, payload: ContactIn) -> dict[str, Any]:
    """Replaces all fields. 400 for post without a postal address and for mail without an e-mail address.

    409 for a change to post that is not `confirmed`: letters instead of e-mails, and no entries in the calendar.
    """
    me = _self(request)
    if receiving.changes_to_post(me, payload.channel, payload.postal_address) and not payload.confirmed:
        raise DomainError(str(receiving.POST_WARNING), code="post_not_confirmed")
    editing.edit(me, payload.dict(), by=request.reader.actor, now=clock.now())
    return _contact(me)

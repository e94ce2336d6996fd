"""People of a board by rights, and the own contact data."""

from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import AfterValidator, StringConstraints

from foundation.values import clean_line
from foundation.web import clock
from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.boards.models import Board
from governance.boards.rules import can_see_members
from governance.mandates.composition import Place, composition
from governance.people import editing
from governance.people.models import Person
from governance.rights.request import ReadingRequest

boards_router = Router(tags=["boards"])
own_router = Router(tags=["account"])

Number = Annotated[str, StringConstraints(max_length=40), AfterValidator(clean_line)]
PostalAddress = Annotated[str, StringConstraints(max_length=300), AfterValidator(clean_line)]


class MemberOut(Strict):
    """`email` and `phone` are null for readers who see names only."""

    name: str
    seat: int
    offices: list[str]
    email: str | None
    phone: str | None


@boards_router.get("/{slug:slug}/people", response=Page[MemberOut], summary="People of a board")
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
        "email": person.email if contact else None,
        "phone": person.phone if contact else None,
    }


class ContactIn(Strict):
    """What everybody may change about themselves. The main e-mail address is changed by the board office."""

    phone: Number = ""
    mobile: Number = ""
    postal_address: PostalAddress = ""
    channel: Literal["mail", "post"] = "mail"
    language: Literal["de", "en"] = "de"


class ContactOut(ContactIn):
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
    """Replaces all fields. 400 for post without a postal address."""
    me = _self(request)
    editing.edit(me, payload.dict(), by=request.reader.actor, now=clock.now())
    return _contact(me)

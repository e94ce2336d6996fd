"""Rooms, for everybody who reads meetings."""

from typing import Any

from ninja import Query, Router

from foundation.web.schemas import Page, Paging, Strict, page_of
from governance.rights.request import ReadingRequest
from meetings.rooms.models import Room

router = Router(tags=["rooms"])


class RoomOut(Strict):
    """`place` is written in meetings like this. Of the access: true, false, or null where nobody said."""

    id: int
    place: str
    name: str
    address: str
    capacity: int | None
    video_conference: bool
    microphones: bool
    projector: bool
    wifi: bool
    step_free: bool | None
    accessible_toilet: bool | None
    induction_loop: bool | None
    accessible_parking: bool | None
    way_in: str


def _line(room: Room) -> dict[str, Any]:
    return {name: getattr(room, name) for name in RoomOut.model_fields}


@router.get("", response=Page[RoomOut], summary="List rooms")
def list_rooms(request: ReadingRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Those in use, by name."""
    page = page_of(Room.objects.visible_to(request.reader).in_use(), paging)
    return page | {"items": [_line(room) for room in page["items"]]}

"""How the seats of boards were described on a day: today's rows, with later changes taken back."""

from collections.abc import Iterable, Sequence
from datetime import date

from governance.boards.models import Seat, SeatChange
from governance.people.models import Organisation


def as_of(seats: Sequence[Seat], day: date, changes: Iterable[SeatChange] | None = None) -> Sequence[Seat]:
    """The same seats as they were on `day`, in one query, and one more where bodies have changed.

    Seats that share their board only; `changes` are those after `day` of these seats, where they are known.
    """
    if changes is None:
        changes = SeatChange.objects.filter(seat__in=[seat.pk for seat in seats], on__gt=day)
    by_key = {seat.pk: seat for seat in seats}
    changed = set()
    for change in sorted(changes, key=lambda one: one.on, reverse=True):
        for name, value in change.before.items():
            setattr(by_key[change.seat_id], name, value)
        changed.add(change.seat_id)
    _name_bodies([by_key[pk] for pk in changed])
    return seats


def _name_bodies(seats: Sequence[Seat]) -> None:
    wanted = {seat.delegating_body_id for seat in seats if seat.delegating_body_id}
    bodies = Organisation.objects.in_bulk(wanted) if wanted else {}
    for seat in seats:
        seat.delegating_body = bodies.get(seat.delegating_body_id) if seat.delegating_body_id else None

"""The course of a board: who held which seat, who led, which seats and rules changed. Never overwritten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from governance.boards.models import Board, SeatChange
from governance.mandates.models import Mandate, Office
from governance.procedure.models import RulesOfProcedure


@dataclass(frozen=True)
class Event:
    """What happened on a day; `seat` is the number of the seat it speaks of, if any."""

    day: date
    text: str
    seat: int | None = None


def course(board: Board) -> list[Event]:
    """Every event of a board since its founding, the latest first, in four queries whatever its history."""
    found = [
        Event(board.founded_on, _("The board is founded.")),
        *_mandates(board),
        *_offices(board),
        *_seats(board),
        *_rules(board),
    ]
    return sorted(found, key=lambda event: (event.day, event.seat or 0), reverse=True)


def _mandates(board: Board) -> Iterator[Event]:
    for one in Mandate.objects.real().filter(seat__board=board).select_related("seat", "person"):
        words = {"person": one.person, "number": one.seat.number, "reason": one.get_ended_reason_display()}
        yield Event(one.start, _("%(person)s takes seat %(number)s.") % words, one.seat.number)
        if one.end and one.ended_reason:
            sentence = _("%(person)s leaves seat %(number)s: %(reason)s.")
            yield Event(one.end + timedelta(days=1), sentence % words, one.seat.number)
        elif one.end:
            sentence = _("%(person)s leaves seat %(number)s.")
            yield Event(one.end + timedelta(days=1), sentence % words, one.seat.number)


def _offices(board: Board) -> Iterator[Event]:
    for one in board.offices.exclude(role=Office.Role.STAND_IN).select_related("person"):
        words = {"person": one.person, "office": one.title}
        yield Event(one.start, _("%(person)s takes office: %(office)s.") % words)
        if one.end:
            yield Event(one.end + timedelta(days=1), _("%(person)s leaves office: %(office)s.") % words)


def _seats(board: Board) -> Iterator[Event]:
    for change in SeatChange.objects.filter(seat__board=board).select_related("seat"):
        words = {"number": change.seat.number, "before": change.before["label"]}
        text = _("Seat %(number)s is described anew, before: %(before)s.") % words
        yield Event(change.on, text, change.seat.number)


def _rules(board: Board) -> Iterator[Event]:
    for rules in RulesOfProcedure.objects.current().filter(board=board).only("valid_from"):
        yield Event(rules.valid_from, _("A version of the rules comes into force."))

"""A list as it stands in a letter or a Word file becomes a roster: one line is one member of one board.

Tolerant: tabs, semicolons or commas; bullets and numbers before names; the e-mail anywhere in the line or missing.
Nothing is guessed behind anybody's back: what was understood is shown before it is written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from foundation.documents.sheets import Sheet, guarded
from foundation.values import DomainError
from foundation.web.wording import day_digits
from governance.boards.blueprints import NUMBERED
from governance.boards.models import Board, Seat
from governance.mandates.models import Mandate
from governance.mandates.roster_lines import COLUMNS, GERMAN, word
from governance.mandates.roster_state import full_name
from governance.people.naming import Name, parts

MOST_LINES = 300
_MAIL = re.compile(r"<?(?:mailto:)?([^\s<>;,\t()]+@[^\s<>;,\t()]+)>?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:\d{1,3}[.)]|[-–•·*●▪])\s*")
_NUMBERED = re.compile(rf"{NUMBERED} \d+")
# First words of a line that names the columns.
_HEADS = {"name", "namen", "nachname", "vorname", "mitglied", "mitglieder", "person", "nr", "nr."}


@dataclass(frozen=True)
class Pasted:
    """One line as it was understood."""

    number: int
    name: Name
    organisation: str
    email: str


def understood(text: str) -> list[Pasted]:
    """The members in these lines; a line of column names and empty ones are left out.

    Raises DomainError (400) for nothing at all and for too many lines.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if lines and _is_head(lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise _refusal("empty", _("Please paste at least one line with a name."))
    if len(lines) > MOST_LINES:
        words = _("More than %(most)s lines. Please paste them in parts.")
        raise _refusal("many_lines", words % {"most": MOST_LINES})
    return [_line(number, line) for number, line in lines]


def _refusal(code: str, words: str) -> DomainError:
    return DomainError(words, code=code, status=400, fields={"text": words})


def _is_head(line: str) -> bool:
    first = re.split(r"[\t;,]", line.strip())[0].strip().casefold()
    return first in _HEADS and "@" not in line


def _line(number: int, line: str) -> Pasted:
    found = _MAIL.search(line)
    email = found[1].strip(".").lower() if found else ""
    rest = _BULLET.sub("", line.replace(found[0], "") if found else line)
    name, organisation = _halves(rest)
    return Pasted(number, parts(name), organisation, email)


def _halves(rest: str) -> tuple[str, str]:
    """Name and organisation. A comma may part the two, or the family name from the given one: the second where the
    line has a better separator, and where a single word stands before it."""
    for separator in ("\t", ";"):
        if separator in rest:
            cells = [cell.strip(" ,") for cell in rest.split(separator)]
            named = [cell for cell in cells if cell and not re.fullmatch(r"\d{1,3}\.?", cell)]
            return (named[0] if named else "", ", ".join(named[1:]))
    cells = [cell.strip() for cell in rest.split(",") if cell.strip()]
    if len(cells) > 1 and " " not in cells[0] and len(cells[1].split()) <= 4:
        return f"{cells[0]}, {cells[1]}", ", ".join(cells[2:])
    return (cells[0] if cells else "", ", ".join(cells[1:]))


def roster(
    pasted: Sequence[Pasted], board: Board, *, start: date, end: date | None, document: str, today: date
) -> Sheet:
    """The lines as a roster of `board`, which is examined and taken over like any other.

    A member known on the board keeps the seat. Everybody else gets the vacant seat of the same organisation, else the
    next vacant one; a seat that has but a number is called after the organisation. Raises DomainError (409) where the
    board has too few vacant seats.
    """
    seats = _Seats(board, today)
    placed = [(one, seats.of(one)) for one in pasted]
    if missing := sum(seat is None for _one, seat in placed):
        words = _("%(count)s names find no vacant seat. Of %(seats)s seats, %(vacant)s are vacant.")
        counts = {"count": missing, "seats": seats.total, "vacant": seats.vacant}
        raise DomainError(words % counts, code="few_seats", fields={"text": words % counts})
    said = {
        "start": day_digits(start),
        "end": day_digits(end) if end else "",
        "appointed_on": day_digits(min(start, today)),
        "document": document,
    }
    rows = [(one.number, _cells(one, seat, said)) for one, seat in placed if seat]
    return Sheet([names[GERMAN] for names in COLUMNS.values()], rows)


def _cells(one: Pasted, seat: Seat, said: dict[str, str]) -> list[str]:
    row = dict.fromkeys(COLUMNS, "") | {
        "board": seat.board.short_name,
        "seat": str(seat.number),
        "label": one.organisation if _NUMBERED.fullmatch(seat.label) else "",
        "form_of_address": word("form_of_address", one.name.form_of_address),
        "academic_title": one.name.academic_title,
        "given_name": one.name.given_name,
        "family_name": one.name.family_name,
        "email": one.email,
        **said,
    }
    return [guarded(cell) for cell in row.values()]


class _Seats:
    """The seats of a board while names find theirs."""

    def __init__(self, board: Board, today: date) -> None:
        every = list(board.seats.to_fill(today).select_related("board", "delegating_body").order_by("number"))
        held = Mandate.objects.held_on(today).filter(seat__board=board).select_related("person")
        self.holders = {mandate.seat_id: mandate.person for mandate in held}
        self.seats = every
        self.free = [seat for seat in every if seat.pk not in self.holders]
        self.total, self.vacant = len(every), len(self.free)

    def of(self, one: Pasted) -> Seat | None:
        if own := self._own(one):
            return own
        chosen = next(self._fitting(one.organisation), None) or next(self._in_order(), None)
        if chosen:
            self.free.remove(chosen)
        return chosen

    def _own(self, one: Pasted) -> Seat | None:
        name = full_name(one.name.given_name, one.name.family_name)
        for seat in self.seats:
            person = self.holders.get(seat.pk)
            if person and (person.email == one.email or full_name(person.given_name, person.family_name) == name):
                return seat
        return None

    def _fitting(self, organisation: str) -> Iterator[Seat]:
        """Vacant seats that are called like the organisation, or that it fills."""
        words = organisation.casefold()
        for seat in self.free if words else []:
            body = seat.delegating_body.name.casefold() if seat.delegating_body else ""
            if words == body or seat.label.casefold().startswith(words):
                yield seat

    def _in_order(self) -> Iterator[Seat]:
        """Seats nothing is known of come first."""
        return iter(sorted(self.free, key=lambda seat: (not _NUMBERED.fullmatch(seat.label), seat.number)))

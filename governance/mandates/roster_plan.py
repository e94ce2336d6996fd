"""What a roster would change, line by line, before anything is written."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from foundation.documents.sheets import Sheet
from foundation.values import DomainError
from foundation.web.wording import day_digits
from governance.boards.models import Board, Seat, SeatChange
from governance.mandates.appointing import check_made, check_seat_is_open, status_on
from governance.mandates.groups import no_member
from governance.mandates.models import Mandate, Office
from governance.mandates.roster_lines import COLUMNS, GERMAN, PERSON, Line, columns_of, parse
from governance.mandates.roster_state import Known, Span, full_name, load, overlaps
from governance.people.models import Organisation, Person

NEW, CHANGED, UNCHANGED, ERROR = "new", "changed", "unchanged", "error"
SEAT_TEXTS = ("kind", "label", "sector")
BODY_KINDS = {"politics": "faction", "science": "science", "associations": "association", "public": "city"}


@dataclass
class Verdict:
    """One line of the report: `state` is new, changed, unchanged or error; notes say what, problems why not."""

    number: int
    title: str
    state: str
    notes: list[str]
    problems: list[tuple[str, str]]


@dataclass
class Plan:
    """The report and the rows that carrying it out would write. Nothing is written while a line has an error."""

    encoding: str
    ignored: list[str]
    verdicts: list[Verdict] = field(default_factory=list)
    bodies: list[Organisation] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    changed_seats: dict[int, tuple[Seat, set[str]]] = field(default_factory=dict)
    seat_changes: dict[int, SeatChange] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    changed_people: dict[object, tuple[Person, set[str]]] = field(default_factory=dict)
    mandates: list[Mandate] = field(default_factory=list)
    changed_mandates: dict[int, tuple[Mandate, set[str]]] = field(default_factory=dict)
    offices: list[Office] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(verdict.state == state for verdict in self.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        return {state: self.count(state) for state in (NEW, CHANGED, UNCHANGED, ERROR)}

    @property
    def is_refused(self) -> bool:
        return any(verdict.state == ERROR for verdict in self.verdicts)

    @property
    def is_empty(self) -> bool:
        return all(verdict.state == UNCHANGED for verdict in self.verdicts)

    @property
    def fingerprint(self) -> str:
        """The same for the same report: what was confirmed is what is carried out."""
        told = "\n".join(f"{one.number}|{one.title}|{one.state}|{one.notes}" for one in self.verdicts)
        return hashlib.sha256(told.encode()).hexdigest()


def examine(sheet: Sheet, *, today: date) -> Plan:
    """The dry run: what is new, changed, unchanged or wrong, by line. Reads only, in eight queries.

    Empty cells change nothing. Raises DomainError (400) for a header that cannot be used.
    """
    try:
        places, ignored = columns_of(sheet.header)
    except ValueError as error:
        raise DomainError(str(error), code="roster_header", status=400) from error
    plan, known = Plan(sheet.encoding, ignored), load(today)
    said: dict[object, dict[str, str]] = {}
    for number, cells in sheet.rows:
        plan.verdicts.append(_Reading(known, plan, parse(number, cells, places), said).verdict())
    return plan


class _Reading:
    """One line on its way into the plan. `said` keeps what earlier lines of the file said of a seat or person."""

    def __init__(self, known: Known, plan: Plan, line: Line, said: dict[object, dict[str, str]]) -> None:
        self.known, self.plan, self.line, self.said = known, plan, line, said
        self.notes: list[str] = []
        self.state = UNCHANGED

    def verdict(self) -> Verdict:
        line = self.line
        board = self.known.boards.get(line.text["board"].casefold())
        if board is None and line.text["board"]:
            names = ", ".join(dict.fromkeys(one.short_name for one in self.known.boards.values()))
            line.refuse("board", _("There is no board with this name. There are: %(names)s.") % {"names": names})
        if board and not line.problems:
            self._take(board)
        name = " ".join(line.text[key] for key in ("given_name", "family_name") if line.text[key])
        title = f"{board.short_name if board else line.text['board']} {line.seat or ''}".strip()
        problems = [(COLUMNS[one.column][GERMAN] if one.column else "", one.words) for one in line.problems]
        return Verdict(
            line.number,
            f"{title}: {name}" if name else title,
            ERROR if problems else self.state,
            [] if problems else self.notes,
            problems,
        )

    def _take(self, board: Board) -> None:
        seat = self._seat(board)
        person = self._person() if seat else None
        if seat is None or person is None or self.line.problems:
            return
        mandate = self._mandate(seat, person)
        if mandate and not self.line.problems:
            self._office(seat, mandate)

    def _note(self, words: str, state: str = CHANGED) -> None:
        self.notes.append(words)
        if self.state != NEW:
            self.state = state

    def _repeats(self, key: object, columns: tuple[str, ...]) -> bool:
        """Whether the line says nothing else of this seat or person than an earlier one did."""
        before = self.said.setdefault(key, {})
        for column in columns:
            text = self.line.text[column]
            if text and before.setdefault(column, text) != text:
                self.line.refuse(column, _("Another row says “%(word)s” here.") % {"word": before[column]})
        return not self.line.problems

    # seats

    def _seat(self, board: Board) -> Seat | None:
        line, key = self.line, (board.pk, self.line.seat)
        if not self._repeats(key, (*SEAT_TEXTS, "body", "voting")):
            return None
        seat = self.known.seats.get(key)
        if seat is None:
            return self._new_seat(board)
        if line.text["voting"] and bool(int(line.text["voting"])) != seat.voting:
            line.refuse("voting", _("The vote of a seat that exists is not changed by a list."))
        changed = {name for name in SEAT_TEXTS if line.text[name] and line.text[name] != getattr(seat, name)}
        body = self._body(line.text["sector"] or seat.sector)
        if (line.text["kind"] or seat.kind) == Seat.Kind.DELEGATED and not (body or seat.delegating_body):
            line.refuse("body", _("Please name the body that fills this seat."))
        if line.problems:
            return None
        before = {name: getattr(seat, name) for name in Seat.DESCRIPTION}
        for name in changed:
            setattr(seat, name, line.text[name])
        if body and body is not seat.delegating_body and body.name != getattr(seat.delegating_body, "name", ""):
            seat.delegating_body = body
            changed.add("delegating_body")
        if changed and seat.pk and seat.since and seat.since > self.known.today:
            line.refuse("seat", _("The seat begins later. Please choose a later day."))
        elif changed and seat.pk:
            _seat, fields = self.plan.changed_seats.setdefault(seat.pk, (seat, set()))
            fields |= changed
            self.plan.seat_changes.setdefault(seat.pk, SeatChange(seat=seat, on=self.known.today, before=before))
            self._note(_("Seat changed"))
        return seat

    def _new_seat(self, board: Board) -> Seat | None:
        line = self.line
        for name in SEAT_TEXTS:
            if not line.text[name]:
                line.refuse(name, _("Needed for a new seat."))
        body = self._body(line.text["sector"])
        if line.text["kind"] == Seat.Kind.DELEGATED and body is None:
            line.refuse("body", _("Please name the body that fills this seat."))
        if line.problems:
            return None
        texts = {name: line.text[name] for name in SEAT_TEXTS}
        voting = line.text["voting"] != "0"
        first = line.days.get("start", self.known.today)
        since = first if first > board.founded_on else None
        seat = Seat(board=board, number=line.seat, voting=voting, delegating_body=body, since=since, **texts)
        self.known.seats[board.pk, line.seat] = seat
        self.plan.seats.append(seat)
        self._note(_("Seat new"), NEW)
        return seat

    def _body(self, sector: str) -> Organisation | None:
        name = self.line.text["body"]
        if not name:
            return None
        body = self.known.bodies.get(name.casefold())
        if body is None and not self.line.problems:
            body = Organisation(name=name, kind=BODY_KINDS.get(sector, "business"))
            self.known.bodies[name.casefold()] = body
            self.plan.bodies.append(body)
            self._note(_("Organisation new: %(name)s") % {"name": name})
        return body

    # people

    def _person(self) -> Person | None:
        line, email = self.line, self.line.text["email"]
        if not line.names_a_person:
            if line.days or line.text["document"] or line.text["office"]:
                line.refuse("email", _("Please name the person, or leave the term and the office empty."))
            return None
        if email and not _is_address(email):
            line.refuse("email", _("Please give a valid e-mail address. It tells people apart."))
            return None
        person = self.known.people.get(email) if email else self._by_name()
        if person is None:
            return self._new_person(email)
        if not self._is_same(person) or not self._repeats(person.pk, PERSON[:-2]):
            return None
        if not self._repeats(person.pk, ("phone",)):
            return None
        names = [name for name in PERSON if name != "email"]
        changed = {name for name in names if line.text[name] and line.text[name] != getattr(person, name)}
        for name in changed:
            setattr(person, name, line.text[name])
        if changed and not person._state.adding:
            _person, fields = self.plan.changed_people.setdefault(person.pk, (person, set()))
            fields |= changed
            columns = ", ".join(COLUMNS[name][GERMAN] for name in names if name in changed)
            self._note(_("Person changed: %(names)s") % {"names": columns})
        return person

    def _by_name(self) -> Person | None:
        """Without an address the full name tells people apart."""
        return self.known.names.get(full_name(self.line.text["given_name"], self.line.text["family_name"]))

    def _is_same(self, person: Person) -> bool:
        """One of the two names may be corrected; where both differ, somebody else is meant."""
        names = ("given_name", "family_name")
        said = {name: self.line.text[name].casefold() for name in names if self.line.text[name]}
        differ = [name for name, text in said.items() if text != getattr(person, name).casefold()]
        if len(differ) == 2:
            self.line.refuse("email", _("This address belongs to %(person)s.") % {"person": person})
        return len(differ) < 2

    def _new_person(self, email: str) -> Person | None:
        line = self.line
        for name in ("given_name", "family_name"):
            if not line.text[name]:
                line.refuse(name, _("Needed for a new person."))
        twin = self._by_name()
        if twin and not line.problems:
            line.refuse("email", _known_as(twin))
        if line.problems:
            return None
        texts = {name: line.text[name] for name in PERSON if line.text[name]}
        person = Person(**texts) if email else Person(**texts).without_mail()
        self._repeats(person.pk, PERSON)
        self.known.add_person(person)
        self.plan.people.append(person)
        self._note(_("Person new, with a login") if email else _("Person new, without e-mail: by post"), NEW)
        return person

    # mandates and offices

    def _mandate(self, seat: Seat, person: Person) -> Mandate | None:
        line = self.line
        if "start" not in line.days:
            line.refuse("start", _("Please give the first day of the mandate."))
            return None
        key, span = (seat.board_id, seat.number), (line.days["start"], line.days.get("end"))
        on_seat = self.known.mandates[key]
        same = next((m for m in on_seat if m.person_id == person.pk and m.start == span[0]), None)
        if same:
            return self._known_mandate(same)
        for name in ("appointed_on", "document"):
            if not line.text[name]:
                line.refuse(name, _("Needed for a new mandate."))
        self._check_made()
        taken = next((m for m in on_seat if overlaps((m.start, m.end), span)), None)
        if taken:
            since = {"person": taken.person, "day": day_digits(taken.start)}
            line.refuse("start", _("Seat taken: %(person)s holds it since %(day)s. End that mandate first.") % since)
        self._check_seat(seat, span)
        if seat.voting:
            self._check_vote(seat, person, span)
            self._check_membership(seat, person, span[0])
        return None if line.problems else self._new_mandate(seat, person, span)

    def _check_made(self) -> None:
        try:
            check_made(self.line.days.get("appointed_on", self.known.today), self.known.today)
        except DomainError as error:
            self.line.refuse("appointed_on", error.message)

    def _check_seat(self, seat: Seat, span: Span) -> None:
        """A new seat begins with the first of its rows."""
        if seat.pk is None:
            seat.since = min(seat.since, span[0]) if seat.since and span[0] > seat.board.founded_on else None
            return
        try:
            check_seat_is_open(seat, *span)
        except DomainError as error:
            self.line.refuse("start", error.message)

    def _check_membership(self, seat: Seat, person: Person, day: date) -> None:
        """As `groups.check_membership`, with the rows before this one."""
        parent = seat.board.parent_id
        if parent and not any(overlaps(held, (day, day)) for held in self.known.held[person.pk, parent]):
            board = next(board for board in self.known.boards.values() if board.pk == parent)
            self.line.refuse("voting", no_member(person, board))

    def _check_vote(self, seat: Seat, person: Person, span: tuple[date, date | None]) -> None:
        if any(overlaps(other, span) for other in self.known.votes[person.pk, seat.board_id]):
            words = _("%(person)s has a seat with a vote on this board already.") % {"person": person}
            self.line.refuse("voting", words)
        if any(overlaps(other, span) for other in self.known.managers[person.pk]):
            words = _("%(person)s belongs to the management. The management is never a voting member.")
            self.line.refuse("voting", words % {"person": person})

    def _new_mandate(self, seat: Seat, person: Person, span: tuple[date, date | None]) -> Mandate:
        mandate = Mandate(
            seat=seat,
            person=person,
            start=span[0],
            end=span[1],
            appointed_on=self.line.days["appointed_on"],
            document=self.line.text["document"],
            **status_on(*span, self.known.today),
        )
        self.known.add_mandate(mandate)
        self.plan.mandates.append(mandate)
        self._note(_("Mandate from %(day)s") % {"day": day_digits(span[0])}, NEW)
        return mandate

    def _known_mandate(self, mandate: Mandate) -> Mandate | None:
        line = self.line
        if "end" in line.days and line.days["end"] != mandate.end:
            line.refuse("end", _("A mandate ends on the page of its seat, where the consequences are shown."))
            return None
        values = {"appointed_on": line.days.get("appointed_on"), "document": line.text["document"]}
        changed = {name for name, value in values.items() if value and value != getattr(mandate, name)}
        if changed and mandate.pk is None:
            line.refuse("start", _("Another row appoints this person to this seat on the same day."))
            return None
        if "appointed_on" in changed:
            self._check_made()
        for name in changed:
            setattr(mandate, name, values[name])
        if changed:
            _mandate, fields = self.plan.changed_mandates.setdefault(mandate.pk, (mandate, set()))
            fields |= changed
            self._note(_("Appointment corrected"))
        return mandate

    def _office(self, seat: Seat, mandate: Mandate) -> None:
        role, today = self.line.text["office"], self.known.today
        if not role:
            return
        held = self.known.offices[seat.board_id, role]
        if any(office.person_id == mandate.person_id and self.known.runs(office) for office in held):
            return
        start = mandate.start if mandate.pk is None else max(mandate.start, today)
        if mandate.end and mandate.end < max(start, today):
            self.line.refuse("office", _("The chair needs a mandate that runs."))
        elif role == Office.Role.CHAIR and any(one.end is None or one.end >= start for one in held):
            self.line.refuse("office", _("This board has a chair already. End that office first."))
        else:
            ex_officio = seat.kind == Seat.Kind.EX_OFFICIO
            position = max((one.position for one in held), default=0) + 1 if role == Office.Role.DEPUTY else 1
            values = {"role": role, "position": position, "ex_officio": ex_officio, "start": start}
            office = Office(board=seat.board, person=mandate.person, **values)
            held.append(office)
            self.plan.offices.append(office)
            self._note(_("Office from %(day)s") % {"day": day_digits(start)})


def _known_as(twin: Person) -> str:
    if not twin.has_mail:
        return _("%(person)s is known without an e-mail address. Enter it on the page of the person.") % {
            "person": twin
        }
    words = _("%(person)s is known under %(email)s. Use that address, or add a namesake on the page “People”.")
    return words % {"person": twin, "email": twin.email}


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True

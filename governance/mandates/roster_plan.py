"""What a roster would change, line by line, before anything is written."""

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
from governance.mandates.roster_verdicts import CHANGED, ERROR, NEW, UNCHANGED, Plan, Verdict
from governance.people.models import Organisation, Person

SEAT_TEXTS = ("kind", "label", "sector")
SEAT = ("board", "seat", "body", "voting", *SEAT_TEXTS)
MANDATE = ("start", "end", "appointed_on", "document")
BODY_KINDS = {"politics": "faction", "science": "science", "associations": "association", "public": "city"}


def examine(sheet: Sheet, *, today: date) -> Plan:
    """The dry run: what is new, changed, unchanged or wrong, by line. Reads only, in eight queries.

    A line is told everything that can be known to be wrong with it, whatever else is. Empty cells change nothing.
    Raises DomainError (400) for a header that cannot be used.
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
    """One line on its way into the plan. `said` keeps what earlier lines of the file said of a seat or person.

    Each part is checked with what the others make known. A seat, person or mandate that is refused stands for itself
    in the checks of the line, and stays out of what is known to later lines.
    """

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
        self._read(board)
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

    def _read(self, board: Board | None) -> None:
        seat = self._seat(board) if board and self.line.seat else None
        if not self.line.names_a_person:
            if any(self.line.says(column) for column in (*MANDATE, "office")):
                self.line.refuse("email", _("Please name the person, or leave the term and the office empty."))
            return
        mandate = self._mandate(seat, self._person())
        if mandate:
            self._office(mandate)

    def _note(self, words: str, state: str = CHANGED) -> None:
        self.notes.append(words)
        if self.state != NEW:
            self.state = state

    def _need(self, columns: tuple[str, ...], words: str) -> None:
        for column in columns:
            if not self.line.says(column):
                self.line.refuse(column, words)

    def _compare(self, key: object, columns: tuple[str, ...]) -> None:
        """The line may say nothing else of this seat or person than an earlier one did."""
        before = self.said.setdefault(key, {})
        for column in columns:
            text = self.line.text[column]
            if text and before.setdefault(column, text) != text:
                self.line.refuse(column, _("Another row says “%(word)s” here.") % {"word": before[column]})

    # seats

    def _seat(self, board: Board) -> Seat:
        line, key = self.line, (board.pk, self.line.seat)
        self._compare(key, (*SEAT_TEXTS, "body", "voting"))
        seat = self.known.seats.get(key)
        if seat is None:
            return self._new_seat(board)
        if line.text["voting"] and bool(int(line.text["voting"])) != seat.voting:
            line.refuse("voting", _("The vote of a seat that exists is not changed by a list."))
        changed = {name for name in SEAT_TEXTS if line.text[name] and line.text[name] != getattr(seat, name)}
        body = self._body(line.text["sector"] or seat.sector)
        if (line.text["kind"] or seat.kind) == Seat.Kind.DELEGATED and not seat.delegating_body:
            self._need(("body",), _("Please name the body that fills this seat."))
        if body and body is not seat.delegating_body and body.name != getattr(seat.delegating_body, "name", ""):
            changed.add("delegating_body")
        if changed and seat.pk and seat.since and seat.since > self.known.today:
            line.refuse("seat", _("The seat begins later. Please choose a later day."))
        if changed and not line.refused(*SEAT):
            self._change_seat(seat, changed, body)
        return seat

    def _change_seat(self, seat: Seat, changed: set[str], body: Organisation | None) -> None:
        before = {name: getattr(seat, name) for name in Seat.DESCRIPTION}
        for name in changed & set(SEAT_TEXTS):
            setattr(seat, name, self.line.text[name])
        if "delegating_body" in changed:
            seat.delegating_body = body
        if seat.pk:
            _seat, fields = self.plan.changed_seats.setdefault(seat.pk, (seat, set()))
            fields |= changed
            self.plan.seat_changes.setdefault(seat.pk, SeatChange(seat=seat, on=self.known.today, before=before))
            self._note(_("Seat changed"))

    def _new_seat(self, board: Board) -> Seat:
        line = self.line
        self._need(SEAT_TEXTS, _("Needed for a new seat."))
        if line.text["kind"] == Seat.Kind.DELEGATED:
            self._need(("body",), _("Please name the body that fills this seat."))
        body = self._body(line.text["sector"])
        texts = {name: line.text[name] for name in SEAT_TEXTS}
        voting = line.text["voting"] != "0"
        first = line.days.get("start", self.known.today)
        since = first if first > board.founded_on else None
        seat = Seat(board=board, number=line.seat, voting=voting, delegating_body=body, since=since, **texts)
        if not line.refused(*SEAT):
            self.known.seats[board.pk, line.seat] = seat
            self.plan.seats.append(seat)
            self._note(_("Seat new"), NEW)
        return seat

    def _body(self, sector: str) -> Organisation | None:
        name = self.line.text["body"]
        if not name:
            return None
        body = self.known.bodies.get(name.casefold())
        if body is None and not self.line.refused(*SEAT):
            body = Organisation(name=name, kind=BODY_KINDS.get(sector, "business"))
            self.known.bodies[name.casefold()] = body
            self.plan.bodies.append(body)
            self._note(_("Organisation new: %(name)s") % {"name": name})
        return body

    # people

    def _person(self) -> Person | None:
        """Who is meant; None where that cannot be told."""
        line, email = self.line, self.line.text["email"]
        if email and not _is_address(email):
            line.refuse("email", _("Please give a valid e-mail address. It tells people apart."))
        if line.refused("email"):
            return None
        person = self.known.people.get(email) if email else self._by_name()
        if person is None:
            return self._new_person(email)
        if not self._is_same(person):
            return None
        names = tuple(name for name in PERSON if name != "email")
        self._compare(person.pk, names)
        changed = [name for name in names if line.text[name] and line.text[name] != getattr(person, name)]
        if not line.refused(*PERSON):
            self._change_person(person, changed)
        return person

    def _change_person(self, person: Person, changed: list[str]) -> None:
        for name in changed:
            setattr(person, name, self.line.text[name])
        if changed and not person._state.adding:
            _person, fields = self.plan.changed_people.setdefault(person.pk, (person, set()))
            fields |= set(changed)
            columns = ", ".join(COLUMNS[name][GERMAN] for name in changed)
            self._note(_("Person changed: %(names)s") % {"names": columns})

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
        self._need(("given_name", "family_name"), _("Needed for a new person."))
        twin = self._by_name()
        if twin:
            line.refuse("email", _known_as(twin))
            return None
        texts = {name: line.text[name] for name in PERSON if line.text[name]}
        person = Person(**texts) if email else Person(**texts).without_mail()
        if line.refused(*PERSON):
            return person if email else None
        self._compare(person.pk, PERSON)
        self.known.add_person(person)
        self.plan.people.append(person)
        self._note(_("Person new, with a login") if email else _("Person new, without e-mail: by post"), NEW)
        return person

    # mandates and offices

    def _mandate(self, seat: Seat | None, person: Person | None) -> Mandate | None:
        """The mandate the line is about; None where seat, person or first day cannot be told."""
        self._need(("start",), _("Please give the first day of the mandate."))
        self._check_made()
        if seat is None:
            return None
        span, on_seat = self._span(), self.known.mandates[seat.board_id, seat.number]
        # What the line leaves open may be any of the seat's mandates.
        same = [m for m in on_seat if person is None or m.person_id == person.pk]
        same = [m for m in same if span is None or m.start == span[0]]
        if not same:
            self._need(("appointed_on", "document"), _("Needed for a new mandate."))
            if span:
                self._check_seat(seat, span)
        if person is None or span is None:
            return None
        if same:
            return self._known_mandate(same[0])
        if seat.voting and not (seat.pk is None and self.line.refused("voting")):
            self._check_vote(seat, person, span)
            self._check_membership(seat, person, span[0])
        return self._new_mandate(seat, person, span)

    def _span(self) -> Span | None:
        """The days of the mandate as far as they are understood: with an end that is refused, the first day alone."""
        start = self.line.days.get("start")
        if start is None:
            return None
        return (start, start if self.line.refused("end") else self.line.days.get("end"))

    def _check_made(self) -> None:
        try:
            check_made(self.line.days.get("appointed_on", self.known.today), self.known.today)
        except DomainError as error:
            self.line.refuse("appointed_on", error.message)

    def _check_seat(self, seat: Seat, span: Span) -> None:
        """Nobody else holds the seat then, and it exists. A new seat begins with the first of its rows."""
        on_seat = self.known.mandates[seat.board_id, seat.number]
        taken = next((m for m in on_seat if overlaps((m.start, m.end), span)), None)
        if taken:
            since = {"person": taken.person, "day": day_digits(taken.start)}
            words = _("Seat taken: %(person)s holds it since %(day)s. End that mandate first.") % since
            self.line.refuse("start", words)
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

    def _check_vote(self, seat: Seat, person: Person, span: Span) -> None:
        if any(overlaps(other, span) for other in self.known.votes[person.pk, seat.board_id]):
            words = _("%(person)s has a seat with a vote on this board already.") % {"person": person}
            self.line.refuse("voting", words)
        if any(overlaps(other, span) for other in self.known.managers[person.pk]):
            words = _("%(person)s belongs to the management. The management is never a voting member.")
            self.line.refuse("voting", words % {"person": person})

    def _new_mandate(self, seat: Seat, person: Person, span: Span) -> Mandate:
        mandate = Mandate(
            seat=seat,
            person=person,
            start=span[0],
            end=self.line.days.get("end"),
            appointed_on=self.line.days.get("appointed_on", self.known.today),
            document=self.line.text["document"],
            **status_on(*span, self.known.today),
        )
        if not self.line.refused(*MANDATE, "voting"):
            self.known.add_mandate(mandate)
            self.plan.mandates.append(mandate)
            self._note(_("Mandate from %(day)s") % {"day": day_digits(span[0])}, NEW)
        return mandate

    def _known_mandate(self, mandate: Mandate) -> Mandate:
        line = self.line
        if "end" in line.days and line.days["end"] != mandate.end:
            line.refuse("end", _("A mandate ends on the page of its seat, where the consequences are shown."))
        values = {"appointed_on": line.days.get("appointed_on"), "document": line.text["document"]}
        changed = {name for name, value in values.items() if value and value != getattr(mandate, name)}
        if changed and mandate.pk is None:
            line.refuse("start", _("Another row appoints this person to this seat on the same day."))
        elif changed and not line.refused(*MANDATE):
            for name in changed:
                setattr(mandate, name, values[name])
            _mandate, fields = self.plan.changed_mandates.setdefault(mandate.pk, (mandate, set()))
            fields |= changed
            self._note(_("Appointment corrected"))
        return mandate

    def _office(self, mandate: Mandate) -> None:
        seat, role, today = mandate.seat, self.line.text["office"], self.known.today
        if not role:
            return
        held = self.known.offices[seat.board_id, role]
        if any(office.person_id == mandate.person_id and self.known.runs(office) for office in held):
            return
        start = mandate.start if mandate.pk is None else max(mandate.start, today)
        if mandate.end and mandate.end < max(start, today):
            self.line.refuse("office", _("The chair needs a mandate that runs."))
        if role == Office.Role.CHAIR and any(one.end is None or one.end >= start for one in held):
            self.line.refuse("office", _("This board has a chair already. End that office first."))
        if not self.line.refused("office"):
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

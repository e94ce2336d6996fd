"""Rosters: taking over a list of seats and people at once, and giving it out in the same shape."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.documents.sheets import Sheet
from foundation.journal.recording import record, record_all
from foundation.values import BERLIN, Actor, DomainError
from governance.boards.models import Board, Seat, SeatChange
from governance.mandates.models import Mandate, Office
from governance.mandates.roster_lines import COLUMNS, GERMAN, PERSON, word
from governance.mandates.roster_plan import examine
from governance.mandates.roster_state import Known, load
from governance.mandates.roster_verdicts import Plan
from governance.people.models import Organisation, Person

BATCH = 500


def take_over(sheet: Sheet, *, shown: str, by: Actor, now: datetime) -> Plan:
    """Carry out the plan whose fingerprint was `shown` and confirmed: everything in one transaction, or nothing.

    The same as by hand (seating, registering, appointing, leading), with the same guards and journal entries, in
    bulk: the number of queries grows by one per table and 500 rows. Raises DomainError: 400 while a line has an
    error, 409 when the boards have changed since the plan was shown.
    """
    try:
        with transaction.atomic():
            return _take_over(sheet, shown, by, now)
    except IntegrityError as error:  # somebody registered or appointed the same at this very moment
        raise _outdated() from error


def _outdated() -> DomainError:
    return DomainError(
        _("The boards have changed meanwhile. Please look at the new check and confirm again."),
        code="roster_outdated",
    )


def _take_over(sheet: Sheet, shown: str, by: Actor, now: datetime) -> Plan:
    list(Board.objects.select_for_update(no_key=True).order_by("pk"))
    plan = examine(sheet, today=now.astimezone(BERLIN).date())
    if plan.is_refused:
        raise DomainError(_("Rows with errors remain. Nothing was taken over."), code="roster_refused", status=400)
    if plan.fingerprint != shown:
        raise _outdated()
    entries = [*_write_seats(plan, now), *_write_people(plan), *_write_mandates(plan)]
    record_all(entries, by=by, now=now)
    if entries:
        record("roster.taken_over", "roster", by=by, now=now, **plan.counts)
    return plan


Entry = tuple[str, str, dict[str, object]]


def _write_seats(plan: Plan, now: datetime) -> Iterator[Entry]:
    Organisation.objects.bulk_create(plan.bodies, batch_size=BATCH)
    Seat.objects.bulk_create(plan.seats, batch_size=BATCH)
    for name in ("kind", "label", "sector", "delegating_body"):
        changed = [seat for seat, fields in plan.changed_seats.values() if name in fields]
        Seat.objects.bulk_update(changed, [name], batch_size=BATCH)
    for change in plan.seat_changes.values():
        change.recorded_at = now
    SeatChange.objects.bulk_create(plan.seat_changes.values(), ignore_conflicts=True, batch_size=BATCH)
    for body in plan.bodies:
        yield "organisation.added", body.key, {}
    for seat in plan.seats:
        since = str(seat.since or seat.board.founded_on)
        yield "seat.added", f"seat:{seat.pk}", {"board": seat.board_id, "since": since}
    for seat, fields in plan.changed_seats.values():
        yield "seat.changed", f"seat:{seat.pk}", {"on": str(plan.seat_changes[seat.pk].on), "fields": sorted(fields)}


def _write_people(plan: Plan) -> Iterator[Entry]:
    reachable = [person for person in plan.people if person.has_mail]
    emails = [person.email for person in reachable]
    known = {user.email: user for user in User.objects.filter(email__in=emails, person__isnull=True)}
    fresh = [_login(person) for person in reachable if person.email not in known]
    known |= {user.email: user for user in User.objects.bulk_create(fresh, batch_size=BATCH)}
    for person in reachable:
        person.user = known[person.email]
    Person.objects.bulk_create(plan.people, batch_size=BATCH)
    for name in PERSON:
        changed = [person for person, fields in plan.changed_people.values() if name in fields]
        Person.objects.bulk_update(changed, [name], batch_size=BATCH)
    for person in plan.people:
        yield "person.registered", person.key, {"login": person.has_mail}
    for person, fields in plan.changed_people.values():
        yield "person.edited", person.key, {"fields": sorted(fields)}


def _login(person: Person) -> User:
    user = User(email=person.email, name=str(person))
    user.set_unusable_password()
    return user


def _write_mandates(plan: Plan) -> Iterator[Entry]:
    Mandate.objects.bulk_create(plan.mandates, batch_size=BATCH)
    for name in ("appointed_on", "document"):
        changed = [mandate for mandate, fields in plan.changed_mandates.values() if name in fields]
        Mandate.objects.bulk_update(changed, [name], batch_size=BATCH)
    Office.objects.bulk_create(plan.offices, batch_size=BATCH)
    for mandate in plan.mandates:
        facts: dict[str, object] = {"seat": mandate.seat.pk, "status": str(mandate.status)}
        yield "mandate.appointed", f"mandate:{mandate.pk}", facts
    for mandate, fields in plan.changed_mandates.values():
        yield "mandate.corrected", f"mandate:{mandate.pk}", {"fields": sorted(fields)}
    for office in plan.offices:
        yield "office.held", f"office:{office.pk}", {"board": office.board_id, "role": office.role}


def header(language: int = GERMAN) -> list[str]:
    """The names of the columns; `language` is GERMAN or ENGLISH of `roster_lines`."""
    return [names[language] for names in COLUMNS.values()]


def rows(today: date, language: int = GERMAN) -> Iterator[list[str]]:
    """Every seat of every board with its holder and successors, vacant seats without a person.

    Taken over again, these rows change nothing.
    """
    known = load(today)
    for key, seat in known.seats.items():
        running = [m for m in known.mandates[key] if m.end is None or m.end >= today]
        for mandate in running:
            yield list(_row(known, seat, mandate, language).values())
        if not running:
            yield list(_row(known, seat, None, language).values())


def _row(known: Known, seat: Seat, mandate: Mandate | None, language: int) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "") | {
        "board": seat.board.short_name,
        "seat": str(seat.number),
        "kind": word("kind", seat.kind, language),
        "label": seat.label,
        "body": seat.delegating_body.name if seat.delegating_body else "",
        "sector": word("sector", seat.sector, language),
        "voting": word("voting", "1" if seat.voting else "0", language),
    }
    if mandate is None:
        return row
    row |= {name: getattr(mandate.person, name) for name in PERSON} | {"email": mandate.person.shown_email}
    row["form_of_address"] = word("form_of_address", mandate.person.form_of_address, language)
    for name in ("start", "end", "appointed_on"):
        day = getattr(mandate, name)
        row[name] = f"{day:%d.%m.%Y}" if day else ""
    return row | {"document": mandate.document, "office": _office(known, seat, mandate, language)}


def _office(known: Known, seat: Seat, mandate: Mandate, language: int) -> str:
    for role in (Office.Role.CHAIR, Office.Role.DEPUTY):
        held = known.offices[seat.board_id, role]
        if any(office.person_id == mandate.person_id and known.runs(office) for office in held):
            return word("office", role, language)
    return ""

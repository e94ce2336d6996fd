"""Building the Reader from facts: mandates, offices and dated assignments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, F, QuerySet, Value
from django.db.models.functions import Cast

from foundation.accounts.models import User
from foundation.prepared import Prepared
from foundation.values import Actor
from governance.confidentiality import EVERY_BOARD, MAYORS_OFFICE, Reader
from governance.mandates.models import Deputy, Mandate, Office
from governance.people.models import (
    Assistance,
    InterestDeclaration,
    PartnerAssignment,
    Person,
    StaffAssignment,
    running,
)
from governance.rights import addressing


def facts(person: UUID, today: date, year: int) -> QuerySet:
    """(what, id or role) of all dated facts about a person, in one query; `year` is that of `today`."""

    def rows(query: QuerySet, what: str | F, field: str) -> QuerySet:
        return (
            query.order_by()
            .annotate(what=what if isinstance(what, F) else Value(what), which=Cast(F(field), CharField()))
            .values_list("what", "which")
        )

    mandates = Mandate.objects.filter(person_id=person)
    held = mandates.on(today)
    sworn = held.filter(confidentiality_signed_on__lte=today)
    over = mandates.filter(status=Mandate.Status.ENDED, end__lt=today)
    offices = Office.objects.filter(running(today), person_id=person)
    roles = StaffAssignment.objects.filter(running(today), person_id=person)
    declared = InterestDeclaration.objects.filter(person_id=person, year=year)
    assistances = Assistance.objects.on(today).filter(assistant_id=person)
    deputies = Deputy.objects.in_place(today).filter(person_id=person)
    in_mayors_office = Exists(roles.filter(role=MAYORS_OFFICE))
    return rows(held, "board", "seat__board_id").union(
        rows(deputies, "deputises", "seat__board_id"),
        rows(sworn, "sworn", "seat__board_id"),
        rows(over, "former", "seat__board_id"),
        rows(offices, F("role"), "board_id"),
        rows(roles, "role", "role"),
        rows(assistances, "assists", "principal_id"),
        rows(declared, "declared", "year"),
        rows(addressing.led_by_mayor(today).filter(in_mayors_office), "addressed", "board_id"),
        rows(addressing.mayors(today).filter(in_mayors_office), "addressee", "person_id"),
        rows(addressing.office_people(today).filter(in_mayors_office), "addressee", "person_id"),
        rows(PartnerAssignment.objects.on(today).filter(person_id=person), "partner", "organisation_id"),
        all=True,
    )


_facts = Prepared(facts, UUID, date, int)


def reader_of(user: User | AnonymousUser, *, today: date, proven: bool = False) -> Reader:
    """Who reads, in one query and one for a person not read with the login (`PersonBackend`).

    A login without a person reads what the public reads. `proven`: this login has shown a second factor, without
    which neither a declaration of secrecy nor leading a board opens what is confidential (a second factor
    before level 3).
    """
    if not isinstance(user, User):
        return Reader()
    person: Person | None = getattr(user, "person", None)
    if person is None:
        return Reader(name=str(user), user_key=f"user:{user.pk}", actor=Actor(f"user:{user.pk}"))
    return reader_of_person(person, today=today, user_key=f"user:{user.pk}", proven=proven)


def readers_of(board: int, people: Iterable[UUID], day: date) -> set[UUID]:
    """Who of these people will read the board's meetings on `day`: as a member, in the place of a mandate that rests,
    or as staff for every board. One query."""
    mandates = Mandate.objects.on(day).filter(seat__board=board, person__in=people)
    deputies = Deputy.objects.in_place(day).filter(seat__board=board, person__in=people)
    staff = StaffAssignment.objects.filter(running(day), role__in=EVERY_BOARD, person__in=people)
    held, placed, every = (
        rows.order_by().values_list("person_id", flat=True) for rows in (mandates, deputies, staff)
    )
    return set(held.union(placed, every))


def reader_of_person(person: Person, *, today: date, user_key: str = "", proven: bool = False) -> Reader:
    """The same for a person known otherwise (personal link, tests, the demo)."""
    found: dict[str, set[str]] = defaultdict(set)
    for what, which in _facts(person.pk, today, today.year):
        found[what].add(which)
    held = frozenset(map(int, found["board"]))
    deputises = frozenset(map(int, found["deputises"])) - held
    boards = held | deputises
    chairs = frozenset(map(int, found[Office.Role.CHAIR] | found[Office.Role.DEPUTY]))
    stands_in, sworn = (frozenset(map(int, found[what])) & boards for what in (Office.Role.STAND_IN, "sworn"))
    confidential = sworn | stands_in | chairs & boards
    return Reader(
        name=str(person),
        user_key=user_key or person.key,
        person_id=person.pk,
        roles=frozenset(found["role"]),
        boards=boards,
        deputises=deputises,
        sworn=sworn if proven else frozenset(),
        reads_all_of=chairs & boards if proven else frozenset(),
        locked=frozenset() if proven else confidential,
        chairs=chairs & boards,
        stands_in=frozenset((board, today) for board in stands_in),
        former=frozenset(map(int, found["former"])) - boards,
        assists=frozenset(map(UUID, found["assists"])),
        addressed=frozenset(map(int, found["addressed"])),
        addressees=frozenset(map(UUID, found["addressee"])),
        partner_of=frozenset(map(int, found["partner"])),
        declared=bool(found["declared"]),
        actor=Actor(person.key),
    )

"""Building the Reader from facts: mandates, offices and dated assignments."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from foundation.accounts.models import User
from foundation.values import Actor
from governance.confidentiality import Reader
from governance.mandates.models import Mandate, Office
from governance.people.models import Assistance, InterestDeclaration, Person, StaffAssignment, running


def _facts(person: Person, today: date) -> QuerySet:
    """(what, id or role) of all dated facts about a person, in one query."""

    def rows(query: QuerySet, what: str, field: str) -> QuerySet:
        return (
            query.order_by()
            .annotate(what=Value(what), which=Cast(F(field), CharField()))
            .values_list("what", "which")
        )

    mandates = Mandate.objects.filter(person=person)
    held = mandates.on(today)
    over = mandates.filter(status=Mandate.Status.ENDED, end__lt=today)
    offices = Office.objects.filter(running(today), person=person)
    roles = StaffAssignment.objects.filter(running(today), person=person)
    declared = InterestDeclaration.objects.filter(person=person, year=today.year)
    assistances = Assistance.objects.on(today).filter(assistant=person)
    return rows(held, "board", "seat__board_id").union(
        rows(over, "former", "seat__board_id"),
        rows(offices, "chair", "board_id"),
        rows(roles, "role", "role"),
        rows(assistances, "assists", "principal_id"),
        rows(declared, "declared", "year"),
        all=True,
    )


def reader_of(user: User | AnonymousUser, *, today: date) -> Reader:
    """Who reads, in two queries; a login without a person reads what the public reads."""
    if not isinstance(user, User):
        return Reader()
    person = Person.objects.filter(user_id=user.pk).first()
    if person is None:
        return Reader(name=str(user), user_key=f"user:{user.pk}", actor=Actor(f"user:{user.pk}"))
    return reader_of_person(person, today=today, user_key=f"user:{user.pk}")


def reader_of_person(person: Person, *, today: date, user_key: str = "") -> Reader:
    """The same for a person known otherwise (API key, tests, the demo)."""
    facts: dict[str, set[str]] = defaultdict(set)
    for what, which in _facts(person, today):
        facts[what].add(which)
    boards = frozenset(map(int, facts["board"]))
    return Reader(
        name=str(person),
        user_key=user_key or person.key,
        person_id=person.pk,
        roles=frozenset(facts["role"]),
        boards=boards,
        chairs=frozenset(map(int, facts["chair"])) & boards,
        former=frozenset(map(int, facts["former"])) - boards,
        assists=frozenset(map(UUID, facts["assists"])),
        declared=bool(facts["declared"]),
        actor=Actor(person.key),
    )

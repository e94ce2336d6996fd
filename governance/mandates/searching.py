"""People, as the search finds them (`SEARCH_SOURCES`): on the seats whose holders a reader sees, and by themselves
for those who see contact data."""

from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.searching import Source, page
from governance.boards.rules import boards_with_members
from governance.confidentiality import Reader
from governance.mandates.models import Mandate
from governance.people.models import Person


def _held(reader: Reader, today: date) -> QuerySet[Mandate]:
    """Seats that are held today, of boards whose members this reader sees."""
    return Mandate.objects.held_on(today).filter(seat__board__in=boards_with_members(reader))


def _holders(reader: Reader, today: date) -> QuerySet[Mandate]:
    """With the address: the person, for those who see contact data, else the seat."""
    known = Exists(Person.objects.visible_to(reader).filter(pk=OuterRef("person")))
    seat = Concat("seat__board__slug", Value("/"), "seat__number", output_field=CharField())
    return _held(reader, today).annotate(
        address=Case(When(known, then=Cast("person", CharField())), default=seat, output_field=CharField()),
        name=Concat("person__academic_title", Value(" "), "person__given_name", Value(" "), "person__family_name"),
    )


def _others(reader: Reader, today: date) -> QuerySet[Person]:
    """Whose contact data the reader sees, without those found on a seat."""
    seated = _held(reader, today).values("person")
    name = Concat("academic_title", Value(" "), "given_name", Value(" "), "family_name")
    return Person.objects.visible_to(reader).exclude(pk__in=seated).annotate(name=name)


def _address(key: str) -> str:
    slug, slash, number = key.partition("/")
    return reverse("seat", args=[slug, int(number)]) if slash else page("person", UUID)(key)


SEATS = Source(
    kind="people",
    word=_("Member"),
    model=Mandate,
    rows=_holders,
    title="name",
    texts=(
        "person__academic_title",
        "person__given_name",
        "person__family_name",
        "seat__label",
        "seat__delegating_body__name",
    ),
    body=(),
    owner="seat__board",
    note="seat__label",
    key="address",
    address=_address,
)
PEOPLE = Source(
    kind="people",
    word=_("Person"),
    model=Person,
    rows=_others,
    title="name",
    texts=("academic_title", "given_name", "family_name"),
    body=(),
    address=page("person", UUID),
)

"""The register of interests: what members declare once a year."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from governance.people.checking import checked, line
from governance.people.models import InterestDeclaration, Person


@transaction.atomic
def declare(
    person: Person, values: Mapping[str, str], *, nothing: bool = False, by: Actor, now: datetime
) -> InterestDeclaration:
    """Declare for the year of `now`: `nothing`, or texts under the names in `InterestDeclaration.FIELDS`.

    What was declared before stays readable; the very same again in a year is one row. Raises DomainError (400)
    for nothing together with something, for neither, and for texts that cannot be kept.
    """
    texts = {name: line(values.get(name, ""), required=False) for name in InterestDeclaration.FIELDS}
    if nothing == any(texts.values()):
        raise DomainError(
            _("Please say what your interests are, or confirm that there are none."),
            code="declaration_unclear",
            status=400,
        )
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    year = now.astimezone(BERLIN).year
    last = newest(person, year)
    if last and last.nothing == nothing and all(getattr(last, name) == text for name, text in texts.items()):
        return last
    made = InterestDeclaration(person=person, year=year, nothing=nothing, declared_at=now, entered_by=by.key, **texts)
    checked(made, code="declaration_invalid").save(force_insert=True)
    record("interests.declared", person.key, by=by, now=now, declaration=made.pk, year=year)
    return made


def newest(person: Person, year: int | None = None) -> InterestDeclaration | None:
    """The declaration that counts, of this year or of all."""
    found = InterestDeclaration.objects.filter(person=person).order_by("-declared_at", "-pk")
    return (found.filter(year=year) if year else found).first()

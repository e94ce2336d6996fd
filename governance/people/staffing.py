"""Staff roles: somebody takes one on, and lays it down."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.confidentiality import SECRETARIAT
from governance.people.models import Person, StaffAssignment
from governance.people.registering import assign, open_login, register


@transaction.atomic
def take_on(
    *, role: str, given_name: str, family_name: str, email: str, start: date, by: Actor, now: datetime
) -> StaffAssignment:
    """Give a role to who is known under this address, or to a new person; both get a login.

    Raises DomainError as `register` and `assign`, and 409 where the address belongs to somebody of another name.
    """
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        person = register(given_name=given_name, family_name=family_name, email=email, by=by, now=now)
    elif (person.given_name.casefold(), person.family_name.casefold()) != (
        given_name.strip().casefold(),
        family_name.strip().casefold(),
    ):
        words = _("This address belongs to %(person)s.") % {"person": person}
        raise DomainError(words, code="other_name", fields={"email": words})
    open_login(person, by=by, now=now)
    running = person.assignments.not_over(start).filter(role=role, start__lte=start).first()
    return running or assign(person=person, role=role, start=start, by=by, now=now)


@transaction.atomic
def end_assignment(assignment: StaffAssignment, *, on: date, by: Actor, now: datetime) -> None:
    """A role ends with its last day `on`. The same again changes nothing.

    Raises DomainError (409) for the last of the board office, and for a role that ends earlier or begins later.
    """
    # All of the role wait for each other, so that two do not leave at once.
    holders = list(StaffAssignment.objects.select_for_update(no_key=True).filter(role=assignment.role))
    assignment.refresh_from_db()
    if assignment.end == on:
        return
    if (assignment.end and assignment.end < on) or assignment.start > on:
        words = _("This role runs from %(start)s. Choose a day within it.")
        raise DomainError(words % {"start": plain_day(assignment.start)}, code="role_days")
    today = now.astimezone(BERLIN).date()
    others = [one for one in holders if one.pk != assignment.pk and one.start <= today and _goes_on(one, on)]
    if assignment.role == SECRETARIAT and not others:
        raise DomainError(_("Somebody has to be the board office. First enter who comes next."), code="last_office")
    assignment.end = on
    assignment.save(update_fields=["end"])
    record("role.ended", assignment.person.key, by=by, now=now, role=assignment.role, on=str(on))


def _goes_on(assignment: StaffAssignment, day: date) -> bool:
    return assignment.end is None or assignment.end > day

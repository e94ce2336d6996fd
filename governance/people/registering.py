"""People become known: with a login, and with a staff role for a time."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.journal.recording import record
from foundation.locks import one_at_a_time
from foundation.values import BERLIN, Actor, DomainError
from governance.confidentiality import ADMIN, MANAGEMENT, MAYORS_OFFICE, SECRETARIAT, STAFF_ROLES
from governance.people.checking import address, checked, line
from governance.people.models import AliasAddress, Person, StaffAssignment, running


@transaction.atomic
def register(
    *,
    given_name: str,
    family_name: str,
    email: str,
    form_of_address: str = Person.Address.NEUTRAL,
    academic_title: str = "",
    phone: str = "",
    channel: str = Person.Channel.MAIL,
    language: str = "de",
    login: bool = True,
    by: Actor,
    now: datetime,
) -> Person:
    """Add a person and, unless `login` is false, a login by code under the same e-mail.

    Raises DomainError: 400 for texts that cannot be kept, 409 when a person with this e-mail is known.
    """
    email = email.strip().lower()
    one_at_a_time(f"address:{email}")
    if holder_of(email):
        raise _known_already()
    person = Person(
        given_name=line(given_name),
        family_name=line(family_name),
        email=address(email),
        form_of_address=form_of_address,
        academic_title=line(academic_title, required=False),
        phone=line(phone, required=False),
        channel=channel,
        language=language,
    )
    checked(person)
    try:
        with transaction.atomic():
            person.user = _login_for(person) if login else None
            person.save(force_insert=True)
    except IntegrityError as error:
        raise _known_already() from error
    record("person.registered", person.key, by=by, now=now, login=login)
    return person


def _known_already() -> DomainError:
    return DomainError(
        _("A person with this e-mail address is known already. Please choose the person from the list."),
        code="person_known",
    )


def holder_of(email: str) -> Person | None:
    """Whom the address stands for, as the main address or as a further one that is verified."""
    email = email.strip().lower()
    alias = AliasAddress.objects.filter(email=email, verified_at__isnull=False).values("person")
    return Person.objects.filter(Q(email=email) | Q(pk__in=alias)).first()


def _login_for(person: Person) -> User:
    known = User.objects.filter(email=person.email, person__isnull=True).first()
    return known or User.objects.create_user(person.email, str(person))


@transaction.atomic
def first_person(
    *,
    given_name: str,
    family_name: str,
    email: str,
    academic_title: str = "",
    form_of_address: str = "",
    by: Actor,
    now: datetime,
) -> Person:
    """Somebody for the board office of an installation that has nobody there: with a login, as board office and
    administrator from today. The same again returns the person.

    Raises DomainError: 400 as `register`; 409 when somebody else is the board office.
    """
    one_at_a_time("first_person")
    today = now.astimezone(BERLIN).date()
    holders = Person.objects.filter(assignments__in=StaffAssignment.objects.filter(running(today), role=SECRETARIAT))
    known = Person.objects.filter(email=email.strip().lower()).first()
    if known is not None and holders.filter(pk=known.pk).exists():
        return known
    if other := holders.first():
        words = _("%(person)s is the board office already and can let others in on the page “Offices”.")
        raise DomainError(words % {"person": other}, code="has_office")
    address_form = form_of_address or Person.Address.NEUTRAL
    person = known or register(
        given_name=given_name,
        family_name=family_name,
        email=email,
        academic_title=academic_title,
        form_of_address=address_form,
        by=by,
        now=now,
    )
    open_login(person, by=by, now=now)
    for role in (SECRETARIAT, ADMIN):
        assign(person=person, role=role, start=today, by=by, now=now)
    return person


@transaction.atomic
def open_login(person: Person, *, by: Actor, now: datetime) -> None:
    """Give a person a login by code under the main address. Who has one keeps it; 409 without an address."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not locked.has_mail:
        words = _("%(person)s has no e-mail address, to which a code could go. Please enter one first.")
        raise DomainError(words % {"person": locked}, code="no_mail")
    if locked.user_id is None:
        locked.user = _login_for(locked)
        locked.save(update_fields=["user"])
        record("person.login_opened", person.key, by=by, now=now)


@transaction.atomic
def assign(
    *, person: Person, role: str, start: date, end: date | None = None, by: Actor, now: datetime
) -> StaffAssignment:
    """Give a staff role from `start` to `end` (both included). Assigned twice is assigned once.

    Raises DomainError: 400 for an unknown role or an end before the start; 409 for management with a vote, and for
    management and mayor's office in one person.
    """
    if role not in dict(STAFF_ROLES):
        raise DomainError(_("This role does not exist."), code="unknown_role", status=400)
    if end and end < start:
        raise DomainError(_("The end lies before the start."), code="end_before_start", status=400)
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if role == MANAGEMENT and _votes_in(locked, start, end):
        raise DomainError(
            _("%(person)s has a vote on a board. The management advises no board as a member.") % {"person": person},
            code="management_with_vote",
        )
    _check_one_side(locked, role, start, end)
    made, fresh = StaffAssignment.objects.get_or_create(person=person, role=role, start=start, end=end)
    if fresh:
        record("role.assigned", person.key, by=by, now=now, role=role, assignment=made.pk)
    return made


def _check_one_side(person: Person, role: str, start: date, end: date | None) -> None:
    """Who writes the reports does not review them."""
    other = {MANAGEMENT: MAYORS_OFFICE, MAYORS_OFFICE: MANAGEMENT}.get(role, "")
    held = person.assignments.filter(role=other).exclude(end__lt=start)
    if (held.filter(start__lte=end) if end else held).exists():
        raise DomainError(
            _("%(person)s works for the other side of the review. Nobody reviews reports of their own.")
            % {"person": person},
            code="both_sides",
        )


def _votes_in(person: Person, start: date, end: date | None) -> bool:
    """On a seat of the person's own, or as the deputy for one."""
    held = (person.mandates.during(start, end), person.deputising.during(start, end))
    return any(seats.filter(seat__voting=True).exists() for seats in held)

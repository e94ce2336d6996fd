"""E-mail addresses of a person: the main one, which is also the login's, and further ones."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.links import replace_links
from foundation.accounts.models import User
from foundation.accounts.moving import move_login
from foundation.journal.recording import record
from foundation.locks import one_at_a_time
from foundation.outbox import readdressing
from foundation.values import Actor, DomainError
from governance.people.checking import address
from governance.people.models import AliasAddress, Person
from governance.people.registering import holder_of

MOST = 5


@transaction.atomic
def add_alias(person: Person, email: str, *, verified: bool = False, by: Actor, now: datetime) -> AliasAddress:
    """Keep a further address; it stands for the person once it is verified. Added twice is added once.

    Until then it keeps nobody else from using it, and whether it stands for somebody is not told: anybody could ask.
    Raises DomainError: 400 for what is no address, 409 for the main one, for a sixth one, and of a verified one where
    it stands for somebody else.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    email = address(email.strip().lower())
    known = locked.alias_addresses.filter(email=email).first()
    if known:
        if verified:
            verify_alias(known, by=by, now=now)
        return known
    if email == locked.email:
        raise _taken()
    if verified:
        _check_free(email, locked)
    if locked.alias_addresses.count() >= MOST:
        raise DomainError(_("Five further addresses are enough. Please remove one first."), code="many_addresses")
    alias = AliasAddress.objects.create(person=person, email=email, verified_at=now if verified else None)
    record("person.address_added", person.key, by=by, now=now, address=alias.pk, verified=verified)
    return alias


@transaction.atomic
def verify_alias(alias: AliasAddress, *, by: Actor, now: datetime) -> None:
    """From now on the address stands for the person, as the board office knows or its reader says. Verified twice is
    verified once.

    Raises DomainError (409): it stands for somebody else by now.
    """
    if alias.verified_at:
        return
    _check_free(alias.email, alias.person)
    if AliasAddress.objects.filter(pk=alias.pk, verified_at=None).update(verified_at=now):
        record("person.address_verified", alias.person.key, by=by, now=now, address=alias.pk)


@transaction.atomic
def remove_alias(alias: AliasAddress, *, by: Actor, now: datetime) -> None:
    """The address no longer stands for the person. Removed twice is removed once."""
    if AliasAddress.objects.filter(pk=alias.pk).delete()[0]:
        record("person.address_removed", alias.person.key, by=by, now=now, address=alias.pk)


@transaction.atomic
def change_main(person: Person, email: str, *, by: Actor, now: datetime) -> None:
    """Write to another address from now on, with what waited for the former one. The login follows it; its sessions
    and the links sent so far end.

    The same address again changes nothing. Raises DomainError: 400 for what is no address, 409 for one that
    stands for somebody else.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    email = address(email.strip().lower())
    if locked.email == email:
        return
    locked.alias_addresses.filter(email=email).delete()
    _check_free(email, locked)
    former, locked.email = locked.email, email
    locked.save(update_fields=["email"])
    if locked.user:
        move_login(locked.user, email, by=by, now=now)
    waiting = readdressing.waiting(locked.key, former).values_list("secrets", flat=True)
    fresh = replace_links(holder=locked.key, tokens={one for secrets in waiting for one in secrets}, now=now)
    readdressing.readdress(locked.key, former, email, secrets=fresh)
    record("person.main_address_changed", person.key, by=by, now=now)
    person.refresh_from_db()


def _check_free(email: str, person: Person) -> None:
    one_at_a_time(f"address:{email}")
    other_login = User.objects.filter(email=email).exclude(person=person).exists()
    if other_login or holder_of(email) not in (None, person):
        raise _taken()


def _taken() -> DomainError:
    return DomainError(_("This address stands for somebody already. Please choose another."), code="address_taken")

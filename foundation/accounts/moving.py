"""A login moves to another address."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.journal.recording import record
from foundation.values import Actor, DomainError


@transaction.atomic
def move_login(user: User, email: str, *, by: Actor, now: datetime) -> None:
    """Codes go to `email` from now on; every open session ends at its next request. Moved twice is moved once.

    Raises DomainError (409) when another login has this address.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.email == email:
        return
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise DomainError(_("Another login has this address already. Please choose another."), code="login_taken")
    locked.email = email
    locked.set_unusable_password()  # a new random value: sessions are bound to its hash
    locked.save(update_fields=["email", "password"])
    record("access.login_moved", user.key, by=by, now=now)

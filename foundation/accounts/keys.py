"""API keys: made once, shown once, kept only as SHA-256."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.models import ApiKey, User
from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError

MARK = "gremia_"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def create(user: User, name: str, now: datetime) -> tuple[ApiKey, str]:
    """A new key and its secret, which nobody can read again. Two active keys never share a name (409)."""
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_keys.filter(name=name, revoked_at=None).exists():
        raise DomainError(_("There is already a key with this name. Choose another name."), code="key_name_taken")
    secret = MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(user=user, name=name, prefix=secret[:12], sha256=_digest(secret), created_at=now)
    record("access.key_created", user.key, by=Actor(user.key), now=now, key=key.pk)
    return key, secret


@transaction.atomic
def revoke(key: ApiKey, now: datetime) -> None:
    """The key stops working at once; revoking twice changes nothing."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        record("access.key_revoked", key.user.key, by=Actor(key.user.key), now=now, key=key.pk)


def user_of(secret: str, now: datetime) -> User | None:
    """Who holds this key; None for an unknown or revoked key and for a closed account."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    key = ApiKey.objects.select_related("user").filter(sha256=_digest(secret), revoked_at=None).first()
    if key is None or not key.user.is_active:
        return None
    day = now.astimezone(BERLIN).date()
    if key.last_used_on != day:
        not_yet = Q(last_used_on=None) | Q(last_used_on__lt=day)
        ApiKey.objects.filter(not_yet, pk=key.pk).update(last_used_on=day)
    return key.user

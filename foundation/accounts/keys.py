"""API keys: made once, shown once, kept only as SHA-256."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.accounts.digests import digest_of
from foundation.accounts.models import ApiKey, User
from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError

MARK = "gremia_"
READ = "read"
LONGEST = timedelta(days=731)


@transaction.atomic
def create(
    user: User,
    name: str,
    now: datetime,
    *,
    scopes: Sequence[str] = (READ,),
    expires_on: date | None = None,
    proven: bool = False,
) -> tuple[ApiKey, str]:
    """A new key and its secret, which nobody can read again; it opens only `scopes`, up to and on `expires_on`.

    `proven`: this login has shown a second factor, without which no key of staff opens anything.
    Without a day it lasts a year. Two active keys never share a name (409); 400 for unknown scopes, for a day that
    is over and for more than two years.
    """
    today = now.astimezone(BERLIN).date()
    expires_on = expires_on or today + timedelta(days=365)
    _check(scopes, expires_on, today)
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_keys.filter(name=name, revoked_at=None).exists():
        raise DomainError(_("There is already a key with this name. Choose another name."), code="key_name_taken")
    secret = MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user,
        name=name,
        prefix=secret[:12],
        sha256=digest_of(secret),
        scopes=[code for code in dict(settings.API_SCOPES) if code in scopes],
        proven=proven,
        created_at=now,
        expires_on=expires_on,
    )
    record("access.key_created", user.key, by=Actor(user.key), now=now, key=key.pk, scopes=key.scopes)
    return key, secret


def _check(scopes: Sequence[str], expires_on: date, today: date) -> None:
    if not scopes or not set(scopes) <= set(dict(settings.API_SCOPES)):
        raise DomainError(_("Please choose what the key may do."), code="unknown_scope", status=400)
    if not today <= expires_on <= today + LONGEST:
        raise DomainError(
            _("Please choose a day from today on, at most two years ahead."), code="key_end", status=400
        )


@transaction.atomic
def revoke(key: ApiKey, now: datetime) -> None:
    """The key stops working at once; revoking twice changes nothing."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        record("access.key_revoked", key.user.key, by=Actor(key.user.key), now=now, key=key.pk)


def key_of(secret: str, now: datetime) -> ApiKey | None:
    """The key with its user; None for an unknown, revoked or expired key and for a closed account."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    day = now.astimezone(BERLIN).date()
    open_keys = ApiKey.objects.select_related("user").filter(revoked_at=None, expires_on__gte=day)
    key = open_keys.filter(sha256=digest_of(secret), user__is_active=True).first()
    if key is not None and key.last_used_on != day:
        not_yet = Q(last_used_on=None) | Q(last_used_on__lt=day)
        ApiKey.objects.filter(not_yet, pk=key.pk).update(last_used_on=day)
    return key

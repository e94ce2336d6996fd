"""Access ends: of a holder, of an account; and opens again."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.feeds import end_feeds
from foundation.accounts.links import revoke_links
from foundation.accounts.models import ApiKey, DeviceCode, RememberedDevice, User
from foundation.accounts.sessions import end_logins
from foundation.journal.recording import record
from foundation.values import Actor, DomainError


@dataclass(frozen=True)
class Ended:
    """How much ended."""

    logins: int = 0
    keys: int = 0
    devices: int = 0
    links: int = 0
    feeds: int = 0


@transaction.atomic
def end_access(*, holder: str, user: User | None, by: Actor, now: datetime) -> Ended:
    """End logins, API keys, remembered devices, personal links and calendar addresses of a holder at once. Safe to
    call twice.

    The account itself stays open: whoever may still log in can do so again.
    """
    holders = [holder, user.key] if user else [holder]
    DeviceCode.objects.filter(holder__in=holders).delete()
    ended = Ended(
        logins=end_logins(user) if user else 0,
        keys=ApiKey.objects.filter(user=user, revoked_at=None).update(revoked_at=now) if user else 0,
        devices=RememberedDevice.objects.filter(holder__in=holders, revoked_at=None).update(revoked_at=now),
        links=sum(revoke_links(now=now, holder=one) for one in holders),
        feeds=end_feeds(holders, now),
    )
    if ended != Ended():
        record("access.ended", holder, by=by, now=now, **vars(ended))
    return ended


@transaction.atomic
def close_account(*, user: User, holder: str, by: Actor, now: datetime) -> None:
    """Nobody enters with this account any more, and everything that was open ends. Closed twice is closed once.

    Raises DomainError 409 for the own account: somebody has to be able to open it again.
    """
    if by.key in (user.key, holder):
        raise DomainError(
            _("You cannot close your own account. Ask another person of the administration to do it."),
            code="own_account",
        )
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        record("access.account_closed", holder, by=by, now=now)
    user.is_active = False
    end_access(holder=holder, user=user, by=by, now=now)


@transaction.atomic
def open_account(*, user: User, holder: str, by: Actor, now: datetime) -> None:
    """The person may log in again; keys, devices and links stay void. Opened twice is opened once."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record("access.account_opened", holder, by=by, now=now)
    user.is_active = True


@transaction.atomic
def reset_factors(*, user: User, holder: str, by: Actor, now: datetime) -> None:
    """Forget second factor, passkeys and recovery codes of somebody who lost the device; all logins end."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    if removed:
        end_logins(user)
        record("access.factors_reset", holder, by=by, now=now, removed=removed)

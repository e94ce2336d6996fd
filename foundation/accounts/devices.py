"""Remembered devices: a personal link names its holder, the device proves that the holder sits in front of it.

The whole interface for other rooms, in a view behind a personal link:

    if not devices.remembered(request, link.holder, now=now):
        return devices.ask(request, holder=link.holder, email=person.email)

`ask` leads to a page that mails a six-digit code (never through the outbox) and comes back to the same address.
The device is then remembered for 90 days or until it is revoked. It grants nothing: ask the rule for the holder.
"""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from foundation.accounts.digests import digest_of
from foundation.accounts.models import DeviceCode, RememberedDevice
from foundation.accounts.sessions import device_words
from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError

COOKIE = "device"
ASKED = "device_asked"
DAYS = 90
VALID = timedelta(minutes=10)
TRIES = 5


def remembered(request: HttpRequest, holder: str, *, now: datetime) -> bool:
    """Whether this browser is remembered for this holder. One query, one more on the first use of a day."""
    secret = request.COOKIES.get(COOKIE, "")
    if not secret:
        return False
    device = RememberedDevice.objects.live(now).filter(sha256=digest_of(secret), holder=holder).first()
    if device is None:
        return False
    day = now.astimezone(BERLIN).date()
    if device.last_used_on < day:
        RememberedDevice.objects.filter(pk=device.pk, last_used_on__lt=day).update(last_used_on=day)
    return True


def ask(request: HttpRequest, *, holder: str, email: str) -> HttpResponseBase:
    """Go to the page that proves the device and comes back to this address."""
    request.session[ASKED] = {"holder": holder, "email": email, "back": request.get_full_path()}
    return redirect("device")


def asked(request: HttpRequest) -> dict[str, str] | None:
    """`holder`, `email` and `back` of what `ask` wants to know; None when nothing is asked."""
    words: dict[str, str] | None = request.session.get(ASKED)
    return words


def send_code(request: HttpRequest, *, holder: str, email: str, now: datetime) -> None:
    """Mail a new code, valid for 10 minutes and five tries; the one before no longer counts.

    Raises DomainError 429 when too many were asked for.
    """
    if not ratelimit.consume(request, action="device_code", key=holder):
        raise DomainError(
            _("Too many codes were asked for. Please wait 10 minutes, or call the board office."),
            code="too_many_codes",
            status=429,
        )
    code = f"{secrets.randbelow(10**6):06}"
    fresh = {
        "mac": _mac(holder, code),
        "expires_at": now + VALID,
        "tries": 0,
        "used_at": None,
    }
    DeviceCode.objects.update_or_create(holder=holder, defaults=fresh)
    get_adapter(request).send_mail("account/email/device_code", email, {"code": code})


@transaction.atomic
def confirm(request: HttpRequest, *, holder: str, code: str, now: datetime) -> str:
    """Remember this browser for the holder and return its new secret for the cookie.

    What the browser was remembered for before moves along, so that a copied cookie is worth nothing afterwards.
    Returns "" for a wrong code. Raises DomainError 410 when no code is open any more.
    """
    current = DeviceCode.objects.filter(holder=holder, used_at=None, expires_at__gt=now, tries__lt=TRIES)
    if not current.update(tries=F("tries") + 1):
        raise DomainError(_("This code is no longer valid. Please ask for a new one."), code="code_over", status=410)
    sent = DeviceCode.objects.get(holder=holder)
    if not compare_digest(sent.mac, _mac(holder, code)):
        return ""
    if not DeviceCode.objects.filter(pk=sent.pk, mac=sent.mac, used_at=None).update(used_at=now):
        return ""
    return _remember(request, holder, now)


def _remember(request: HttpRequest, holder: str, now: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    old = RememberedDevice.objects.filter(sha256=digest_of(request.COOKIES.get(COOKIE, "")))
    old.filter(holder=holder).delete()
    old.update(sha256=digest_of(secret))
    device = RememberedDevice.objects.create(
        holder=holder,
        sha256=digest_of(secret),
        device=device_words(request.headers.get("User-Agent", "")),
        created_at=now,
        last_used_on=now.astimezone(BERLIN).date(),
        expires_at=now + timedelta(days=DAYS),
    )
    record("access.device_remembered", holder, by=Actor(holder), now=now, device=device.pk)
    return secret


def wrong_code() -> str:
    return _("This code is not correct. Please compare it with the latest e-mail.")


def keep_cookie(response: Any, secret: str) -> None:
    """Give the browser its secret."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=timedelta(days=DAYS),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@transaction.atomic
def revoke(device: RememberedDevice, *, by: Actor, now: datetime) -> None:
    """The device is a stranger from now on; revoking twice changes nothing."""
    if RememberedDevice.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now):
        record("access.device_revoked", device.holder, by=by, now=now, device=device.pk)


def _mac(holder: str, code: str) -> str:
    return salted_hmac("device-code", f"{holder}:{code}", algorithm="sha256").hexdigest()

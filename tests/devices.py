"""A browser that typed the code of its holder some time ago."""

from datetime import datetime, timedelta

from django.test import Client

from foundation.accounts import devices
from foundation.accounts.digests import digest_of
from foundation.accounts.models import RememberedDevice
from governance.people.models import Person


def remember(browser: Client, holder: Person, now: datetime) -> None:
    secret = f"secret of {holder.pk}"
    RememberedDevice.objects.create(
        holder=holder.key,
        sha256=digest_of(secret),
        created_at=now,
        last_used_on=now.date(),
        expires_at=now + timedelta(days=devices.DAYS),
    )
    browser.cookies[devices.COOKIE] = secret

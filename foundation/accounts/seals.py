"""Secrets of second factors, sealed in the database by keys derived from SECRET_KEY."""

import hashlib
from base64 import b32encode, urlsafe_b64encode
from secrets import token_bytes

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

SECRETS = ("secret", "seed")


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """What was sealed. Under a key that is gone for good it is lost: a new secret, which fits no code."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return b32encode(token_bytes(20)).decode()


@transaction.atomic
def renew() -> int:
    """Seal every secret by the present key, so that former keys may go; return how many.

    What no known key opens stays as it is.
    """
    keys, renewed = _keys(), 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        sealed = {name: factor.data[name] for name in SECRETS if name in factor.data}
        try:
            fresh = {name: keys.rotate(word.encode()).decode() for name, word in sealed.items()}
        except InvalidToken:
            continue
        if fresh:
            factor.data |= fresh
            factor.save(update_fields=["data"])
            renewed += 1
    return renewed


def _keys() -> MultiFernet:
    """One key derived from each SECRET_KEY, the present one first."""
    words = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(hashlib.sha256(f"factor:{w}".encode()).digest())) for w in words])

"""How secrets that somebody shows again are kept: API keys, remembered devices, calendar addresses."""

import hashlib


def digest_of(secret: str) -> str:
    """The SHA-256 that is stored in the place of a long random secret, as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

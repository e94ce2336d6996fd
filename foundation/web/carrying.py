"""What was checked on one page and comes back with the confirmation on the next, unchanged: signed, for an hour."""

import json
from typing import Any

from django.core import signing

AN_HOUR = 3600


def carry(value: Any, *, salt: str) -> str:
    """The value, anything JSON knows, for a hidden field. `salt`: what it is for, so that nothing else is taken."""
    return signing.dumps(json.dumps(value), salt=salt, compress=True)


def carried(text: str, *, salt: str) -> Any:
    """The value again; None when it was changed, made for something else, or is older than an hour."""
    try:
        return json.loads(signing.loads(text, salt=salt, max_age=AN_HOUR))
    except signing.BadSignature:
        return None

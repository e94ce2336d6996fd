"""How often one address on the net may ask, counted by allauth (setting ACCOUNT_RATE_LIMITS)."""

from allauth.core import ratelimit
from django.http import HttpRequest


def allows(request: HttpRequest, action: str) -> bool:
    """Count one more request for `action`; False once there are too many."""
    return bool(ratelimit.consume(request, action=action))

"""How often one address on the net may ask, counted by allauth (setting ACCOUNT_RATE_LIMITS)."""

# Its public function counts no GET, and some of ours are worth counting.
from allauth.core.internal import ratelimit
from django.http import HttpRequest


def allows(request: HttpRequest, action: str) -> bool:
    """Count one more request for `action`; False once there are too many."""
    return ratelimit.consume(request, app="allauth.account", action=action, limit_get=True) is not None

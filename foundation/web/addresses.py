"""Addresses that come from the outside."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Where to go on: the parameter `next` if it is an address of this site, else `fallback`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    return target if url_has_allowed_host_and_scheme(target, here, request.is_secure()) else fallback

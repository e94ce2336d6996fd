"""What is counted in the cache begins anew when a test wants it, without an override of the settings.

Overrides lie on top of each other: after some hundred of them every look at a setting is slow.
"""

from uuid import uuid4

from django.core.cache.backends.base import default_key_func

_counted_since = ""


def forget() -> None:
    """Nobody has counted under the new prefix, not even other workers, who use the same Redis."""
    global _counted_since
    _counted_since = uuid4().hex


def key(name: str, prefix: str, version: int) -> str:
    return default_key_func(name, prefix + _counted_since, version)

"""Name and phone of the board office as last seen, for the page that must not ask the database."""

from typing import Any

_last: Any = None


def remember(company: Any) -> None:
    """Keep what the pages show as `company`; nothing forgets it again."""
    global _last
    _last = company or _last


def last() -> Any:
    """The company as last seen by this process, or None."""
    return _last

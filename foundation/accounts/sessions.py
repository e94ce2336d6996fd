"""Logins as rows: which devices are logged in, since when, and ending them.

Everything about a login lies in its session, and the row repeats what a list needs. A login lasts as long as
everything it began with (`lost`), the address of its account and the account itself.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models.functions import Now

from foundation.accounts.models import Session, User
from foundation.prepared import PreparedRows

BEGUN, SEEN = "login_begun", "login_seen"
SEEN_EVERY = timedelta(minutes=10)
_BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)


_running: PreparedRows[Session] = PreparedRows(
    lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()), str
)


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """The row behind the cookie, read with each request."""
        found = _running(self.session_key)
        if not found:
            self._session_key = None
        return found[0] if found else None

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session; a login names its user, whichever way it came about."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        begun = data.get(BEGUN, {})
        row.user_id = data.get("_auth_user_id")
        row.device = begun.get("device", "")
        row.started_at = _moment(begun.get("at"))
        row.seen_at = _moment(data.get(SEEN))
        return row


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def device_words(user_agent: str) -> str:
    """ "Firefox, Windows" for a header of a browser; empty when nothing is recognised."""

    def first(words: tuple[tuple[str, str], ...]) -> str:
        return next((word for word, sign in words if re.search(sign, user_agent)), "")

    return ", ".join(filter(None, (first(_BROWSERS), first(_SYSTEMS))))


def has_begun(session: SessionBase) -> bool:
    return BEGUN in session


def begin(session: SessionBase, *, standing: list[str], user_agent: str, now: datetime) -> None:
    """Note at login what the login rests on (plain words such as "role:…") and on which device it began."""
    session[BEGUN] = {"standing": standing, "device": device_words(user_agent), "at": now.isoformat()}
    session[SEEN] = now.isoformat()


def lost(session: SessionBase, standing: list[str]) -> bool:
    """Whether something the login began with is gone; what came later does not count."""
    return not set(session[BEGUN]["standing"]) <= set(standing)


def see(session: SessionBase, *, now: datetime) -> None:
    """Keep "last seen" true to ten minutes, so that reading a page seldom writes."""
    seen = _moment(session.get(SEEN))
    if seen is None or now - seen >= SEEN_EVERY:
        session[SEEN] = now.isoformat()


def end_logins(user: User, *, keep: str | None = None) -> int:
    """End all logins of a user but the one with the session key `keep`; return how many."""
    ended, _by_model = user.sessions.exclude(pk=keep).delete()
    return ended


def forget_expired(*, now: datetime) -> int:
    """Duty: delete sessions that are over by the clock of the machine, which also gave them their end."""
    before = Session.objects.count()
    SessionStore.clear_expired()
    return before - Session.objects.count()

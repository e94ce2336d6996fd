"""Personal links: one holder may open one page about one subject without login, until a given time."""

import re
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from foundation.accounts.models import PersonalLink
from foundation.values import DomainError

_TOKEN = re.compile(r"[A-Za-z0-9_-]{54}")
_ID_LENGTH = 22
MAY_REOPEN = timedelta(days=7)
"""How long the mail of a link that was closed before its time keeps it unmasked."""
_ONE_LINK = ["purpose", "subject", "holder"]


class LinkOver(DomainError):
    """A genuine `link` that opens nothing any more.

    Only who has the whole address gets here, so a page may tell its holder what an expired link was about; of a
    revoked one it tells nothing.
    """

    def __init__(self, link: PersonalLink) -> None:
        words = _("This link is no longer valid. Please use the newest mail, or call the board office.")
        super().__init__(words, code="link_over", status=410)
        self.link = link


def links_for(
    *, purpose: str, subject: str, holders: Iterable[str], now: datetime, expires_at: datetime
) -> dict[str, PersonalLink]:
    """The link of each holder, the same at each call, now open until `expires_at`. Two queries.

    A revoked link comes back with another address, so old mails do not come back to life.
    """
    wanted = list(dict.fromkeys(holders))
    new = [
        PersonalLink(purpose=purpose, subject=subject, holder=holder, created_at=now, expires_at=expires_at)
        for holder in wanted
    ]
    PersonalLink.objects.bulk_create(
        new, update_conflicts=True, unique_fields=_ONE_LINK, update_fields=["expires_at"]
    )
    links = list(PersonalLink.objects.filter(purpose=purpose, subject=subject, holder__in=wanted))
    revoked = [link for link in links if link.revoked_at]
    if revoked:
        _renew(revoked)
    found = {link.holder: link for link in links}
    return {holder: found[holder] for holder in wanted}


def link_for(*, purpose: str, subject: str, holder: str, now: datetime, expires_at: datetime) -> PersonalLink:
    """The link of one holder; see `links_for`."""
    links = links_for(purpose=purpose, subject=subject, holders=[holder], now=now, expires_at=expires_at)
    return links[holder]


def address_of(link: PersonalLink, url_name: str) -> str:
    """The whole address for a mail; its host comes from the settings, never from a request."""
    return settings.SITE_URL + reverse(url_name, args=[link.token])


def open_link(token: str, *, purpose: str, now: datetime) -> PersonalLink:
    """The link behind a token. Raises DomainError 404 for an unknown one, LinkOver 410 for an expired or revoked one.

    It grants nothing: ask the rule for `link.holder` and `link.subject`.
    """
    link = _find(token, purpose)
    if link is None:
        raise DomainError(
            _("This link is not known. Open it from the mail again, or call the board office."),
            code="link_unknown",
            status=404,
        )
    if link.revoked_at or link.expires_at <= now:
        raise LinkOver(link)
    return link


def revoke_links(*, now: datetime, holder: str = "", subject: str = "", purpose: str = "") -> int:
    """Close all links that match the given words, at least one of them; return how many."""
    words = {"holder": holder, "subject": subject, "purpose": purpose}
    given = Q(**{name: value for name, value in words.items() if value})
    if not given:
        raise ValueError("Name a holder, a subject or a purpose.")
    return PersonalLink.objects.filter(given, revoked_at=None).update(revoked_at=now)


def reopen_links(
    *, purpose: str, subject: str, holders: Iterable[str], closed_at: datetime, expires_at: datetime
) -> int:
    """Links that an act nobody heard of closed at `closed_at` open again under their old addresses; return how many.

    What was closed before or since stays closed, such as the links in mails to a former address. All end at
    `expires_at`.
    """
    links = PersonalLink.objects.filter(purpose=purpose, subject=subject, holder__in=list(holders))
    links.update(expires_at=expires_at)
    return links.filter(revoked_at=closed_at).update(revoked_at=None)


def still_open(tokens: Collection[str], *, now: datetime) -> set[str]:
    """Those of these tokens that open something. One query."""
    return _named(tokens, _opens(now))


def may_open(tokens: Collection[str], *, now: datetime) -> set[str]:
    """Those of these tokens that open something, or may again: `reopen_links` undoes a closing. One query."""
    return _named(tokens, _opens(now) | Q(revoked_at__gt=now - MAY_REOPEN, revoked_at__lt=F("expires_at")))


def _opens(now: datetime) -> Q:
    return Q(revoked_at=None, expires_at__gt=now)


def _named(tokens: Collection[str], which: Q) -> set[str]:
    named = [(token, _key_of(token)) for token in tokens if _TOKEN.fullmatch(token)]
    found = PersonalLink.objects.filter(which, pk__in=[key for _token, key in named])
    links = {link.pk: link for link in found}
    return {token for token, key in named if key in links and _is_genuine(links[key], token)}


def replace_links(*, holder: str, tokens: Collection[str], now: datetime) -> dict[str, str]:
    """Close all links of a holder. Those behind these tokens go on under another address: {token: new token}."""
    kept = {_key_of(token): token for token in still_open(tokens, now=now)}
    links = list(PersonalLink.objects.filter(pk__in=kept, holder=holder))
    revoke_links(now=now, holder=holder)
    _renew(links)
    return {kept[link.pk]: link.token for link in links}


def _key_of(token: str) -> uuid.UUID:
    return uuid.UUID(bytes=urlsafe_b64decode(token[:_ID_LENGTH] + "=="))


def _find(token: str, purpose: str) -> PersonalLink | None:
    if not _TOKEN.fullmatch(token):
        return None
    link = PersonalLink.objects.filter(pk=_key_of(token), purpose=purpose).first()
    return link if link is not None and _is_genuine(link, token) else None


def _is_genuine(link: PersonalLink, token: str) -> bool:
    """Compared in constant time, with the present key and with those being replaced."""
    name = link.token[:_ID_LENGTH]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any([compare_digest(token, name + link.mac(key)) for key in keys])


def _renew(links: list[PersonalLink]) -> None:
    for link in links:
        link.nonce, link.revoked_at = get_random_string(32), None
    PersonalLink.objects.bulk_update(links, ["nonce", "revoked_at"])

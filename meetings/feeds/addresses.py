"""The addresses of feeds, and what they are called."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import Feed
from governance.confidentiality import Reader
from governance.people.models import Person

_BOARD, _PERSON = "board:", "person:"


def subject_of(slug: str) -> str:
    """What a feed of one board is about; of no board: every date of its holder."""
    return _BOARD + slug if slug else ""


def slug_of(subject: str) -> str:
    """The board a feed is limited to, "" for none."""
    return subject.removeprefix(_BOARD) if subject.startswith(_BOARD) else ""


def subject_for(principal: UUID) -> str:
    """What a feed with the dates of somebody one assists is about."""
    return f"{_PERSON}{principal}"


def principal_of(subject: str) -> UUID | None:
    """Whose dates a feed shows, None for its holder's own."""
    return UUID(subject.removeprefix(_PERSON)) if subject.startswith(_PERSON) else None


def address(feed: Feed, reader: Reader, secret: str) -> str:
    """The whole https address, to be shown once."""
    slug, principal = slug_of(feed.subject), principal_of(feed.subject)
    name = "board_feed" if slug else "principal_feed" if principal else "feed"
    where = [one for one in (reader.person_id, slug or principal, secret) if one]
    return settings.SITE_URL + reverse(name, args=where)


def public_address(slug: str = "") -> str:
    """The address of the published dates, of all boards or of one."""
    return settings.SITE_URL + (reverse("public_board_feed", args=[slug]) if slug else reverse("public_feed"))


def as_webcal(https: str) -> str:
    """The same address in the scheme that opens a calendar programme."""
    return "webcal" + https[https.find(":") :] if https else ""


def name_of(subject: str, named: str) -> str:
    """What calendar programmes show; `named`: how the board is called, or the company where all boards are meant."""
    if principal := principal_of(subject):
        return _("Dates of %(name)s") % {"name": Person.objects.get(pk=principal)}
    return named if subject else _("Boards of %(company)s") % {"company": named}

"""The addresses of feeds, and what they are called."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.models import Feed
from governance.boards.models import Board, Company
from governance.confidentiality import Reader

_BOARD = "board:"


def subject_of(slug: str) -> str:
    """What a feed of one board is about; of no board: every date of its holder."""
    return _BOARD + slug if slug else ""


def slug_of(subject: str) -> str:
    return subject.removeprefix(_BOARD)


def address(feed: Feed, reader: Reader, secret: str) -> str:
    """The whole https address, to be shown once."""
    where = [reader.person_id, slug_of(feed.subject)] if feed.subject else [reader.person_id]
    return settings.SITE_URL + reverse("board_feed" if feed.subject else "feed", args=[*where, secret])


def as_webcal(https: str) -> str:
    """The same address in the scheme that opens a calendar programme."""
    return "webcal" + https[https.find(":") :] if https else ""


def name_of(subject: str) -> str:
    """What calendar programmes show: the board, or the company of all boards."""
    if not subject:
        return _("Boards of %(company)s") % {"company": Company.objects.values_list("name", flat=True).first() or ""}
    return Board.objects.values_list("name", flat=True).get(slug=slug_of(subject))

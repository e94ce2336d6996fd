"""What may be asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.throttling import SimpleRateThrottle

from foundation.values import DomainError
from foundation.words import MOST, SHORTEST, cut
from governance.rights.request import ReadingRequest

# The kinds of what can be found, as the filter calls them (`Source.kind`).
KINDS = {
    "boards": gettext_lazy("Boards"),
    "people": gettext_lazy("People"),
    "meetings": gettext_lazy("Meetings"),
    "items": gettext_lazy("Agenda items and topics"),
    "resolutions": gettext_lazy("Resolutions"),
    "minutes": gettext_lazy("Minutes"),
    "actions": gettext_lazy("Action items"),
    "rounds": gettext_lazy("Opinion rounds"),
    "opinions": gettext_lazy("Opinions"),
    "reports": gettext_lazy("Reports"),
    "projects": gettext_lazy("Projects"),
    "contributions": gettext_lazy("Participation"),
}


class Pace(SimpleRateThrottle):
    """How often one address on the net may ask without a login."""

    scope = "search"

    def get_cache_key(self, request: ReadingRequest) -> str | None:  # type: ignore[override]
        """None for those who are logged in: nobody counts."""
        return (
            None
            if request.reader.is_known
            else self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
        )


def expect_pace(request: ReadingRequest) -> None:
    """Who is not logged in may ask sixty times a minute from one address.

    Raises DomainError 429 for more.
    """
    if not Pace("60/m").allow_request(request):
        raise DomainError(_("Please wait a minute and try again."), code="too_many_requests", status=429)


def expect_words(typed: str) -> None:
    """Raises DomainError (400) when no word was typed, all are too short, or there are too many."""
    words = cut(typed)
    if not words:
        raise DomainError(_("Please type a word: letters or digits."), code="no_word", status=400)
    if max(map(len, words)) < SHORTEST:
        raise DomainError(_("Please type at least two characters."), code="too_short", status=400)
    if len(words) > MOST:
        message = _("Please type at most %(most)s words.") % {"most": MOST}
        raise DomainError(message, code="too_many_words", status=400)

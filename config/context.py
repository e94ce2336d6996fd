"""What every template knows: the company, the main navigation, how the page is to look."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.web import clock
from governance.boards.models import Company
from governance.confidentiality import Reader

OFFICE = [
    ("home", _("Today")),
    ("meetings", _("Meetings")),
    ("rounds", _("Opinions")),
    ("boards", _("Boards")),
    ("more", _("More")),
]
MAYORS_OFFICE = [
    ("home", _("Overview")),
    ("reports", _("Reports")),
    ("meetings", _("Meetings")),
    ("boards", _("Boards")),
]
MANAGEMENT = [
    ("home", _("Overview")),
    ("reports", _("Reports")),
    ("rounds", _("Opinions")),
    ("meetings", _("Meetings")),
    ("boards", _("Boards")),
]
MEMBER = [
    ("home", _("Overview")),
    ("meetings", _("Meetings")),
    ("opinions", _("Assessments")),
    ("boards", _("Boards")),
    ("effect", _("Effect")),
]
PUBLIC = [
    ("home", _("Start")),
    ("boards", _("Boards")),
    ("contributions", _("Participation")),
]


def entries(reader: Reader) -> list[tuple[str, object]]:
    """The main navigation of a reader: at most five entries."""
    if reader.is_secretariat:
        return OFFICE
    if reader.is_mayors_office:
        return MAYORS_OFFICE
    if reader.is_management:
        return MANAGEMENT
    return MEMBER if reader.is_known else PUBLIC


def page(request: HttpRequest) -> dict[str, object]:
    """`company`, `reader`, `navigation` (address, word, current), `now`, `today`, `demo`."""
    reader = getattr(request, "reader", None) or Reader()
    current = getattr(request, "section", "")
    return {
        "company": Company.objects.first(),
        "reader": reader,
        "navigation": [(reverse(name), word, name == current) for name, word in entries(reader)],
        "now": clock.now(),
        "today": clock.today(),
        "demo": settings.DEMO,
    }

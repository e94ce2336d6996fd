"""What every template knows: the company, the main navigation, who reads, and the time."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from foundation.prepared import PreparedRows
from foundation.web import clock, office
from governance.boards.models import Board, Company
from governance.confidentiality import STAFF_ROLES, Reader
from governance.people.models import Person

_companies: PreparedRows[Company] = PreparedRows(lambda: Company.objects.select_related("logo").order_by("pk")[:1])

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
ADMINISTRATION = [
    ("home", _("Overview")),
    ("account_list", _("Accounts")),
    ("dispatches", _("Proof of dispatch")),
    ("journal", _("Journal")),
    ("setup", _("Set-up")),
]
MEMBER = [
    ("home", _("Overview")),
    ("meetings", _("Meetings")),
    ("opinions", _("Assessments")),
    ("boards", _("Boards")),
    ("effect", _("Effect")),
]
ASSISTANT = [
    ("home", _("Overview")),
    ("boards", _("Boards")),
]
PARTNER = [
    ("home", _("Overview")),
    ("projects", _("Projects")),
    ("boards", _("Boards")),
    ("reports", _("Reports")),
]
PUBLIC = [
    ("home", _("Start")),
    ("boards", _("Boards")),
    ("effect", _("Effect")),
    ("reports", _("Reports")),
    ("contributions", _("Participation")),
]


def entries(reader: Reader) -> Sequence[tuple[str, object]]:
    """The main navigation of a reader: at most five entries."""
    if reader.is_secretariat:
        return OFFICE
    if reader.is_mayors_office:
        return MAYORS_OFFICE
    if reader.is_management:
        return MANAGEMENT
    if reader.is_admin and not reader.is_member:
        return ADMINISTRATION
    if reader.assists and not reader.is_member:
        return ASSISTANT
    if reader.is_partner:
        return PARTNER
    return MEMBER if reader.is_known else PUBLIC


def _navigation(reader: Reader, current: str) -> list[tuple[str, object, bool]]:
    return [(reverse(name), word, name == current) for name, word in entries(reader)]


def _functions(reader: Reader) -> list[str]:
    """What the reader is, in words: "Vorsitz, Unternehmensbeirat"."""
    words = [str(word) for role, word in STAFF_ROLES if role in reader.roles]
    if reader.assists:
        names = map(str, Person.objects.filter(pk__in=reader.assists))
        words.append(str(_("assistant of %(people)s") % {"people": ", ".join(names)}))
    mine = Board.objects.filter(pk__in=reader.boards | reader.chairs)
    for board in mine:
        role = _("chair or deputy chair") if board.pk in reader.chairs else _("member")
        words.append(f"{board.name}: {role}")
    return words


def _login_address(request: HttpRequest) -> str:
    """Login that comes back to this page."""
    address = reverse("account_login")
    if request.method != "GET" or request.path.startswith((address, reverse("account_logout"))):
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


def _demo_roles() -> Sequence[object]:
    from demo.views import roles

    return roles()


def page(request: HttpRequest) -> dict[str, object]:
    """`company`, `reader`, `reader_functions`, `navigation`, `now`, `today`, `demo`."""
    reader = getattr(request, "reader", None) or Reader()
    company = next(iter(_companies()), None)
    office.remember(company)
    return {
        "company": company,
        "reader": reader,
        "reader_functions": SimpleLazyObject(lambda: _functions(reader)),
        "login_url": _login_address(request),
        "navigation": _navigation(reader, getattr(request, "section", "")),
        "now": clock.now(),
        "today": clock.today(),
        "demo": settings.DEMO,
        "demo_roles": SimpleLazyObject(_demo_roles) if settings.DEMO else [],
    }

"""Who asks at each address, and the words the tables of routes are written in.

A table has `ROWS` (what a GET answers to each role) and `POSTS` (what a POST answers). A row of `POSTS` is one number
where those who may open the page may also send it: they get this number, everybody else what the page gives them.
Its key may say what is sent: `"action act=drop"`. An address without a row in `POSTS` refuses to be posted to.
"""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

from foundation.accounts.links import link_for
from foundation.web import clock
from governance.mandates.models import Office
from governance.people.models import Organisation, PartnerAssignment, Person
from tests.world import FOUNDED, person

ROLES = (
    "anonymous",
    "member",
    "other_member",
    "former",
    "deputy",
    "chair",
    "secretariat",
    "management",
    "mayors_office",
    "admin",
    "assistant",
    "partner",
)
Row = dict[str, int]


def everybody(got: int = 200) -> Row:
    return dict.fromkeys(ROLES, got)


def only(*roles: str, got: int = 200) -> Row:
    """These and nobody else; strangers are told nothing of a login."""
    return everybody(404) | dict.fromkeys(roles, got)


def inside(*roles: str, got: int = 200) -> Row:
    """These and nobody else, after a login."""
    return only(*roles, got=got) | {"anonymous": 302}


def logged_in(got: int = 200) -> Row:
    return everybody(got) | {"anonymous": 302}


BOARD = ("member", "deputy", "chair")
STAFF = ("secretariat", "management", "mayors_office")
CHAIRS = ("deputy", "chair")
LEADERS = (*CHAIRS, "secretariat")


def people(world) -> dict[str, object]:
    """Who asks. The rows speak of things of the Unternehmensbeirat; `other_member` sits on another board only,
    `assistant` answers for the chair."""
    deputy = world.members["UB"][5]
    Office.objects.create(board=world.ub, person=deputy, role="deputy_chair", start=FOUNDED)
    return {
        "anonymous": None,
        "member": world.kaya,
        "other_member": world.sponsor,
        "former": world.former,
        "deputy": deputy,
        "chair": world.mayor,
        "secretariat": world.secretary,
        "management": world.manager,
        "mayors_office": world.mayors_officer,
        "admin": world.admin,
        "assistant": world.assistant,
        "partner": _partner(),
    }


def _partner() -> Person:
    """Speaks for the one organisation there is."""
    one = person("Petra", "Hoff")
    PartnerAssignment.objects.create(organisation=Organisation.objects.get(), person=one, start=FOUNDED)
    return one


def asked(table) -> Iterator[tuple[str, str, object, Row]]:
    """Every request a table speaks of: route, method, what is sent, and the answer to each role."""
    bodies = getattr(table, "SENT", {})
    for route, page in table.ROWS.items():
        yield route, "get", None, page
    for key, answer in table.POSTS.items():
        route, _space, sent = key.partition(" ")
        form = dict(parse_qsl(sent, keep_blank_values=True))
        yield route, "post", bodies.get(route, form), _sending(answer, table.ROWS[route])
    for route, row in getattr(table, "PUTS", {}).items():
        yield route, "put", bodies[route], row
    sending = {key.partition(" ")[0] for key in table.POSTS}
    for route, page in table.ROWS.items():
        if route not in sending:
            yield route, "post", {}, logged_in(405) if page["anonymous"] == 302 else everybody(405)


def _sending(answer: int | Row, page: Row) -> Row:
    if isinstance(answer, dict):
        return answer
    assert 200 in page.values(), "Nobody opens this page: its POST needs a row of its own."
    return {role: answer if got == 200 else got for role, got in page.items()}


def link_of_chair(world, act: str, subject: str) -> dict[str, str]:
    """The personal link by which the chair of the business advisory board decides; the device is not known yet."""
    now = clock.now()
    link = link_for(
        purpose=f"chair_{act}", subject=subject, holder=world.mayor.key, now=now, expires_at=now + timedelta(days=9)
    )
    return {"token": link.token}

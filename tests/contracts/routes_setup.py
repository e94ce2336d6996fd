"""Who sets up an installation: the board office; administrators name the company and see how far it is."""

from datetime import date

from foundation.web import clock
from meetings.earlier.entering import Brought, enter
from tests.contracts.roles import everybody, inside
from tests.foundation.documents.test_uploads import document

OFFICE = inside("secretariat")
BOTH = inside("secretariat", "admin")
ONLY_POST = {"anonymous": 302}

ROWS = {
    "setup": BOTH,
    "setup_leave_out": everybody(405) | ONLY_POST,
    "setup_company": BOTH,
    "setup_logo": BOTH,
    "setup_logo_removal": everybody(405) | ONLY_POST,
    "company_logo": everybody(404),
    "setup_boards": OFFICE,
    "setup_board_new": OFFICE,
    "setup_members": OFFICE,
    "setup_paste": OFFICE,
    "setup_rules": OFFICE,
    "setup_rule": OFFICE,
    "setup_rules_alike": everybody(405) | ONLY_POST,
    "setup_offices": OFFICE,
    "setup_mail": BOTH,
    "setup_earlier": OFFICE,
    "setup_earlier_take_back": everybody(405) | ONLY_POST,
    "earlier_minutes": inside("member", "deputy", "chair", "secretariat", "management", "mayors_office"),
    "setup_staff_new": OFFICE,
    "setup_staff_end": everybody(405) | ONLY_POST,
}
POSTS = {
    "setup_leave_out": inside(),
    "setup_leave_out step=logo": inside("secretariat", "admin", got=302),
    "setup_company": 400,
    "setup_logo": 400,
    "setup_logo_removal": inside("secretariat", "admin", got=302),
    "setup_boards": 400,
    "setup_board_new": 400,
    "setup_paste": 400,
    "setup_rule": 400,
    "setup_rules_alike": inside(),
    "setup_rules_alike like=sponsorenbeirat": inside("secretariat", got=302),
    "setup_mail": 302,
    "setup_earlier": 400,
    "setup_earlier_take_back": inside("secretariat", got=302),
    "setup_staff_new": 400,
    "setup_staff_end": inside("secretariat", got=302),
}


def kwargs(world):
    board = {"slug": "unternehmensbeirat"}
    day, by = date(2024, 5, 6), world.actor(world.secretary)
    former = enter(world.ub, day, place="Rathaus", file=Brought("a.pdf", document()), by=by, now=clock.now())
    return {
        "setup_earlier_take_back": {"pk": former.pk},
        "earlier_minutes": {"pk": former.pk},
        "company_logo": {"sha256": "0123456789abcdef"},
        "setup_paste": board,
        "setup_rules_alike": board,
        "setup_rule": board | {"rule": "quorum"},
        "setup_staff_new": {"role": "management"},
        "setup_staff_end": {"pk": world.manager.assignments.get().pk},
    }

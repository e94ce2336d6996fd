"""Who sets up an installation: the board office; administrators name the company and see how far it is."""

from tests.contracts.roles import everybody, inside

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
    "setup_offices": OFFICE,
    "setup_mail": BOTH,
    "setup_staff_new": OFFICE,
    "setup_staff_end": everybody(405) | ONLY_POST,
}
POSTS = {
    "setup_leave_out": inside(),
    "setup_leave_out step=logo": inside("secretariat", "admin", got=302),
    "setup_company": 422,
    "setup_logo": 422,
    "setup_logo_removal": inside("secretariat", "admin", got=302),
    "setup_boards": 422,
    "setup_board_new": 422,
    "setup_paste": 422,
    "setup_rule": 422,
    "setup_mail": 302,
    "setup_staff_new": 422,
    "setup_staff_end": inside("secretariat", got=302),
}


def kwargs(world):
    board = {"slug": "unternehmensbeirat"}
    return {
        "company_logo": {"sha256": "0123456789abcdef"},
        "setup_paste": board,
        "setup_rule": board | {"rule": "quorum"},
        "setup_staff_new": {"role": "management"},
        "setup_staff_end": {"pk": world.manager.assignments.get().pk},
    }

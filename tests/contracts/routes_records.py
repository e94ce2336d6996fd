"""The journal of everybody, what is kept about oneself, and what is let go."""

from tests.contracts.roles import inside, logged_in

OFFICE_AND_ADMIN = inside("secretariat", "admin")
OFFICE = inside("secretariat")
# The membership of `former` ended more than 30 days ago.
MINE = logged_in() | {"former": 410}

ROWS = {
    "journal": OFFICE_AND_ADMIN,
    "journal_csv": OFFICE_AND_ADMIN,
    "my_data": MINE,
    "my_data_json": MINE,
    "my_data_pdf": MINE,
    **dict.fromkeys(("retention", "retention_clear", "retention_period", "person_anonymise"), OFFICE),
}
POSTS = {"retention_clear": 409, "retention_period": 400, "person_anonymise": 302}


def kwargs(world):
    return {
        "retention_clear": {"code": "deliveries"},
        "retention_period": {"code": "deliveries"},
        "person_anonymise": {"pk": world.former.pk},
    }

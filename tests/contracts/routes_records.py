"""The journal of everybody, what is kept about oneself, and what is let go."""

from tests.contracts.test_routes import ROLES

OFFICE_AND_ADMIN = {role: 404 for role in ROLES} | {"anonymous": 302, "secretariat": 200, "admin": 200}

OFFICE = OFFICE_AND_ADMIN | {"admin": 404}
# The membership of `former` ended more than 30 days ago.
MINE = dict.fromkeys(ROLES, 200) | {"anonymous": 302, "former": 410}

ROWS = {
    "journal": OFFICE_AND_ADMIN,
    "journal_csv": OFFICE_AND_ADMIN,
    "my_data": MINE,
    "my_data_json": MINE,
    "my_data_pdf": MINE,
    **dict.fromkeys(("retention", "retention_clear", "retention_period", "person_anonymise"), OFFICE),
}


def kwargs(world):
    return {
        "retention_clear": {"code": "deliveries"},
        "retention_period": {"code": "deliveries"},
        "person_anonymise": {"pk": world.former.pk},
    }

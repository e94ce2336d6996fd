"""The journal of everybody, and what is kept about oneself."""

from tests.contracts.test_routes import ROLES

OFFICE_AND_ADMIN = {role: 404 for role in ROLES} | {"anonymous": 302, "secretariat": 200, "admin": 200}

# The membership of `former` ended more than 30 days ago.
MINE = dict.fromkeys(ROLES, 200) | {"anonymous": 302, "former": 410}

ROWS = {
    "journal": OFFICE_AND_ADMIN,
    "journal_csv": OFFICE_AND_ADMIN,
    "my_data": MINE,
    "my_data_json": MINE,
    "my_data_pdf": MINE,
}


def kwargs(world):
    return {}

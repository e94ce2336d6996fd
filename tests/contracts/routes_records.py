"""The journal of everybody."""

from tests.contracts.test_routes import ROLES

OFFICE_AND_ADMIN = {role: 404 for role in ROLES} | {"anonymous": 302, "secretariat": 200, "admin": 200}

ROWS = {"journal": OFFICE_AND_ADMIN, "journal_csv": OFFICE_AND_ADMIN}


def kwargs(world):
    return {}

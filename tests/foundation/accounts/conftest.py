"""Mail that leaves at once, and limits that begin anew with each test."""

import pytest


@pytest.fixture(autouse=True)
def _fresh(db, mail_at_once):
    pass

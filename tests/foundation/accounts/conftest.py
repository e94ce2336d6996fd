"""Mail that leaves at once."""

import pytest


@pytest.fixture(autouse=True)
def _fresh(db, mail_at_once):
    pass

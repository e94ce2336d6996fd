"""Mail that leaves at once, and limits that begin anew with each test."""

from concurrent.futures import Future

import pytest
from django.core.cache import cache

from foundation.accounts import adapter


class AtOnce:
    """Sends in the same thread, so that a test may look into the mailbox."""

    def submit(self, act, *values):
        done = Future()
        done.set_result(act(*values))
        return done


@pytest.fixture(autouse=True)
def _fresh(db, monkeypatch):
    cache.clear()
    monkeypatch.setattr(adapter, "MAILERS", AtOnce())

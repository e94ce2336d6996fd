"""The played governance year: everybody acts through the real acts, and two runs tell the same story."""

import json
from datetime import date

import pytest

from demo.play import last_played, play


@pytest.mark.django_db
def test_a_quarter_is_played_once_and_goes_on_where_it_stopped():
    first = play(date(2026, 1, 1), date(2026, 3, 31))
    again = play(date(2026, 1, 1), date(2026, 3, 31))
    assert json.dumps(first, sort_keys=True) == json.dumps(again, sort_keys=True)
    assert last_played() == date(2026, 3, 31)
    assert first["boards"] == 3
    assert first["seats"] == 53
    assert first["contributions"] == 6
    assert first["meetings"]["held"] >= 1

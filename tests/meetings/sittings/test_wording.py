"""How a meeting is named in a sentence."""

import pytest

from meetings.sittings.wording import meeting_name


@pytest.mark.parametrize(
    ("board", "name"),
    [
        ("Unternehmensbeirat", "1. Sitzung 2027 des Unternehmensbeirats"),
        ("Ethik- und Technologiebeirat", "1. Sitzung 2027 des Ethik- und Technologiebeirats"),
        ("Wissenschaftlicher Beirat", "1. Sitzung 2027: Wissenschaftlicher Beirat"),
        ("AG Daten", "1. Sitzung 2027: AG Daten"),
    ],
)
def test_only_names_that_german_inflects_by_rule_are_inflected(board, name):
    assert meeting_name(1, 2027, board).replace("\xa0", " ") == name

"""Names as people write them."""

import pytest

from governance.people.naming import Name, parts


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Frau Prof. Dr. Miriam Sander", Name("frau", "Prof. Dr.", "Miriam", "Sander")),
        ("Sander, Miriam", Name("", "", "Miriam", "Sander")),
        ("Sander, Prof. Dr. Miriam", Name("", "Prof. Dr.", "Miriam", "Sander")),
        ("Herr Werner Dahlhoff", Name("herr", "", "Werner", "Dahlhoff")),
        ("Dr. Peter von der Heide", Name("", "Dr.", "Peter", "von der Heide")),
        ("Nils Petersen-Roth", Name("", "", "Nils", "Petersen-Roth")),
        ("Dr.-Ing. Sven Adomeit", Name("", "Dr.-Ing.", "Sven", "Adomeit")),
        ("M. Sander", Name("", "", "M.", "Sander")),
        ("Kaya", Name("", "", "", "Kaya")),
        ("", Name("", "", "", "")),
    ],
)
def test_a_name_is_taken_apart(words, name):
    assert parts(words) == name

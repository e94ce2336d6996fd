"""The forecast of the quorum says in one sentence whether the meeting will be able to decide."""

from django.utils.translation import override

from meetings.invitations.forecast import forecast


def test_seven_of_ten_accepted_is_enough():
    found = forecast(["accepted"] * 7 + ["tentative"] + ["needs_action"] * 2, needed=6, seats=10)
    assert found.ok
    assert (found.yes, found.maybe, found.no, found.open, found.missing) == (7, 1, 0, 2, 0)
    with override("de"):
        assert found.sentence == "Voraussichtlich beschlussfähig: 7 von 10 zugesagt, nötig sind 6."
        assert found.short == "7 von 10 zugesagt – beschlussfähig ab 6"
        assert found.brief == "7 von 10 zugesagt, nötig: 6"
        assert found.label == "7 zugesagt, 1 unter Vorbehalt, 0 abgesagt, 2 offen, nötig 6 von 10"
        assert found.stats == [
            ("yes", "Zusagen", 7),
            ("maybe", "Vorbehalt", 1),
            ("no", "Absagen", 0),
            ("", "offen", 2),
        ]


def test_the_line_stands_after_the_seat_that_makes_it_quorate():
    found = forecast(["accepted"] * 5 + ["declined"] * 2, needed=6, seats=10)
    assert found.seats == ["yes"] * 5 + ["no need", "no", "", "", ""]
    assert not found.ok
    assert found.missing == 1
    with override("de"):
        assert found.sentence == "Noch nicht beschlussfähig: 5 von 10 zugesagt, nötig sind 6."


def test_vacant_seats_and_representation_are_counted_apart():
    found = forecast(["accepted"] * 12 + ["delegated"] * 2 + ["needs_action"] * 15, needed=16, seats=31)
    assert (found.yes, found.no, found.represented, found.open, found.vacant, found.total) == (12, 0, 2, 15, 2, 31)
    assert (len(found.seats), found.seats.count("no"), found.ok) == (31, 2, False)
    with override("de"):
        assert found.label.endswith("15 offen, nötig 16 von 31, 2 vertreten, 2 Sitze frei")
        assert found.stats[3:] == [("no", "vertreten", 2), ("", "offen", 15), ("", "frei", 2)]


def test_an_empty_open_seat_carries_the_line():
    assert forecast([], needed=2, seats=3).seats == ["", "need", ""]

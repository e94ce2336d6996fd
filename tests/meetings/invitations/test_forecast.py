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


def test_vacant_seats_count_in_the_total_and_representation_as_absence():
    found = forecast(["accepted"] * 15 + ["delegated"] * 14, needed=16, seats=31)
    assert (found.yes, found.no, found.open, found.total) == (15, 14, 2, 31)
    assert not found.ok


def test_an_empty_open_seat_carries_the_line():
    assert forecast([], needed=2, seats=3).seats == ["", "need", ""]

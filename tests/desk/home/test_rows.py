"""Which rows come first, and what stands before them."""

from datetime import date

from desk.home.rows import Row, listed

TODAY = date(2026, 11, 23)


def row(title, day):
    return Row(day, title, "/", "")


def test_overdue_rows_come_first_and_rows_without_a_deadline_last():
    rows = [
        row("spät", date(2026, 12, 4)),
        row("offen", None),
        row("vorbei", date(2026, 11, 20)),
        row("jetzt", TODAY),
    ]
    shown = [(one.row.title, one.when, one.relative, one.light) for one in listed(rows, TODAY).rows]
    assert shown == [
        ("vorbei", "Fr, 20.11.", "seit 3\u00a0Tagen", "danger"),
        ("jetzt", "Mo, 23.11.", "heute", "warning"),
        ("spät", "Fr, 04.12.", "in 11\u00a0Tagen", ""),
        ("offen", "ohne Frist", "", ""),
    ]


def test_at_most_seven_rows_are_shown_and_all_are_counted():
    days = [date(2026, 11, day) for day in range(15, 25)]
    listing = listed([row(str(day), day) for day in days], TODAY)
    assert len(listing.rows) == 7
    assert (listing.count, listing.overdue, listing.is_cut) == (10, 8, True)
    assert listed([row("eine", TODAY)], TODAY).is_cut is False

"""The name of a meeting as headings write it. Pure."""

from django.utils.translation import gettext as _


def meeting_name(number: int, year: int, board: str) -> str:
    """ "1. Sitzung 2027 des Unternehmensbeirats"; names that German cannot inflect by rule stand after a colon."""
    words = {"number": number, "year": year, "board": board}
    *before, last = board.split() or [""]
    if last.endswith("rat") and not any(word.endswith("er") for word in before):
        return _("Meeting %(number)s/%(year)s of the %(board)s") % words
    return _("Meeting %(number)s/%(year)s: %(board)s") % words

"""Tables for spreadsheets, in which no cell is ever a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable


def safe_cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would compute gets an apostrophe in front.

    Full-width signs count as well, and so do tabs and line ends at the start (OWASP, CSV injection).
    """
    text = str(value)
    start = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if start and (start in "=+-@|%" or start in "\t\r\n") else text


def csv_line(cells: Iterable[object]) -> str:
    """One line with semicolons, as German spreadsheets expect; numbers stay numbers."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(cell if isinstance(cell, int) else safe_cell(cell) for cell in cells)
    return out.getvalue()

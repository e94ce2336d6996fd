"""Tables people send and take away: CSV and XLSX, read within limits, as text only, never evaluated.

openpyxl is imported where a workbook is read or written: it brings 10 MiB that most processes never need.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.values import DomainError

MOST_BYTES = 5 * 2**20
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELL = 1_000
MOST_UNPACKED = 20 * 2**20
MOST_PARTS = 100
SEPARATORS = (";", ",", "\t")
# What spreadsheet programs take for the beginning of a formula, also in full width (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠", "｜", "％")
CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_FORMULA_CELL = "\x00formula"


@dataclass(frozen=True)
class Sheet:
    """The first table of a file: its header and (row number, cells). Cells are text without blanks around.

    `encoding` says how a CSV was read: "UTF-8", "UTF-8 (BOM)", "Windows-1252"; empty for XLSX.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""


def is_formula(cell: str) -> bool:
    """Whether a cell as read from a file is a formula, or would become one; a phone number "+49 69" is none."""
    if cell.startswith(_FORMULA_CELL):
        return True
    return cell.startswith(FORMULA) and not (cell.startswith("+") and not cell.strip("+0123456789 ()/-"))


def plain(cell: str) -> str:
    """What stands in a cell: without the apostrophe that `guarded` put before it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def guarded(cell: str) -> str:
    """The text with an apostrophe where a spreadsheet program would take it for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def read(data: bytes) -> Sheet:
    """The table in these bytes, CSV or XLSX by their content.

    Raises DomainError (400) with what is wrong: too large, another format, broken, an unknown encoding, too many rows
    or columns.
    """
    if len(data) > MOST_BYTES:
        raise _refusal("too_large", _("The file is larger than 5 MB. Please split it."))
    if data.startswith(b"PK\x03\x04"):
        return _sheet(_xlsx_rows(data), "")
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")) or not data.strip():
        raise _refusal("not_a_table", _("This is no table. Please save the list as CSV or XLSX."))
    text, encoding = _decoded(data)
    return _sheet(_csv_rows(text), encoding)


def _refusal(code: str, words: str) -> DomainError:
    return DomainError(words, code=code, status=400)


def _sheet(numbered: Iterable[tuple[int, list[str]]], encoding: str) -> Sheet:
    header: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in numbered:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise _refusal("many_columns", _("The table has more than 60 columns. Please remove what is not needed."))
        if any(len(cell) > MOST_CELL for cell in cells):
            raise _refusal("long_cell", _("Row %(row)s: a cell holds more than 1,000 characters.") % {"row": number})
        if not header:
            header = cells
            continue
        if len(cells) > len(header):
            raise _refusal("ragged", _("Row %(row)s has more cells than the header.") % {"row": number})
        if len(rows) == MOST_ROWS:
            raise _refusal("many_rows", _("The table has more than 5,000 rows. Please split it."))
        rows.append((number, cells + [""] * (len(header) - len(cells))))
    if not rows:
        raise _refusal("empty", _("The table has no rows below the header."))
    return Sheet(header, rows, encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    unknown = _refusal("encoding", _("The encoding is not known. Please save the file as “CSV UTF-8”."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise unknown
    if data.startswith(b"\xef\xbb\xbf"):
        attempts = [("utf-8-sig", "UTF-8 (BOM)")]
    else:
        attempts = [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, name in attempts:
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise unknown


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip(" \r\n") for cell in cells]
    except csv.Error as error:
        raise _refusal("broken_csv", _("Row %(row)s cannot be read.") % {"row": reader.line_num}) from error


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    broken = _refusal("broken_xlsx", _("The XLSX file cannot be read. Please save it again, or as CSV."))
    try:
        _check_parts(data)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        table = book.worksheets[0]
        table.reset_dimensions()
        empty = 0
        for number, cells in enumerate(table.iter_rows(), 1):
            row = [_cell(cell) for cell in cells]
            empty = 0 if any(row) else empty + 1
            if empty > MOST_ROWS:
                break
            yield number, row
        book.close()
    except DomainError:
        raise
    except Exception as error:  # a hostile file may break the reader in any way; none of them is ours
        raise broken from error


def _check_parts(data: bytes) -> None:
    """Unpacked size, number and kind of the members, before anything is unpacked as a whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _refusal("unpacks_too_large", _("The XLSX file unpacks to more than 20 MB. Please save it as CSV."))
        for part in parts:
            with packed.open(part) as member:
                # UTF-16 has a zero beside each letter.
                content = member.read().replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise ValueError("document type in a workbook")


def _cell(cell: object) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return _FORMULA_CELL
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip(" \r\n")


def line(cells: Iterable[object]) -> str:
    """One line of a CSV with semicolons, as German spreadsheets expect; numbers stay numbers."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(cell if isinstance(cell, int) else guarded(str(cell)) for cell in cells)
    return out.getvalue()


def write(kind: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as `csv` (UTF-8 with BOM, semicolons, as Excel opens it) or `xlsx`; every cell is text."""
    lines = ([guarded(cell) for cell in row] for row in (header, *rows))
    return _csv(lines) if kind == CSV else _xlsx(lines)


def _csv(lines: Iterable[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(lines)
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(lines: Iterable[list[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    table = book.create_sheet("Gremia")
    for line in lines:
        table.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

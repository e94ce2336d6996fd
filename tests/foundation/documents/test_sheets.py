"""Tables from outside: read as text within limits, refused in sentences, given out so that nothing is evaluated."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from foundation.documents import sheets
from foundation.values import DomainError


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def refused(data):
    with pytest.raises(DomainError) as refusal:
        sheets.read(data)
    assert refusal.value.status == 400
    return refusal.value.code


@pytest.mark.parametrize(
    ("encoded", "encoding"),
    [
        ("Größe;Zahl\nBrück;1\n".encode(), "UTF-8"),
        ("Größe;Zahl\nBrück;1\n".encode("utf-8-sig"), "UTF-8 (BOM)"),
        ("Größe;Zahl\r\nBrück;1\r\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_the_encoding_is_found_and_said(encoded, encoding):
    sheet = sheets.read(encoded)
    assert (sheet.header, sheet.rows, sheet.encoding) == (["Größe", "Zahl"], [(2, ["Brück", "1"])], encoding)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator):
    text = separator.join(["a", "b"]) + "\n\n" + separator.join(['"x\ny;,"', "2"]) + "\n"
    assert sheets.read(text.encode()).rows == [(4, ["x\ny;,", "2"])]


def test_a_workbook_is_read_as_text():
    sheet = sheets.read(book(["Sitz", "Tag", "Zahl"], [4, date(2027, 3, 1), 1.5], [None, "", "x"]))
    assert sheet.rows == [(2, ["4", "2027-03-01", "1.5"]), (3, ["", "", "x"])]
    assert sheet.encoding == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_table"),
        (b"  \n", "not_a_table"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "not_a_table"),
        (b"a;b\n", "empty"),
        ("a;b\n1;2\n".encode("utf-16"), "encoding"),
        (b"a;b\n\x81;2\n", "encoding"),
        (b"a;b\n1;\x00\n", "encoding"),
        (b"\xef\xbb\xbfa;b\n\xff;2\n", "encoding"),
        (b'a;b\n"1;2\n', "broken_csv"),
        (b"a;b\n1;2;3\n", "ragged"),
        (b"a\n" + b"x" * 1001 + b"\n", "long_cell"),
        (b";".join([b"a"] * 61) + b"\n1\n", "many_columns"),
        (b"a\n" + b"1\n" * 5001, "many_rows"),
        (b"a\n" + b"x" * (5 * 2**20), "too_large"),
        (b"PK\x03\x04" + b"x" * 100, "broken_xlsx"),
        (book(["a"])[:-200], "broken_xlsx"),
        (book(["a"] * 200, [1]), "many_columns"),
    ],
)
def test_what_is_no_table_or_too_much_is_refused(data, code):
    assert refused(data) == code


def packed(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_bombs_are_refused_before_they_unpack():
    assert refused(packed(bomb=b"0" * (21 * 2**20))) == "unpacks_too_large"
    assert refused(packed(**{f"part{n}": b"x" for n in range(101)})) == "unpacks_too_large"
    assert refused(packed(other=b"no workbook")) == "broken_xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("blanks", [0, 5000])
def test_entities_of_a_workbook_are_refused(encoding, blanks):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(["a"], ["b"]))) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                start = f'<?xml version="1.0" encoding="{encoding}"?>{" " * blanks}<!DOCTYPE x [<!ENTITY a "b">]>'
                body = content.decode().partition("?>")[2] if content.startswith(b"<?xml") else content.decode()
                content = (start + body).encode(encoding)
            target.writestr(name, content)
    assert refused(buffer.getvalue()) == "broken_xlsx"


def test_a_workbook_that_claims_a_million_rows_is_cut():
    made = Workbook()
    made.active["A1"], made.active["A2"], made.active["A1048576"] = "a", "b", "c"
    buffer = io.BytesIO()
    made.save(buffer)
    assert sheets.read(buffer.getvalue()).rows == [(2, ["b"])]


def test_formulas_are_known_and_phone_numbers_are_none():
    cells = sheets.read(book(["a"], ["=1+1"], ["@x"], ["-2"], ["+49 69 90009-1"], ["+1+cmd"], ["a=b"])).rows
    assert [sheets.is_formula(row[0]) for _number, row in cells] == [True, True, True, False, True, False]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_given_out_is_a_formula(kind, start):
    data = sheets.write(kind, ["Name"], [[f"{start}cmd|x"]])
    if kind == "xlsx":
        cell = load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
        assert (cell.data_type, str(cell.value)[0]) == ("s", "'")
    else:
        assert f"'{start}cmd|x".encode() in data.replace(b'"', b"")
    (_number, cells) = sheets.read(data).rows[0]
    assert sheets.is_formula(cells[0]) is False
    assert sheets.plain(cells[0]).strip() == f"{start}cmd|x".strip()


CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20) | st.sampled_from(["'=x", "''+1", "-"])


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_was_given_out_is_read_again(rows):
    kept = [[cell.strip(" \r\n") for cell in row] for row in rows]
    expected = [[cell.strip(" \r\n") for cell in row] for row in kept if any(row)]
    if not expected:
        return
    read = sheets.read(sheets.write("csv", ["a", "b"], kept))
    assert [[sheets.plain(cell) for cell in cells] for _number, cells in read.rows] == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data):
    with suppress(DomainError):
        assert sheets.read(data).rows

"""No cell of a table is ever a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.documents.sheets import guarded, line


@pytest.mark.parametrize("start", [*"=+-@|%\t\r\n＝＋－＠｜％"])
def test_what_a_spreadsheet_would_compute_is_text(start):
    assert guarded(f"{start}1+1") == f"'{start}1+1"


def test_other_words_and_numbers_stay_what_they_are():
    assert line(["Wendt; Carla", 'so "genannt"', -7, "", "1+1"]) == '"Wendt; Carla";"so ""genannt""";-7;;1+1\r\n'


@given(st.lists(st.text("aä1 ;\"'=+-@|%\t\r\n＝"), min_size=2))
def test_a_reader_finds_every_cell_again(cells):
    written = io.StringIO(line(cells), newline="")
    assert next(csv.reader(written, delimiter=";")) == [guarded(cell) for cell in cells]

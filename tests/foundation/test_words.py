"""Cutting what was typed, and marking what was found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.words import EXCERPT, anchor, cut, excerpt, marked, pattern, spellings


def plain(pieces):
    return "".join(text for text, _found in pieces)


def found(pieces):
    return [text for text, is_found in pieces if is_found]


def test_words_are_cut_once_and_without_marks():
    assert cut("  „Sensoren“, (Raum)! sensoren  UB-B-2027-05 ") == ("sensoren", "raum", "ub-b-2027-05")
    assert cut("-- !? … _ %") == ()


def test_spellings_of_a_word():
    assert spellings("geschaeft") == ["geschaeft", "geschäft"]
    assert spellings("größe") == ["größe", "groeße"]
    assert spellings("raum") == ["raum"]


@pytest.mark.parametrize("text", ["Maße", "MASSE", "Masse", "Maesse"])
def test_one_pattern_for_all_spellings(text):
    assert re.search(pattern("maße"), text, re.IGNORECASE)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_every_word_matches_itself_and_is_reached_by_its_anchor(typed):
    for word in cut(typed):
        assert re.search(pattern(word), word, re.IGNORECASE)
        assert anchor(word) in word


@given(st.text(max_size=600), st.text(max_size=40))
def test_marking_changes_no_letter(text, typed):
    assert plain(marked(text, cut(typed))) == text
    shown = plain(excerpt(text, cut(typed)))
    assert len(shown) <= EXCERPT + 4
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split())


def test_a_token_with_the_stem_of_a_word_is_marked_whole():
    pieces = marked("Die Lichtsensoren und der Sensor, nicht die Lampe", ("sensoren",))
    assert found(pieces) == ["Lichtsensoren", "Sensor"]
    assert found(marked("Straßen", ("strasse",))) == ["Straßen"]
    assert found(marked("Sensoren", ())) == []


def test_an_excerpt_stands_around_the_first_word_that_is_found():
    text = "Anfang. " + "Vorrede und mehr " * 40 + "die Seilbahn am Berg " + "Nachrede und mehr " * 40
    pieces = excerpt(text, ("seilbahn",))
    assert found(pieces) == ["Seilbahn"]
    assert plain(pieces).startswith("… ")
    assert plain(pieces).endswith(" …")


def test_an_excerpt_without_a_finding_is_the_beginning():
    assert plain(excerpt("Erste Zeile.\nZweite   Zeile.", ("seilbahn",))) == "Erste Zeile. Zweite Zeile."

import pytest

from foundation.documents.glyphs import printable

LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {0x2013, 0x201E, 0x201C}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Größe „7“ – 8\u00a0%", "Größe „7“ – 8\u00a0%"),
        ("u\u0308ber", "über"),
        ("16:00\u202fUhr", "16:00\u00a0Uhr"),
        ("E\u2011Mail", "E-Mail"),
        ("eins\r\nzwei\rdrei\tvier", "eins\nzweidrei vier"),
        ("Wort\u00adtrennung", "Wort\u00adtrennung"),
        ("a\u2003b", "a b"),
        ("links\u202erechts\u0000\u200b\ufeff", "linksrechts"),
        ("①", "1"),
        ("gut 👍🏽", "gut [U+1F44D][U+1F3FD]"),
        ("❤\ufe0f", "[U+2764]"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_text_keeps_to_the_glyphs_of_the_font(value, expected):
    assert printable(value, LATIN) == expected


def test_walks_through_lists_and_dictionaries_and_leaves_numbers_alone():
    value = {"rows": [["漢", 1, 2.5, None, True]], "shown": ("a", "b")}
    assert printable(value, LATIN) == {"rows": [["[U+6F22]", 1, 2.5, None, True]], "shown": ["a", "b"]}

"""Bring text into characters that the document font can show.

PDF/A and PDF/UA refuse a file with a single missing glyph, so one emoji in a comment would cost the
whole document. Nothing is lost in silence: what cannot be shown is written as its code, "[U+1F600]".
"""

import unicodedata
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

NO_BREAK_SPACE = "\u00a0"
REPLACED = {
    "\t": " ",
    "\r": "",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u2007": NO_BREAK_SPACE,
    "\u202f": NO_BREAK_SPACE,
    "\u2010": "-",
    "\u2011": "-",
}
KEPT = {"\n", "\u00ad"}


def printable(value, glyphs: Collection[int]):
    """A copy of JSON-like `value` in which every string holds only characters out of `glyphs`.

    Control characters, marks of writing direction and other invisible characters are dropped, line
    breaks and soft hyphens stay; numbers, booleans and None are returned as they are.
    """
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
        return "".join(_shown(character, glyphs) for character in text)
    if isinstance(value, dict):
        return {str(key): printable(item, glyphs) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, glyphs) for item in value]
    return value


def _shown(character: str, glyphs: Collection[int]) -> str:
    if character in KEPT:
        return character
    if character in REPLACED:
        return REPLACED[character]
    category = unicodedata.category(character)
    # The variation selectors (Mn) are invisible as well, though not "format" characters.
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category == "Zs" and ord(character) not in glyphs:
        return " "
    if category not in ("Cs", "Co") and ord(character) in glyphs:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(part) in glyphs for part in plain):
        return plain
    return f"[U+{ord(character):04X}]"


@lru_cache(maxsize=4)
def of_fonts(paths: tuple[Path, ...]) -> frozenset[int]:
    """The code points that every one of the fonts can show."""
    return frozenset.intersection(*(_code_points(path) for path in paths))


def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())

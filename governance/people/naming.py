"""A name as people write it, taken apart: "Frau Prof. Dr. Miriam Sander", "Sander, Miriam". Pure."""

import re
from dataclasses import dataclass

ADDRESSES = {
    "frau": "frau",
    "fr.": "frau",
    "ms": "frau",
    "mrs": "frau",
    "herr": "herr",
    "herrn": "herr",
    "hr.": "herr",
}
# What stands before a given name and ends with a full stop is a title; these do without one.
TITLES = {"dr", "prof", "professor", "professorin"}
PARTICLES = {"van", "von", "vom", "zu", "zum", "zur", "de", "del", "der", "den", "di", "da", "la", "le", "ter", "ten"}
_DEGREE = re.compile(r"[A-Za-zÄÖÜäöü][\w.\-]*\.|\(?FH\)?|h\.\s?c\.|habil\.?")


@dataclass(frozen=True)
class Name:
    """`form_of_address` as in `Person.Address`; empty parts were not said."""

    form_of_address: str
    academic_title: str
    given_name: str
    family_name: str


def parts(words: str) -> Name:
    """The name in `words`. A comma says that the family name comes first; else it is the last word, with the
    particles before it ("von der Heide"). A single word is a family name."""
    first, comma, rest = words.partition(",")
    before, after = first.split(), rest.split()
    address = ADDRESSES.get(before[0].casefold(), "") if before else ""
    before = before[1:] if address else before
    titles = _titles(before)
    before = before[len(titles) :]
    if comma:
        more = _titles(after)
        return Name(address, " ".join(titles + more), " ".join(after[len(more) :]), " ".join(before))
    at = _family_at(before)
    return Name(address, " ".join(titles), " ".join(before[:at]), " ".join(before[at:]))


def _titles(tokens: list[str]) -> list[str]:
    """Titles at the beginning, never the last word: that one is a name."""
    found: list[str] = []
    for token in tokens[:-1]:
        bare = token.rstrip(".").casefold()
        if bare not in TITLES and not (_DEGREE.fullmatch(token) and len(bare) > 1):
            break
        found.append(token)
    return found


def _family_at(tokens: list[str]) -> int:
    at = max(len(tokens) - 1, 0)
    while at > 1 and tokens[at - 1].casefold() in PARTICLES:
        at -= 1
    return at

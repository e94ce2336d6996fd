"""A roster line as people write it: names of columns, words for codes, days. Pure: text in, values out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from foundation.documents.sheets import is_formula, plain
from foundation.values import clean_line

GERMAN, ENGLISH = 0, 1

# The columns in the order of the export: German name, English name, further names.
COLUMNS: dict[str, tuple[str, ...]] = {
    "board": ("Gremium", "Board", "Beirat"),
    "seat": ("Sitz", "Seat", "Sitznummer", "Sitz-Nr.", "Nr.", "Seat number"),
    "kind": ("Sitzart", "Seat kind", "Art des Sitzes", "Kind"),
    "label": ("Bezeichnung", "Label"),
    "body": ("Entsendende Stelle", "Delegating body"),
    "sector": ("Bereich", "Sector"),
    "voting": ("Stimmrecht", "Voting", "Stimmberechtigt"),
    "form_of_address": ("Anrede", "Form of address"),
    "academic_title": ("Titel", "Title", "Akademischer Titel"),
    "given_name": ("Vorname", "Given name", "First name"),
    "family_name": ("Nachname", "Family name", "Name", "Last name"),
    "email": ("E-Mail", "E-mail", "Email", "Mail"),
    "phone": ("Telefon", "Phone"),
    "start": ("Beginn", "Start", "Von"),
    "end": ("Ende", "End", "Bis"),
    "appointed_on": ("Berufen am", "Appointed on"),
    "document": ("Dokument", "Document", "Berufungsdokument"),
    "office": ("Amt", "Office", "Funktion"),
}
NEEDED = ("board", "seat")
PERSON = ("form_of_address", "academic_title", "given_name", "family_name", "email", "phone")
LENGTHS = {"board": 200, "label": 200, "body": 200, "document": 200, "academic_title": 60, "phone": 40, "email": 254}
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "ex_officio": ("kraft Amtes", "by office", "Amt"),
        "delegated": ("entsandt", "by delegation", "Entsendung"),
        "expert": ("persönlich", "in person", "Person"),
    },
    "sector": {
        "science": ("Wissenschaft", "science"),
        "politics": ("Politik", "politics", "Politik (Fraktionen)", "politics (factions)"),
        "associations": ("Verbände", "associations"),
        "public": ("Land und Stadt", "Land and city"),
        "business": ("Wirtschaft", "business"),
    },
    "voting": {
        "1": ("ja", "yes", "stimmberechtigt", "voting", "x", "true", "wahr"),
        "0": ("nein", "no", "beratend", "advisory", "false", "falsch"),
    },
    "form_of_address": {
        "frau": ("Frau", "Ms", "Mrs"),
        "herr": ("Herr", "Mr"),
        "neutral": ("ohne Anrede", "no form of address", "-", "keine"),
    },
    "office": {
        "chair": ("Vorsitz", "chair"),
        "deputy_chair": ("stellvertretender Vorsitz", "deputy chair", "Stellvertretung", "stv. Vorsitz"),
    },
}
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
)
_SEAT = re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """Why a field (a key of COLUMNS, or "") is refused, in words."""

    column: str
    words: str


@dataclass
class Line:
    """One row: the texts and codes by column (empty: not said), days and seat number, and what is wrong with it."""

    number: int
    text: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    seat: int = 0
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, words: str) -> None:
        self.problems.append(Problem(column, words))

    def refused(self, *columns: str) -> bool:
        return any(problem.column in columns for problem in self.problems)

    def says(self, column: str) -> bool:
        """Whether something stands in the column, understood or not."""
        return bool(self.text[column]) or self.refused(column)

    @property
    def names_a_person(self) -> bool:
        return any(self.says(name) for name in PERSON)


def _folded(words: str) -> str:
    return re.sub(r"[\s\-_.]+", "", words.replace("\u00a0", " ").casefold())


_BY_NAME = {_folded(name): key for key, names in COLUMNS.items() for name in (key, *names)}
_BY_WORD = {
    column: {_folded(word): code for code, words in codes.items() for word in (code, *words)}
    for column, codes in WORDS.items()
}


def columns_of(header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Where each known column stands, and the names nobody knows. Raises ValueError for a missing or double one."""
    found: dict[str, int] = {}
    unknown = []
    for place, name in enumerate(header):
        key = _BY_NAME.get(_folded(name))
        if key is None:
            unknown.append(name)
        elif key in found:
            raise ValueError(_("The column “%(name)s” stands there twice.") % {"name": COLUMNS[key][GERMAN]})
        else:
            found[key] = place
    missing = [COLUMNS[key][GERMAN] for key in NEEDED if key not in found]
    if missing:
        raise ValueError(_("This column is missing: %(names)s.") % {"names": ", ".join(missing)})
    return found, [name for name in unknown if name]


def parse(number: int, cells: Sequence[str], places: dict[str, int]) -> Line:
    """The line in these cells; what cannot be understood stands in `problems`, and no longer in `text` or `days`."""
    line = Line(number)
    for key in COLUMNS:
        raw = cells[places[key]] if key in places else ""
        line.text[key] = _text(line, key, raw)
    _codes(line)
    _days(line)
    if _SEAT.fullmatch(line.text["seat"]) and int(line.text["seat"]):
        line.seat = int(line.text["seat"])
    elif not line.refused("seat"):
        line.refuse("seat", _("Please give the number of the seat."))
    if not line.says("board"):
        line.refuse("board", _("Please name the board."))
    return line


def _text(line: Line, key: str, raw: str) -> str:
    if is_formula(raw) and not (key == "form_of_address" and raw == "-"):
        line.refuse(key, _("Formulas are not read. Please type the text itself."))
        return ""
    try:
        text = clean_line(plain(raw))
    except ValueError:
        line.refuse(key, _("Holds characters that cannot be shown."))
        return ""
    most = LENGTHS.get(key, 100)
    if len(text) > most:
        line.refuse(key, _("Longer than %(most)s characters.") % {"most": most})
        return ""
    return text.lower() if key == "email" else text


def _codes(line: Line) -> None:
    for column, words in _BY_WORD.items():
        said = line.text[column]
        if not said:
            continue
        line.text[column] = words.get(_folded(said), "")
        if not line.text[column]:
            known = ", ".join(names[GERMAN] for names in WORDS[column].values())
            line.refuse(column, _("“%(word)s” is not known. Possible: %(known)s.") % {"word": said, "known": known})


def _days(line: Line) -> None:
    for column in ("start", "end", "appointed_on"):
        said = line.text[column]
        if not said:
            continue
        day = day_of(said)
        if day is None:
            line.refuse(column, _("“%(word)s” is no day, for example 01.03.2027.") % {"word": said})
        else:
            line.days[column] = day
    if "end" in line.days and "start" in line.days and line.days["end"] < line.days["start"]:
        line.refuse("end", _("The end lies before the start."))
        del line.days["end"]


def day_of(text: str) -> date | None:
    """A day written as 01.03.2027 or 2027-03-01, between 1950 and 2100; None for anything else."""
    for pattern in _DAYS:
        if match := pattern.fullmatch(text):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            return day if 1950 <= day.year <= 2100 else None
    return None


def word(column: str, code: str, language: int = GERMAN) -> str:
    """How the export writes a code."""
    return WORDS[column][code][language] if code else ""

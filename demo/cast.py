"""The demo's boards: seats, who holds them and when, and the rules of procedure. Pure data.

Days of the story are counted from the first played year, so that the same cast fits any range. The real rules of
procedure are not public: a source given here belongs to the demo, a rule without one is an assumption.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from demo.people import CITIZEN_LABEL, COMPANY, INSTITUTIONS, MEMBERS, PEOPLE, STAFF, Organisation, Person
from governance.boards.blueprints import BLUEPRINTS, BUSINESS_BOARD, ETHICS_BOARD, SPONSORS_BOARD, Blueprint

__all__ = [
    "BOARDS",
    "CITIZEN_LABEL",
    "COMPANY",
    "ETB",
    "MEMBERS",
    "ORGANISATIONS",
    "PEOPLE",
    "SB",
    "STAFF",
    "UB",
    "Board",
    "Holding",
    "Organisation",
    "Person",
    "Seat",
    "StoryDay",
    "board",
    "person",
]

UB, ETB, SB = (one.slug for one in BLUEPRINTS)


class Room(NamedTuple):
    """A room that nobody will find in Darmstadt: its facts are made up."""

    name: str
    capacity: int
    video_conference: bool = True
    microphones: bool = False
    projector: bool = True
    wifi: bool = True
    step_free: bool | None = True
    accessible_toilet: bool | None = True
    induction_loop: bool | None = None
    accessible_parking: bool | None = None
    way_in: str = ""


ROOMS = (
    Room("Haus der Digitalstadt, Raum 1.04", 24, way_in="2. Stock, der Aufzug ist links vom Eingang."),
    Room(
        "Haus der Digitalstadt, Großer Saal",
        60,
        microphones=True,
        induction_loop=True,
        accessible_parking=True,
        way_in="Erdgeschoss, Eingang vom Hof.",
    ),
    Room("Haus der Digitalstadt, Werkstatt", 12, video_conference=False, step_free=False, accessible_toilet=False),
)
SMALL, LARGE = ROOMS[0].name, ROOMS[1].name


class StoryDay(NamedTuple):
    """A day `year` years after the first played one."""

    year: int
    month: int
    day: int

    def on(self, first_year: int) -> date:
        return date(first_year + self.year, self.month, self.day)


@dataclass(frozen=True)
class Holding:
    """One person on one seat. `start` None: from the founding; `end` None: with the office.

    `end_reason` is empty for the end of the term; `known_on` is the day on which an early end becomes known.
    """

    person: str
    start: StoryDay | None = None
    end: StoryDay | None = None
    end_reason: str = ""
    known_on: StoryDay | None = None


@dataclass(frozen=True)
class Seat:
    """`holdings` in order of time; a gap between two of them is a vacancy."""

    number: int
    kind: str
    label: str
    body: str
    sector: str
    holdings: tuple[Holding, ...]
    voting: bool = True
    chair: bool = False

    def holder(self, day: date, first_year: int) -> str | None:
        for one in self.holdings:
            begun = one.start is None or one.start.on(first_year) <= day
            if begun and (one.end is None or day <= one.end.on(first_year)):
                return one.person
        return None


@dataclass(frozen=True)
class Board:
    """A board as the product's blueprint describes it, with the demo's seats and what its rules stand on: a name that
    `sources` does not hold is an assumption."""

    like: Blueprint
    seats: tuple[Seat, ...] = field(repr=False)
    sources: tuple[tuple[str, str], ...] = ()
    chair_elected: bool = False
    place: str = SMALL

    @property
    def slug(self) -> str:
        return self.like.slug

    @property
    def name(self) -> str:
        return self.like.name

    @property
    def chair(self) -> str:
        return next(seat.holdings[0].person for seat in self.seats if seat.chair)


OFFICE, DELEGATED, EXPERT = "ex_officio", "delegated", "expert"
TERM = StoryDay(4, 6, 30)
ELECTORAL_TERM = StoryDay(6, 3, 31)


def _office(number: int, label: str, body: str, sector: str, person: str, chair: bool = False) -> Seat:
    return Seat(number, OFFICE, label, body, sector, (Holding(person),), chair=chair)


def _sent(number: int, label: str, body: str, sector: str, *holdings: str | Holding, chair: bool = False) -> Seat:
    return Seat(number, DELEGATED, label, body, sector, _terms(holdings, TERM), chair=chair)


def _faction(number: int, letter: str, *holdings: str | Holding) -> Seat:
    terms = _terms(holdings, ELECTORAL_TERM)
    return Seat(number, DELEGATED, f"Fraktion {letter}", f"fraktion-{letter.lower()}", "politics", terms)


def _expert(number: int, subject: str, person: str) -> Seat:
    return Seat(number, EXPERT, subject, "", "science", _terms((person,), TERM))


def _terms(holdings: tuple[str | Holding, ...], end: StoryDay) -> tuple[Holding, ...]:
    return tuple(Holding(one, end=end) if isinstance(one, str) else one for one in holdings)


UB_SEATS = (
    _office(1, "Oberbürgermeisterin", "stadt", "public", "holtkamp", chair=True),
    _office(2, "Staatssekretärin im Wirtschaftsministerium", "wirtschaftsministerium", "public", "brueck"),
    _office(3, "Digitalbeauftragte der Stadt", "stadt", "public", "sander"),
    _office(4, "HEAG Holding, Vorstand", "heag", "business", "adomeit"),
    _office(5, "HEAG mobilo, Geschäftsführung", "heag-mobilo", "business", "kaya"),
    _office(6, "EAD, Betriebsleitung", "ead", "public", "penner"),
    _office(7, "Amt für Wirtschaft und Stadtentwicklung, Leitung", "wirtschaftsamt", "public", "osterloh"),
    _office(8, "Klinikum Darmstadt, Geschäftsführung", "klinikum", "business", "thoms"),
    _sent(9, "bauverein AG", "bauverein", "business", "dahlhoff"),
    _sent(10, "ENTEGA", "entega", "business", "lamprecht"),
)

ETB_SEATS = (
    _office(1, "Oberbürgermeisterin", "stadt", "public", "holtkamp"),
    _office(2, "Digitalbeauftragte der Stadt", "stadt", "public", "sander", chair=True),
    _sent(3, "Hessisches Wirtschaftsministerium", "wirtschaftsministerium", "public", "ahlers"),
    _sent(4, "Hessisches Digitalministerium", "digitalministerium", "public", "wiegand"),
    _sent(5, "Stadtverwaltung, Informationssicherheit", "stadt", "public", "aydin"),
    _expert(6, "IT-Sicherheit", "vollrath"),
    _expert(7, "Informatik", "lamprecht"),
    _expert(8, "Soziologie", "brandis"),
    _expert(9, "Stadtplanung", "hahnel"),
    _expert(10, "Umwelt und Nachhaltigkeit", "kuehnel"),
    _expert(11, "Philosophie und Ethik", "wessel"),
    _expert(12, "Bildung", "nouri"),
    _expert(13, "Recht der Informationsgesellschaft", "oelschlaeger"),
    _expert(14, "Maschinelles Lernen", "tran"),
    _expert(15, "Verkehrswesen", "matuschek"),
    _sent(16, "Hessischer Städtetag", "staedtetag", "associations", "rehbein"),
    _sent(17, "Hessischer Städte- und Gemeindebund", "gemeindebund", "associations", "stenzel"),
    _sent(18, "Digitalverband Bitkom", "bitkom", "associations", "petersen-roth"),
    _sent(19, "Verbraucherschutz", "verbraucherzentrale", "associations", "dahlhoff"),
    _sent(20, "Deutscher Gewerkschaftsbund", "dgb", "associations", "teichmann"),
    _sent(21, "Handwerk", "handwerkskammer", "business", "ziegenhain"),
    _faction(
        22,
        "A",
        Holding("klingbach", None, StoryDay(0, 11, 30), "recalled", StoryDay(0, 11, 10)),
        Holding("marquardt", StoryDay(2, 3, 1), ELECTORAL_TERM),
    ),
    _faction(
        23,
        "B",
        Holding("ostermann", None, StoryDay(2, 3, 31), "resigned", StoryDay(1, 11, 2)),
        Holding("wernicke", StoryDay(2, 5, 1), ELECTORAL_TERM),
    ),
    _faction(24, "C", "demirtas"),
    _faction(25, "D", "grothe"),
    _faction(26, "E", "findeisen"),
    _faction(27, "F", "rosenthal"),
    _sent(
        28,
        "Wirtschaft",
        "ihk",
        "business",
        Holding("holzapfel", None, StoryDay(1, 1, 14), "resigned", StoryDay(0, 12, 10)),
        Holding("sauerwein", StoryDay(2, 4, 1), StoryDay(6, 6, 30)),
    ),
    _sent(29, "Start-ups", "house-of-it", "business", "brinkmann"),
    _sent(30, "Digitalwirtschaft", "sponsor-2", "business", "kessler"),
    _faction(31, "G", "hinrichs"),
)

SPONSOR_SEATS = (
    ("Kranichwerk Software GmbH (Demo)", "fabricius"),
    ("Modaublick Netze GmbH (Demo)", "kessler"),
    ("Lindner-Voss Beratung (Demo)", "lindner-voss"),
    ("Stahlhut Messtechnik GmbH (Demo)", "stahlhut"),
    ("Kastanienhof Handel GmbH (Demo)", "kastner"),
    ("Ostkurve Logistik GmbH (Demo)", "nowicki"),
    ("Blauregen Versicherung AG (Demo)", "hollmann"),
    ("Sternhof Medien GmbH (Demo)", "trautwein"),
    ("Mondfeld Robotik GmbH (Demo)", "zhou"),
    ("Eschengrund Bau GmbH (Demo)", "eschbach"),
    ("Wildwuchs Gestaltung GmbH (Demo)", "wildner"),
    ("Pfauenrad Energieberatung GmbH (Demo)", "pfannmueller"),
)
SPONSORS = tuple(
    Organisation(f"sponsor-{number}", name, "business") for number, (name, _) in enumerate(SPONSOR_SEATS, 1)
)
SB_SEATS = tuple(
    _sent(number, name, f"sponsor-{number}", "business", person, chair=number == 1)
    for number, (name, person) in enumerate(SPONSOR_SEATS, 1)
)

ORGANISATIONS = INSTITUTIONS + SPONSORS

ORDER = "Geschäftsordnung"
BOARDS = (
    Board(
        BUSINESS_BOARD,
        UB_SEATS,
        sources=(
            ("quorum", f"{ORDER} § 6"),
            ("meetings_per_year", f"{ORDER} § 4"),
            ("target_min", "Strategie, Kapitel 6"),
            ("petition_percent", "Gesellschaftsvertrag § 12"),
        ),
    ),
    Board(
        ETHICS_BOARD,
        ETB_SEATS,
        sources=(
            ("quorum", f"{ORDER} § 6"),
            ("meetings_per_year", f"{ORDER} § 4"),
            ("petition_percent", "Gesellschaftsvertrag § 12"),
        ),
        place=LARGE,
    ),
    Board(SPONSORS_BOARD, SB_SEATS, chair_elected=True),
)

_PEOPLE = {one.key: one for one in PEOPLE}
_BOARDS = {one.slug: one for one in BOARDS}


def person(key: str) -> Person:
    return _PEOPLE[key]


def board(slug: str) -> Board:
    return _BOARDS[slug]

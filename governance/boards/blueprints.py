"""Boards to begin with: the three of the strategy's chapter 6 (organisation), as usual for a company of a city. Pure.

What the chapter and public pages say stands here; everything else about a board is entered. The numbers are a
beginning: until somebody names where a rule is written, it is an assumption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

BY_OFFICE, IN_PERSON = "ex_officio", "expert"
PUBLIC, BUSINESS = "public", "business"
NUMBERED = "Sitz"  # the first word of a seat that has but a number


@dataclass(frozen=True)
class SeatDraft:
    """A seat as the first composition named it; `label` is an office, or a mere number where nothing is known."""

    label: str
    sector: str
    kind: str = BY_OFFICE


@dataclass(frozen=True)
class Blueprint:
    """A board to be. `rules` are fields of the rules of procedure that differ from the usual ones."""

    slug: str
    name: str
    short_name: str
    kind: str
    purpose: str
    position: int
    named: tuple[SeatDraft, ...] = ()
    size: int = 0
    rest: str = BUSINESS
    rules: Mapping[str, Any] = field(default_factory=dict)

    @property
    def seats(self) -> tuple[SeatDraft, ...]:
        """The named seats, then numbered ones up to the size."""
        more = range(len(self.named) + 1, self.size + 1)
        return (*self.named, *(numbered(number, self.rest) for number in more))


def numbered(number: int, sector: str) -> SeatDraft:
    """A seat nothing is known of yet: the roster says who sits there and for whom."""
    return SeatDraft(f"{NUMBERED} {number}", sector, IN_PERSON)


BUSINESS_BOARD = Blueprint(
    slug="unternehmensbeirat",
    name="Unternehmensbeirat",
    short_name="UB",
    kind="business_advisory",
    purpose=(
        "Verbindet die GmbH mit den Geschäftsleitungen der städtischen Beteiligungen. "
        "So entsteht ein gemeinsames Verständnis für das Gesamtprojekt."
    ),
    position=1,
    named=(
        SeatDraft("Oberbürgermeisterin", PUBLIC),
        SeatDraft("Staatssekretärin im Wirtschaftsministerium", PUBLIC),
        SeatDraft("Digitalbeauftragte der Stadt", PUBLIC),
        SeatDraft("HEAG Holding, Vorstand", BUSINESS),
        SeatDraft("HEAG mobilo, Geschäftsführung", BUSINESS),
        SeatDraft("EAD, Betriebsleitung", PUBLIC),
        SeatDraft("Amt für Wirtschaft und Stadtentwicklung, Leitung", PUBLIC),
        SeatDraft("Klinikum Darmstadt, Geschäftsführung", BUSINESS),
        SeatDraft("bauverein AG", BUSINESS),
        SeatDraft("ENTEGA", BUSINESS),
    ),
    size=10,
    rules={
        "meetings_per_year": 4,
        "tolerated_min": 84,
        "target_min": 91,
        "target_max": 122,
        "tolerated_max": 126,
        "start_time": time(16),
        "receives_report": True,
        "report_review": "approval",
    },
)
ETHICS_BOARD = Blueprint(
    slug="ethik-und-technologiebeirat",
    name="Ethik- und Technologiebeirat",
    short_name="ETB",
    kind="ethics_technology",
    purpose="Berät die Geschäftsführung aus ethischer Sicht bei den Herausforderungen der Digitalisierung.",
    position=2,
    named=(SeatDraft("Oberbürgermeisterin", PUBLIC), SeatDraft("Digitalbeauftragte der Stadt", PUBLIC)),
    size=31,
    rest="science",
    rules={
        "meetings_per_year": 2,
        "tolerated_min": 140,
        "target_min": 150,
        "target_max": 215,
        "tolerated_max": 230,
        "start_time": time(17),
        "receives_report": True,
    },
)
SPONSORS_BOARD = Blueprint(
    slug="sponsorenbeirat",
    name="Sponsorenbeirat",
    short_name="SB",
    kind="sponsors",
    purpose="Unterstützt die Geschäftsführung mit Geld, Sachleistungen und Wissen.",
    position=3,
    size=12,
    rules={
        "meetings_per_year": 1,
        "tolerated_min": 300,
        "target_min": 330,
        "target_max": 400,
        "tolerated_max": 430,
        "start_time": time(15),
    },
)
BLUEPRINTS = (BUSINESS_BOARD, ETHICS_BOARD, SPONSORS_BOARD)

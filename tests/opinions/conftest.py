"""The ethics board with all 31 seats held, nine guidelines, and a round that can be opened, answered and closed."""

from datetime import date, datetime, timedelta

import pytest

from foundation.values import BERLIN, Actor
from governance.boards.models import Board
from opinions.rounds import collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.gaps import Assessment
from opinions.rounds.models import Opinion, OpinionRound
from portfolio.projects.models import Guideline
from tests.conftest import MONDAY
from tests.kept import Kept
from tests.world import World, build, person, seat_person

TITLES = [
    "Gemeinwohl",
    "Demokratische Kontrolle",
    "Transparenz",
    "Gleicher Zugang",
    "Automatisierte Entscheidungen",
    "Unabhängigkeit von Anbietern",
    "Kein Verkauf von Daten",
    "Datensouveränität",
    "Nachhaltigkeit",
]
IMPORTANT = [1, 3, 8]
VERDICTS = ["support"] * 15 + ["support_with_recommendations"] * 6 + ["reject"] * 2 + ["abstain"]
DEADLINE = date(2026, 12, 14)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A wall time in Darmstadt."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def rated(rating: str = "met") -> list[Assessment]:
    return [Assessment(number, rating) for number in IMPORTANT]


def _guidelines() -> list[Guideline]:
    return Guideline.objects.bulk_create(
        Guideline(
            number=number, title=title, text=f"{title} ist gewahrt.", note="Paraphrase, nicht amtlicher Wortlaut."
        )
        for number, title in enumerate(TITLES, 1)
    )


def _fill(world: World) -> None:
    for number in (30, 31):
        newcomer = person("Nora", f"Nachfolge{number}")
        seat_person(world.etb, number, newcomer)
        world.members["ETB"].append(newcomer)


def _prepare(world: World, board: Board) -> OpinionRound:
    return opening.prepare(
        board=board,
        title="Sensoren im öffentlichen Raum",
        question="Ist das Vorhaben mit unseren Leitplanken vereinbar?",
        requested_by=world.manager,
        deadline=end_of(DEADLINE),
        by=world.actor(world.manager),
        now=MONDAY,
    )


def _open(world: World, board: Board, guidelines: list[Guideline]) -> OpinionRound:
    made = _prepare(world, board)
    opening.open_round(
        made,
        deadline=end_of(DEADLINE),
        guidelines=guidelines,
        important=IMPORTANT,
        by=world.actor(world.secretary),
        now=MONDAY,
    )
    return made


def _answer(opinion_round, who, verdict, *, now=MONDAY + timedelta(days=1), **content) -> Opinion:
    texts = {"support_with_recommendations": {"recommendations": ["Eine Karte zeigt alle Sensoren."]}}
    texts["reject"] = {"reason": "Der Nutzen ist nicht belegt."}
    content = {"ratings": rated(), **texts.get(verdict, {}), **content}
    opinion = opinion_round.opinions.get(person=who)
    return collecting.submit(opinion, verdict=verdict, **content, by=Actor(who.key), now=now)


@Kept
def _with_open_round() -> tuple[World, OpinionRound]:
    world = build()
    return world, _open(world, world.etb, _guidelines())


@Kept
def with_closed_round() -> tuple[World, OpinionRound]:
    world = build()
    _fill(world)
    made = _open(world, world.etb, _guidelines())
    for who, verdict in zip(world.members["ETB"], VERDICTS, strict=False):
        _answer(made, who, verdict)
    assert opening.close_due(now=end_of(DEADLINE) + timedelta(seconds=2)) == 1
    made.refresh_from_db()
    return world, made


@pytest.fixture
def _closed(db, now):
    return with_closed_round()


@pytest.fixture
def _open_round(db, now):
    return _with_open_round()


@pytest.fixture
def world(request, db, now):
    """The world of every test (tests/world.py); with a round that was opened or closed, the one where that was."""
    for name in ("closed", "open_round"):
        if name in request.fixturenames:
            return request.getfixturevalue(f"_{name}")[0]
    return build()


@pytest.fixture
def guidelines(db):
    """A round that is there has brought them along."""
    return list(Guideline.objects.all()) or _guidelines()


@pytest.fixture
def full_board(world):
    """All 31 seats of the ethics board are held."""
    _fill(world)
    return world


@pytest.fixture
def prepared(world):
    """A request of the management, on the board with that short name."""
    return lambda board=None: _prepare(world, board or world.etb)


@pytest.fixture
def opened(world, guidelines):
    """An open round until Monday, 14 December 2026."""
    return lambda board=None: _open(world, board or world.etb, guidelines)


@pytest.fixture
def open_round(world, _open_round):
    """The same, there from the beginning, on the ethics board."""
    return _open_round[1]


@pytest.fixture
def answer(now):
    """`answer(round, person, "support")` gives an assessment a day after the opening."""
    return _answer


@pytest.fixture
def closed(world, _closed):
    """24 of 31 answered: 15 agree, 6 with recommendations, 2 reject, 1 abstains. The deadline is over."""
    return _closed[1]

"""The ethics board with all 31 seats held, nine guidelines, and a round that can be opened, answered and closed."""

from datetime import date, datetime, timedelta

import pytest

from foundation.values import BERLIN, Actor
from opinions.rounds import collecting, opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.gaps import Assessment
from opinions.rounds.models import OpinionRound
from portfolio.projects.models import Guideline
from tests.world import person, seat_person

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
DEADLINE = date(2026, 12, 14)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A wall time in Darmstadt."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def guidelines(db):
    return Guideline.objects.bulk_create(
        Guideline(
            number=number, title=title, text=f"{title} ist gewahrt.", note="Paraphrase, nicht amtlicher Wortlaut."
        )
        for number, title in enumerate(TITLES, 1)
    )


@pytest.fixture
def full_board(world):
    """All 31 seats of the ethics board are held."""
    for number in (30, 31):
        newcomer = person("Nora", f"Nachfolge{number}")
        seat_person(world.etb, number, newcomer)
        world.members["ETB"].append(newcomer)
    return world


@pytest.fixture
def prepared(world, now):
    """A request of the management, on the board with that short name."""

    def act(board=None) -> OpinionRound:
        return opening.prepare(
            board=board or world.etb,
            title="Sensoren im öffentlichen Raum",
            question="Ist das Vorhaben mit unseren Leitplanken vereinbar?",
            requested_by=world.manager,
            deadline=end_of(DEADLINE),
            by=world.actor(world.manager),
            now=now,
        )

    return act


@pytest.fixture
def opened(world, prepared, guidelines, now):
    """An open round until Monday, 14 December 2026."""

    def act(board=None) -> OpinionRound:
        made = prepared(board)
        opening.open_round(
            made,
            deadline=end_of(DEADLINE),
            guidelines=guidelines,
            important=IMPORTANT,
            by=world.actor(world.secretary),
            now=now,
        )
        return made

    return act


def rated(rating: str = "met") -> list[Assessment]:
    return [Assessment(number, rating) for number in IMPORTANT]


@pytest.fixture
def answer(now):
    """`answer(round, person, "support")` gives an assessment a day after the opening."""

    def act(opinion_round, who, verdict, *, now=now + timedelta(days=1), **content):
        texts = {"support_with_recommendations": {"recommendations": ["Eine Karte zeigt alle Sensoren."]}}
        texts["reject"] = {"reason": "Der Nutzen ist nicht belegt."}
        content = {"ratings": rated(), **texts.get(verdict, {}), **content}
        opinion = opinion_round.opinions.get(person=who)
        return collecting.submit(opinion, verdict=verdict, **content, by=Actor(who.key), now=now)

    return act


VERDICTS = ["support"] * 15 + ["support_with_recommendations"] * 6 + ["reject"] * 2 + ["abstain"]


@pytest.fixture
def closed(full_board, opened, answer):
    """24 of 31 answered: 15 agree, 6 with recommendations, 2 reject, 1 abstains. The deadline is over."""
    made = opened()
    for who, verdict in zip(full_board.members["ETB"], VERDICTS, strict=False):
        answer(made, who, verdict)
    assert opening.close_due(now=end_of(DEADLINE) + timedelta(seconds=2)) == 1
    made.refresh_from_db()
    return made

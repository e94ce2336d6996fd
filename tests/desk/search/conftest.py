"""Everything that can be found, all with the word "Seilbahn", most of which must not be found by most people."""

from datetime import UTC, date, datetime

import pytest

from desk.search.finding import Asked, find
from governance.boards.models import Board
from governance.confidentiality import Reader
from governance.people.models import Organisation
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem, AgendaProposal, Recusal
from meetings.minutes.models import Minutes, MinutesEntry
from meetings.votes.models import Motion, Resolution, Vote
from opinions.outcomes.counts import of_opinions
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, ManagementResponse, Recommendation
from opinions.rounds.models import OpinionRound
from participation.contributions.models import Contribution
from portfolio.projects.models import Guideline, ProgressNote, Project
from portfolio.strategy.models import Field, Phase, Strategy
from reports.editions.models import ManagementReport, ReportSection

TODAY = date(2026, 11, 23)
THEN = datetime(2026, 11, 12, 15, tzinfo=UTC)
TEXT = "Es geht um die Seilbahn."


@pytest.fixture
def found(world):
    """`found(person, "Seilbahn", kind="items")`: what a person finds, as "Sitzung: Titel"; nobody is None."""

    def look(person, typed="Seilbahn", *, kind="", board=None):
        asked, reader = Asked.of(typed, kind=kind, board=board), world.reader(person) if person else Reader()
        hits, count = find(asked, reader, Board.objects.all(), today=TODAY, limit=99)
        assert count == len(hits)
        return [f"{hit.word}: {''.join(text for text, _found in hit.title)}" for hit in hits]

    return look


def item(meeting, title, **fields):
    position = meeting.items.count() + 1
    given = {"position": position, "title": title, "kind": "decision", "text": TEXT} | fields
    return AgendaItem.objects.create(meeting=meeting, **given)


@pytest.fixture
def invited(world):
    """11 February 2027: items of all levels; Dr. Lamprecht is recused from one."""
    meeting = world.meeting(status="invited")
    world.agenda(meeting, status="frozen")
    item(meeting, "Öffentlicher Punkt", level=0)
    item(meeting, "Punkt")
    item(meeting, "Vertraulicher Punkt", level=3)
    item(meeting, "Streng vertraulicher Punkt", level=4)
    barred = item(meeting, "Punkt mit Befangenheit")
    Recusal.objects.create(item=barred, person=world.lamprecht, declared_at=THEN, entered_by=world.lamprecht.key)
    return meeting


@pytest.fixture
def drafted(world):
    """A scheduled meeting whose agenda the chair has not released, and a date that is only pencilled in."""
    meeting = world.meeting(day=date(2027, 5, 13), number=2)
    world.agenda(meeting, status="draft")
    item(meeting, "Punkt im Entwurf")
    planned = world.meeting(day=date(2027, 8, 12), number=3, status="planned")
    world.agenda(planned, status="draft")
    item(planned, "Punkt eines geplanten Termins")
    return meeting


@pytest.fixture
def ethics(world):
    """A meeting of another board."""
    meeting = world.meeting(world.etb, day=date(2027, 3, 4), status="invited")
    world.agenda(meeting, status="frozen")
    item(meeting, "Punkt der Ethik")
    return meeting


def vote(motion, result, *, number=0):
    counts = {"yes": 6, "no": 0} if result == "adopted" else {"yes": 1, "no": 5}
    Vote.objects.create(
        motion=motion, abstain=0, eligible=6, result=result, counted_at=THEN, counted_by="office", **counts
    )
    if number:
        Resolution.objects.create(
            board=motion.item.meeting.board,
            motion=motion,
            year=2026,
            number=number,
            text=motion.text,
            adopted_at=THEN,
        )


@pytest.fixture
def held(world):
    """12 November 2026: votes, minutes that were sent, action items; one item is confidential, one has a recusal."""
    meeting = world.meeting(day=date(2026, 11, 12), status="held", number=4)
    world.agenda(meeting, status="frozen")
    plain = item(meeting, "Bau", text="")
    secret = item(meeting, "Kauf", text="", level=3)
    barred = item(meeting, "Betrieb", text="")
    Recusal.objects.create(item=barred, person=world.lamprecht, declared_at=THEN, entered_by=world.lamprecht.key)
    for number, one in enumerate((plain, secret, barred), 1):
        vote(Motion.objects.create(item=one, text=TEXT, put_at=THEN), "adopted", number=number)
    vote(Motion.objects.create(item=plain, text=f"{TEXT} Sofort.", put_at=THEN), "rejected")
    Motion.objects.create(item=plain, text=f"{TEXT} Zurückgezogen.", put_at=THEN)
    minutes = Minutes.objects.create(meeting=meeting, status="circulated", drafted_at=THEN, circulated_at=THEN)
    for one in (plain, secret, barred):
        MinutesEntry.objects.create(minutes=minutes, item=one, text=TEXT, sent_text=TEXT)
    for one, owner in ((plain, world.kaya), (secret, world.dahlhoff), (barred, world.kaya)):
        ActionItem.objects.create(
            item=one, title=f"Seilbahn prüfen: {one.title}", owner=owner, due_on=TODAY, created_at=THEN
        )
    return meeting


@pytest.fixture
def topics(world):
    for title, proposer, status in (
        ("Thema von Kaya", world.kaya, "proposed"),
        ("Angenommenes Thema von Dahlhoff", world.dahlhoff, "accepted"),
        ("Abgelehntes Thema von Dahlhoff", world.dahlhoff, "rejected"),
        ("Thema auf einer Tagesordnung", world.dahlhoff, "placed"),
    ):
        AgendaProposal.objects.create(
            board=world.ub,
            title=title,
            kind="discussion",
            text=TEXT,
            proposer=proposer,
            proposed_at=THEN,
            status=status,
            decided_reason="Zu früh." if status == "rejected" else "",
        )


def opinion_round(world, title, status="closed", level=2):
    return OpinionRound.objects.create(
        board=world.ub,
        title=title,
        question=TEXT,
        requested_by=world.manager,
        status=status,
        level=level,
        opened_at=None if status == "draft" else datetime(2026, 10, 1, tzinfo=UTC),
        deadline=datetime(2026, 12, 14, 22, 59, tzinfo=UTC),
    )


@pytest.fixture
def rounds(world):
    opinion_round(world, "Runde im Entwurf", status="draft")
    opinion_round(world, "Offene Runde", status="open")
    opinion_round(world, "Vertrauliche Runde", level=3)


@pytest.fixture
def opinions(world):
    """Opinions in each state and level, each with a dissent, a recommendation and the answer to it."""
    for title, status, level in (
        ("Veröffentlichte Stellungnahme", "adopted", 0),
        ("Beschlossene Stellungnahme", "adopted", 2),
        ("Stellungnahme bei den Mitgliedern", "circulated", 2),
        ("Stellungnahme im Entwurf", "draft", 2),
        ("Vertrauliche Stellungnahme", "adopted", 3),
    ):
        first = opinion_round(world, f"Frage zu: {title}")
        OpinionRound.objects.filter(pk=first.pk).update(question="", level=level)
        made = ConsolidatedOpinion.objects.create(
            board=world.ub,
            round=first,
            title=title,
            text=TEXT,
            status=status,
            level=level,
            created_at=THEN,
            adopted_at=THEN if status == "adopted" else None,
            counts=of_opinions([("submitted", "support")]),
        )
        Dissent.objects.create(opinion=made, person=world.kaya, text=TEXT, written_at=THEN)
        advice = Recommendation.objects.create(opinion=made, number=1, text=TEXT)
        for version in (1, 2):
            ManagementResponse.objects.create(
                recommendation=advice,
                version=version,
                answer="decline",
                reason=f"{TEXT} Fassung {version}.",
                given_at=THEN,
                given_by=world.manager,
            )


@pytest.fixture
def reports(world):
    """A report in each state, with a section for everybody and one for the board."""
    states = ("draft", "submitted", "returned", "seen", "published")
    for month, status in enumerate(states, 1):
        made = ManagementReport.objects.create(
            board=world.ub,
            period=f"M{month}/2026",
            period_start=date(2026, month, 1),
            period_end=date(2026, month, 28),
            status=status,
            author=world.manager,
            created_at=THEN,
            figures_at=None if status == "draft" else THEN,
        )
        for position, level in ((1, 0), (2, 2)):
            ReportSection.objects.create(
                report=made,
                position=position,
                slug=f"s{position}",
                title=f"{status}, Stufe {level}",
                text="Neu ist die Zahnradbahn.",
                sent_text="" if status == "draft" else TEXT,
                level=level,
            )


@pytest.fixture
def outside(world):
    """Projects, guidelines and contributions, which are public; a note and an unchecked text, which are not."""
    strategy = Strategy.objects.create(title="Strategie", published_on=TODAY)
    field = Field.objects.create(strategy=strategy, name="Mobilität")
    phase = Phase.objects.create(strategy=strategy, number=1, name="Beginn")
    lead = Organisation.objects.first()
    project = Project.objects.create(
        key="bergbahn", title="Bergbahn", summary=TEXT, field=field, phase=phase, lead=lead
    )
    entered = {"project": project, "status": "on_track", "entered_at": datetime(2026, 11, 23, 8, tzinfo=UTC)}
    ProgressNote.objects.create(as_of=TODAY, text=TEXT, **entered)
    ProgressNote.objects.create(as_of=date(2027, 1, 1), text=f"{TEXT} Später.", **entered)
    Guideline.objects.create(number=1, title="Gemeinwohl", text=TEXT)

    def written(label, status, parent=None):
        return Contribution.objects.create(
            chapter="6", author_label=label, posted_at=THEN, text=TEXT, status=status, parent=parent
        )

    written("Antwort", "published", written("Gast", "published"))
    written("Antwort an Ungeprüfte", "published", written("Ungeprüfte", "in_moderation"))
    return project

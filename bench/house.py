"""A house with 20,000 objects that can be found: three boards, their meetings, opinions and reports."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

TODAY = date(2027, 6, 1)
NOON = datetime(2027, 6, 1, 10, tzinfo=UTC)
# How many of each; together 20,000.
COUNTS = {
    "meetings": 390,
    "items": 5850,
    "entries": 3900,
    "resolutions": 2925,
    "actions": 1500,
    "rounds": 390,
    "opinions": 390,
    "recommendations": 1170,
    "dissents": 390,
    "sections": 1000,
    "contributions": 1600,
    "projects": 195,
    "people": 300,
}
VOCABULARY = (
    "der die das und für über mit auf im den von zur Beirat Stadt Darmstadt Geschäftsführung Stellungnahme Bericht "
    "Datenplattform Mobilität Verkehr Straße Plätze Bürgerinnen Bürger Gespräch Beteiligung Ethik Leitplanken "
    "Verwaltung Gesundheit Klinikum Energie Umwelt Wasser Licht Laternen Haushalt Kosten Förderung Frist Prüfung "
    "öffnen prüfen empfehlen berichten beraten beschließen fördern veröffentlichen erheben speichern löschen offen "
    "öffentlich vertraulich künftig jährlich regelmäßig unabhängig barrierefrei sicher sparsam einfach Schule "
    "Kultur Museum Bibliothek Sicherheit Ausfall Vertrag Anbieter Schnittstelle Rechenzentrum Konto Portal Antrag"
)
# Word: in one of how many texts.
RARE = {"Seilbahn": 1000, "Sensoren": 100, "Bäume": 20, "Regenwasser": 10, "Versickerung": 10}


def _texts() -> Iterator[str]:
    """Sentences of about 350 letters without end, the same in every run."""
    chance, usual = random.Random(7), VOCABULARY.split()
    while True:
        words = chance.choices(usual, k=45) + [word for word, often in RARE.items() if chance.randrange(often) == 0]
        chance.shuffle(words)
        yield " ".join(words)


class House:
    """Three boards with ten members each, and everything that can be found of them."""

    def __init__(self) -> None:
        from governance.boards.models import Board, Seat
        from governance.confidentiality import SECRETARIAT
        from governance.mandates.models import Mandate
        from governance.people.models import Organisation, Person, StaffAssignment

        self.texts = _texts()
        self.boards = Board.objects.bulk_create(
            Board(slug=f"b{n}", name=f"Beirat {n}", short_name=f"B{n}", kind="other", founded_on=TODAY, position=n)
            for n in range(3)
        )
        self.people = Person.objects.bulk_create(
            Person(given_name="Ada", family_name=f"Bank{n}", email=f"ada{n}@mitglied.example")
            for n in range(COUNTS["people"])
        )
        seats = Seat.objects.bulk_create(
            Seat(board=board, number=n, kind="expert", label=f"Fach {n}", sector="science")
            for board in self.boards
            for n in range(1, 11)
        )
        start = date(2020, 1, 1)
        Mandate.objects.bulk_create(
            Mandate(seat=seat, person=person, status="active", start=start, appointed_on=start)
            for seat, person in zip(seats, self.people, strict=False)
        )
        self.office = self.people[-1]
        StaffAssignment.objects.create(person=self.office, role=SECRETARIAT, start=start)
        self.company = Organisation.objects.create(name="Stadtwerke", kind="city_company")
        self._meetings()
        self._opinions()
        self._others()

    def _of(self, model: Any, kind: str, fields: Callable[[int], dict[str, Any]]) -> list[Any]:
        return model.objects.bulk_create([model(**fields(n)) for n in range(COUNTS[kind])], batch_size=500)

    def _text(self, most: int = 10_000) -> str:
        return next(self.texts)[:most]

    def _meetings(self) -> None:
        from governance.procedure.models import RulesOfProcedure
        from meetings.actions.models import ActionItem
        from meetings.agenda.models import Agenda, AgendaItem
        from meetings.meeting.models import Meeting
        from meetings.minutes.models import Minutes, MinutesEntry
        from meetings.votes.models import Motion, Resolution, Vote

        rules = {
            one.pk: RulesOfProcedure.objects.create(board=one, valid_from=date(2020, 1, 1)) for one in self.boards
        }

        def meeting(n: int) -> dict[str, Any]:
            board, start = self.boards[n % 3], NOON - timedelta(days=n)
            number = {"board": board, "year": 1990 + n // 3, "number": 1, "uid": f"{n}@bench.example"}
            times = {"starts_at": start, "ends_at": start + timedelta(hours=2), "changed_at": start}
            return number | times | {"place": "Raum 1", "status": "held", "rules": rules[board.pk]}

        self.meetings = self._of(Meeting, "meetings", meeting)
        Agenda.objects.bulk_create(Agenda(meeting=one, status="frozen") for one in self.meetings)
        count = len(self.meetings)
        self.items = self._of(
            AgendaItem,
            "items",
            lambda n: {
                "meeting": self.meetings[n % count],
                "position": n // count + 1,
                "title": self._text(60),
                "kind": "decision",
                "text": self._text(),
                "level": 3 if n % 10 == 0 else 2,
            },
        )
        minutes = Minutes.objects.bulk_create(
            Minutes(meeting=one, status="approved", drafted_at=NOON, circulated_at=NOON, approved_at=NOON)
            for one in self.meetings
        )
        self._of(
            MinutesEntry,
            "entries",
            lambda n: {"minutes": minutes[n % count], "item": self.items[n], "sent_text": self._text()},
        )
        motions = self._of(
            Motion, "resolutions", lambda n: {"item": self.items[n], "text": self._text(), "put_at": NOON}
        )
        Vote.objects.bulk_create(
            Vote(motion=one, yes=6, no=0, abstain=0, eligible=6, result="adopted", counted_at=NOON, counted_by="x")
            for one in motions
        )
        self._of(
            Resolution,
            "resolutions",
            lambda n: {
                "board": self.items[n].meeting.board,
                "motion": motions[n],
                "year": 2020,
                "number": n,
                "text": motions[n].text,
                "adopted_at": NOON,
            },
        )
        self._of(
            ActionItem,
            "actions",
            lambda n: {
                "item": self.items[n],
                "title": self._text(120),
                "owner": self.people[n % 300],
                "due_on": TODAY,
                "report_note": self._text(),
                "created_at": NOON,
            },
        )

    def _opinions(self) -> None:
        from opinions.outcomes.models import ConsolidatedOpinion, Dissent, Recommendation
        from opinions.rounds.models import OpinionRound

        def begun(n: int) -> dict[str, Any]:
            return {"board": self.boards[n % 3], "title": self._text(60)}

        rounds = self._of(
            OpinionRound,
            "rounds",
            lambda n: (
                begun(n)
                | {"question": self._text(), "requested_by": self.office, "status": "closed"}
                | {"opened_at": NOON - timedelta(days=n + 21), "deadline": NOON - timedelta(days=n)}
            ),
        )
        opinions = self._of(
            ConsolidatedOpinion,
            "opinions",
            lambda n: (
                begun(n)
                | {
                    "round": rounds[n],
                    "text": self._text(),
                    "status": "adopted",
                    "created_at": NOON,
                    "adopted_at": NOON,
                }
            ),
        )
        count = len(opinions)
        self._of(
            Recommendation,
            "recommendations",
            lambda n: {"opinion": opinions[n % count], "number": n // count + 1, "text": self._text(200)},
        )
        self._of(
            Dissent,
            "dissents",
            lambda n: {"opinion": opinions[n], "person": self.people[0], "text": self._text(), "written_at": NOON},
        )

    def _others(self) -> None:
        from participation.contributions.models import Contribution
        from portfolio.projects.models import Project
        from portfolio.strategy.models import Field, Phase, Strategy
        from reports.editions.models import ManagementReport, ReportSection

        reports = ManagementReport.objects.bulk_create(
            ManagementReport(
                board=self.boards[n % 3],
                period=f"Q{n % 4 + 1}/{1990 + n // 4}",
                period_start=date(1990, 1, 1) + timedelta(days=90 * n),
                period_end=date(1990, 3, 31) + timedelta(days=90 * n),
                status="published",
                author=self.office,
                created_at=NOON,
                figures_at=NOON,
            )
            for n in range(100)
        )
        self._of(
            ReportSection,
            "sections",
            lambda n: {
                "report": reports[n % 100],
                "position": n // 100,
                "slug": f"s{n // 100}",
                "title": f"Abschnitt {n // 100}",
                "sent_text": self._text(),
            },
        )
        self._of(
            Contribution,
            "contributions",
            lambda n: (
                {"chapter": "6", "author_label": f"Gast {n}", "posted_at": NOON, "text": self._text()}
                | {"status": "published"}
            ),
        )
        strategy = Strategy.objects.create(title="Strategie", published_on=TODAY)
        field = Field.objects.create(strategy=strategy, name="Umwelt")
        phase = Phase.objects.create(strategy=strategy, number=1, name="Beginn")
        self._of(
            Project,
            "projects",
            lambda n: (
                {"key": f"p{n}", "title": self._text(60), "summary": self._text()}
                | {"field": field, "phase": phase, "lead": self.company}
            ),
        )

"""What stands in the management's reports and what the mayor's office says to it. Pure data, no year named.

What depends on a quarter (status, risks of projects) comes from the portfolio, so that pages never contradict it.
"""

from dataclasses import dataclass

from demo.portfolio import AT_RISK, DONE, OFF_TRACK, ON_TRACK, PROJECTS, Note, Project
from demo.scripts.agendas import topics

DECISION, FOLLOWED, NEW = "decision", "followed", "new"
NOTE, QUESTION, MUST_FIX = "note", "question", "must_fix"
WORST_FIRST = (OFF_TRACK, AT_RISK, ON_TRACK, DONE)
LINES = 10


@dataclass(frozen=True)
class Line:
    """One of the ten lines on the first page; `tone` is a project's status, or decision, followed, new."""

    tone: str
    text: str


@dataclass(frozen=True)
class ReportText:
    """`risks` are those of the company as a whole; see `risks` below for the projects'."""

    news: str
    finances: str
    risks: tuple[str, ...]
    outlook: str


@dataclass(frozen=True)
class Comment:
    """A comment on a section (finances, risks, outlook); `answer` is what the management replies."""

    section: str
    paragraph: int
    kind: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Review:
    """One examination. With a `summary` the report goes back once; its first risk then reads `revised_risk`."""

    comments: tuple[Comment, ...] = ()
    summary: str = ""
    revised_risk: str = ""

    @property
    def returns(self) -> bool:
        return bool(self.summary)


REPORTS = (
    ReportText(
        news="5 Anregungen aus der Bürgerschaft und eine Antwort darauf liegen vor.",
        finances="Ausgaben und Einnahmen liegen im Plan.",
        risks=("Zwei Stellen in der IT-Sicherheit sind nicht besetzt. Ein externer Dienst überbrückt.",),
        outlook="Im nächsten Quartal stimmen sich die Beteiligungen zu gemeinsamen Vorhaben ab.",
    ),
    ReportText(
        news="Die Anregung zur offenen IT-Architektur ist in die Datenplattform eingegangen.",
        finances="Die Ausgaben liegen 3 % unter dem Plan, weil eine Vergabe später erfolgt.",
        risks=(
            "Eine Vergabe erfolgt später als geplant.",
            "Die Preise für Technik sind gestiegen. Der Puffer im Plan reicht aus.",
        ),
        outlook="Nach der Sommerpause beginnen die Arbeiten vor Ort.",
    ),
    ReportText(
        news="Die Frage nach der Beteiligung in Phase 4 liegt dem Ethik- und Technologiebeirat vor.",
        finances="Die Ausgaben liegen im Plan. Ein Sponsor hat Messgeräte zur Verfügung gestellt.",
        risks=("Eine der beiden freien Stellen in der IT-Sicherheit ist weiter nicht besetzt.",),
        outlook="Bis zum Jahresende werden die laufenden Arbeiten in den Ortsteilen abgeschlossen.",
    ),
    ReportText(
        news="Die Anregung zum Gründerstammtisch ist in die Anlaufstelle für Gründungen eingegangen.",
        finances="Das Jahr schließt voraussichtlich im Plan ab.",
        risks=("Fördermittel für das kommende Jahr sind beantragt, aber noch nicht bewilligt.",),
        outlook="Im neuen Jahr werden alle Vorhaben an Vision und Kernzielen geprüft.",
    ),
)

REVIEWS = (
    Review(
        comments=(
            Comment("risks", 1, NOTE, "Gut, dass die Lösung genannt ist."),
            Comment("outlook", 1, QUESTION, "Sind die Ortsteile beteiligt?", "Ja, die Termine sind vereinbart."),
        ),
    ),
    Review(
        comments=(
            Comment("risks", 1, MUST_FIX, "Bitte die Vergabe und die Verschiebung in Wochen nennen.", "Ist ergänzt."),
            Comment("finances", 1, QUESTION, "Ist es dieselbe Vergabe?", "Ja, es geht um die Masten."),
        ),
        summary="Ein Risiko ist nicht genau genug beschrieben. Sonst ist der Bericht gut verständlich.",
        revised_risk="Die Vergabe für die Masten erfolgt sechs Wochen später als geplant. Sie wird nicht teurer.",
    ),
    Review(comments=(Comment("risks", 1, NOTE, "Bitte in der Sitzung mündlich berichten."),)),
    Review(),
)


def report_text(report: int) -> ReportText:
    """The text of the board's played report, counted from 0."""
    return REPORTS[report % len(REPORTS)]


def review(report: int) -> Review:
    """The examination that fits `report_text` of the same number."""
    return REVIEWS[report % len(REVIEWS)]


def risks(report: int, quarter: int, *, revised: bool = False) -> tuple[str, ...]:
    """Paragraphs of the section on risks: the company's, then those of projects that are not on track."""
    own = report_text(report).risks
    if revised and review(report).returns:
        own = (review(report).revised_risk, *own[1:])
    worrying = [(project, note) for project, note in _worst_first(quarter) if note.status in (OFF_TRACK, AT_RISK)]
    return (*own, *(f"{project.title}: {note.text}" for project, note in worrying))


def ten_lines(slug: str, report: int, quarter: int) -> tuple[Line, ...]:
    """The first page for the board's played meeting: a decision, seven projects, advice, what is new."""
    projects = [Line(note.status, f"{project.title}: {note.text}") for project, note in _worst_first(quarter)]
    advice = "Die Antworten auf die Empfehlungen stehen bei den Stellungnahmen der Beiräte."
    if report == 0:
        advice = "Noch ist keine Empfehlung eines Beirats offen."
    return (
        Line(DECISION, _decision(slug, report)),
        *projects[: LINES - 3],
        Line(FOLLOWED, advice),
        Line(NEW, report_text(report).news),
    )


def _worst_first(quarter: int) -> list[tuple[Project, Note]]:
    notes = [(project, project.note(quarter)) for project in PROJECTS]
    return sorted(notes, key=lambda pair: WORST_FIRST.index(pair[1].status))


def _decision(slug: str, meeting: int) -> str:
    asked = {"opinion": "Der Beirat soll Stellung nehmen.", "decision": "Der Beirat soll eine Empfehlung geben."}
    for topic in topics(slug, meeting):
        if topic.kind in asked and not topic.refusal:
            return f"{topic.title}: {asked[topic.kind]}"
    return "In dieser Sitzung steht keine Entscheidung an."

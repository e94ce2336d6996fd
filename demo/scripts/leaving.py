"""What is left to do for people who look at the demo: a meeting, a question, a date, topics, a task. Pure data."""

from typing import NamedTuple

from demo.cast import ETB, UB
from demo.scripts.topics import Motion, Topic


class Left(NamedTuple):
    """A topic that waits for the chair of `board`."""

    board: str
    submitted_by: str
    title: str
    text: str


class Asked(NamedTuple):
    """A date that is looked for, and why not any more where nobody fixed it."""

    title: str
    minutes: int
    over: str


POLL = Asked("Klausur zur Datenstrategie", 180, "Die Klausur wird im nächsten Jahr neu angesetzt.")

MEETING = Topic(
    "foerderaufruf",
    "Förderaufruf „Daten für die Stadt von morgen“",
    "discussion",
    45,
    "ebeling",
    "Das Land fördert gemeinsame Datenprojekte kommunaler Unternehmen. Anträge sind nur noch kurze Zeit möglich. "
    "Die Geschäftsführung stellt vor, womit sich die Stadt bewerben könnte.",
    Motion("Der Beirat empfiehlt, einen gemeinsamen Antrag zu stellen."),
)

FOLLOW_UP = (
    "Die Geschäftsführung möchte die Messungen auf zwei weitere Plätze ausweiten. "
    "Gilt die Stellungnahme des Beirats auch dort, oder braucht es andere Auflagen?"
)

TOPICS = (
    Left(UB, "kaya", "Ladepunkte an den Mobilitätsstationen", "Die Stationen sind gut angebunden, Strom liegt an."),
    Left(UB, "lamprecht", "Gemeinsames Lagebild bei Starkregen", "Alle Beteiligten messen, keiner sieht das Ganze."),
    Left(UB, "thoms", "Besucherführung im Klinikum", "Viele fragen am Empfang nach dem Weg. Das geht einfacher."),
    Left(ETB, "nouri", "Geräte für Schulen", "Wer kein Gerät hat, kann die Angebote der Stadt nicht nutzen."),
    Left(ETB, "wessel", "Sprache automatischer Bescheide", "Bescheide sollen sagen, wie sie zustande kommen."),
    Left(
        ETB, "teichmann", "Folgen für Beschäftigte", "Neue Verfahren ändern Arbeit. Der Beirat sollte das früh hören."
    ),
)

ACTION = "Kosten der nächsten Ausbaustufe zusammenstellen"


class ByMail(NamedTuple):
    """Answers that come by mail: a comment of who declines, and a colleague who got the invitation passed on."""

    comment: str
    guest: str
    subjects: dict[str, str]


BY_MAIL = ByMail(
    comment="An dem Tag bin ich auf Dienstreise.",
    guest="Vera Stelle <vera.stelle@stadtwerke.example>",
    subjects={"ACCEPTED": "Zugesagt: Einladung", "DECLINED": "Abgesagt: Einladung"},
)

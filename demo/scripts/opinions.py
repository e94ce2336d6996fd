"""Two opinion rounds of the 31-member board, and one opinion recorded straight from an agenda item. Pure data.

Who answers how is given by seat, so that it holds whoever sits there; the seats that stand empty for a while are
among those that do not answer.
"""

from dataclasses import dataclass

from demo.cast import ETB, UB
from demo.scripts.topics import Action, Answer

SUPPORT, WITH, REJECT, ABSTAIN = "support", "support_with_recommendations", "reject", "abstain"
MET, PARTLY, NOT_MET, CANNOT_JUDGE = "met", "partly", "not_met", "cannot_judge"


@dataclass(frozen=True)
class Rating:
    guideline: int
    rating: str
    reason: str = ""


@dataclass(frozen=True)
class SeatOpinion:
    """What the holder of a seat does in a round, `day` days after it opened.

    `verdict` is empty where no opinion comes; `declined` then holds the reason of those who say so, and is empty
    for those who let the round pass.
    """

    seat: int
    verdict: str
    day: int = 0
    recommendations: tuple[str, ...] = ()
    reason: str = ""
    ratings: tuple[Rating, ...] = ()
    declined: str = ""


@dataclass(frozen=True)
class Recommendation:
    """A recommendation of the board with the management's answer, and what follows from it."""

    number: int
    text: str
    answer: Answer
    action: Action | None = None


@dataclass(frozen=True)
class Dissent:
    seat: int
    text: str


@dataclass(frozen=True)
class Round:
    """`important`: numbers of the guidelines that matter; `text`: the board's opinion."""

    key: str
    title: str
    question: str
    project: str
    requested_by: str
    important: tuple[int, ...]
    opinions: tuple[SeatOpinion, ...]
    text: str
    recommendations: tuple[Recommendation, ...]
    dissents: tuple[Dissent, ...]
    board: str = ETB

    def counts(self) -> dict[str, int]:
        return {
            verdict: sum(one.verdict == verdict for one in self.opinions)
            for verdict in (SUPPORT, WITH, REJECT, ABSTAIN)
        }


@dataclass(frozen=True)
class ItemOpinion:
    """An opinion that a board adopts under an agenda item; `topic` is the key of the topic it belongs to."""

    topic: str
    title: str
    text: str
    recommendations: tuple[Recommendation, ...]
    board: str = UB


LAST_DAY = 19
Words = dict[int, tuple[tuple[str, ...], str]]


def _opinions(
    *,
    important: tuple[int, ...],
    advise: Words,
    reject: dict[int, str],
    abstain: dict[int, str],
    silent: tuple[int, ...],
    declined: dict[int, str],
    remarks: dict[int, str],
    doubts: dict[int, str],
) -> tuple[SeatOpinion, ...]:
    """One opinion per seat; who stands in none of the lists agrees. `doubts` are reasons for weak ratings."""
    found = []
    for seat in range(1, 32):
        if seat in silent or seat in declined:
            found.append(SeatOpinion(seat, "", day=3, declined=declined.get(seat, "")))
            continue
        recommendations, reason = advise.get(seat, ((), remarks.get(seat, "")))
        verdict = WITH if seat in advise else SUPPORT
        if seat in reject:
            verdict, reason = REJECT, reject[seat]
        elif seat in abstain:
            verdict, reason = ABSTAIN, abstain[seat]
        day = 1 + seat * 7 % LAST_DAY
        ratings = _ratings(seat, verdict, important, doubts)
        found.append(SeatOpinion(seat, verdict, day, recommendations, reason, ratings))
    return tuple(found)


def _ratings(seat: int, verdict: str, important: tuple[int, ...], doubts: dict[int, str]) -> tuple[Rating, ...]:
    """Those who agree find all guidelines met, the others one of them less, each another one."""
    if verdict == ABSTAIN:
        return tuple(Rating(number, CANNOT_JUDGE) for number in important)
    weak = important[seat % len(important)]
    rating = {SUPPORT: MET, WITH: PARTLY, REJECT: NOT_MET}[verdict]
    return tuple(
        Rating(number, rating, "" if rating == MET else doubts[number]) if number == weak else Rating(number, MET)
        for number in important
    )


SENSOR_MAP = "Eine öffentliche Karte zeigt alle Sensoren und ihren Zweck."
SENSOR_DELETE = "Rohdaten werden nach 24 Stunden gelöscht."
SENSOR_REVIEW = "Nach einem Jahr wird jeder Standort geprüft und bei fehlendem Nutzen abgebaut."

SENSORS = Round(
    key="sensoren",
    title="Sensoren im öffentlichen Raum",
    question=(
        "Die Geschäftsführung möchte an 40 Masten Sensoren für Lärm, Luft und Verkehr anbringen. "
        "Ist das mit unseren Leitplanken vereinbar?"
    ),
    project="sensorik",
    requested_by="ebeling",
    important=(1, 3, 8),
    opinions=_opinions(
        important=(1, 3, 8),
        advise={
            8: ((SENSOR_MAP,), "Schilder am Mast reichen nicht."),
            11: ((SENSOR_DELETE, "Der Zweck wird vorher abschließend festgelegt."), ""),
            13: (("Rohdaten sind nach einem Tag zu löschen.",), "Ohne Frist fehlt es an der Erforderlichkeit."),
            19: (
                (SENSOR_MAP, SENSOR_DELETE),
                "Wer vorbeigeht, muss ohne Aufwand erfahren können, was gemessen wird.",
            ),
            23: ((SENSOR_REVIEW,), "Was nichts nützt, gehört wieder abgebaut."),
            27: (("Jeder Standort wird jährlich überprüft.", "Die Karte ist auch ohne Gerät erhältlich."), ""),
        },
        reject={
            24: "Der Nutzen ist nicht belegt. Vorhandene Messstellen reichen für Luft und Lärm aus.",
            31: "Es fehlt eine Zusage, dass Verkehr ohne Bilder gezählt wird.",
        },
        abstain={4: "Das Ministerium prüft die Förderung und enthält sich deshalb."},
        silent=(5, 12, 17, 21, 22, 28, 30),
        declined={},
        remarks={
            6: "Die Übertragung ist nach dem Stand der Technik verschlüsselt.",
            10: "Die Messwerte helfen, Hitze und Lärm gezielt zu mindern.",
            15: "Die Zählung verbessert die Steuerung der Ampeln.",
            20: "Wichtig ist, dass keine Beschäftigten überwacht werden.",
        },
        doubts={
            1: "Der Nutzen sollte je Standort genannt werden.",
            3: "Schilder am Mast reichen nicht. Eine Karte im Netz sollte jeden Sensor zeigen.",
            8: "Offen ist, wer die Rohdaten wie lange behält.",
        },
    ),
    text=(
        "Der Beirat stimmt dem Vorhaben zu. Die Leitplanken Gemeinwohl, Transparenz und Datensouveränität sind "
        "überwiegend erfüllt. Die Zustimmung verbindet er mit drei Empfehlungen."
    ),
    recommendations=(
        Recommendation(
            1,
            SENSOR_MAP,
            Answer("follow"),
            Action("Karte der Sensoren veröffentlichen", "ebeling", 90),
        ),
        Recommendation(
            2,
            SENSOR_DELETE,
            Answer("partly", "Lärmdaten werden nach 24 Stunden gelöscht, Luftdaten nach der Prüfung am dritten Tag."),
        ),
        Recommendation(
            3,
            SENSOR_REVIEW,
            Answer("decline", "Eine Prüfung je Standort ist zu aufwendig. Geprüft wird nach zwei Jahren gesammelt."),
        ),
    ),
    dissents=(
        Dissent(
            24,
            "Ich trage die Stellungnahme nicht mit. Sensoren an 40 Masten gewöhnen die Stadt an das Messen, bevor "
            "gezeigt ist, dass die vorhandenen Messstellen nicht genügen. Erst die Prüfung, dann die Masten.",
        ),
    ),
)

OPEN_STANDARDS = "Alle Schnittstellen der Plattform sind offen beschrieben und frei nutzbar."
EXIT = "Der Vertrag regelt die Übergabe aller Daten und Programme beim Wechsel des Betreibers."
COUNCIL = "Über neue Arten von Daten wird vorab in den städtischen Gremien berichtet."

PLATFORM = Round(
    key="datenplattform",
    title="Datenplattform: Betriebsmodell",
    question=(
        "Die Datenplattform soll gemeinsam mit den städtischen Beteiligungen betrieben werden, "
        "die Technik stellt ein Dienstleister. Ist dieses Modell mit unseren Leitplanken vereinbar?"
    ),
    project="datenplattform",
    requested_by="ebeling",
    important=(2, 6, 7, 8),
    opinions=_opinions(
        important=(2, 6, 7, 8),
        advise={
            6: ((EXIT,), "Der Wechsel muss vor dem Beginn geregelt sein."),
            9: (("Die Schnittstellen werden offen beschrieben.",), ""),
            11: ((COUNCIL,), "Neue Daten verändern den Zweck."),
            13: ((EXIT, "Der Verkauf von Daten wird im Vertrag ausgeschlossen."), ""),
            14: ((OPEN_STANDARDS,), "Sonst entstehen Insellösungen."),
            18: ((OPEN_STANDARDS,), "Offene Standards helfen auch kleinen Firmen."),
            19: ((COUNCIL,), "Verbraucherinnen und Verbraucher brauchen eine Stelle, die hinsieht."),
            23: ((COUNCIL, EXIT), ""),
            27: (("Die Übergabe an einen neuen Betreiber wird einmal geprobt.",), ""),
        },
        reject={
            20: "Der Betrieb durch einen Dienstleister verlagert Arbeit und Wissen aus der Stadt.",
            24: "Die Abhängigkeit vom Dienstleister bleibt trotz gemeinsamer Steuerung bestehen.",
            31: "Die Kontrolle durch gewählte Gremien ist nicht ausreichend beschrieben.",
        },
        abstain={
            3: "Das Ministerium ist an der Förderung beteiligt und enthält sich.",
            16: "Im Verband gibt es dazu noch keine Haltung.",
        },
        silent=(5, 22, 28),
        declined={7: "Der Arbeitgeber bewirbt sich um den Betrieb."},
        remarks={
            8: "Die gemeinsame Steuerung schafft Vertrauen.",
            12: "Schulen sollten früh angeschlossen werden.",
            25: "Das Modell ist sparsam und gut zu prüfen.",
        },
        doubts={
            2: "Die Rolle der städtischen Gremien bleibt offen.",
            6: "Ein Wechsel des Betreibers ist nicht geregelt.",
            7: "Ein Verbot des Verkaufs sollte im Vertrag stehen.",
            8: "Wer über die Weitergabe entscheidet, ist nicht benannt.",
        },
    ),
    text=(
        "Der Beirat hält den gemeinsamen Betrieb für vereinbar mit den Leitplanken, wenn die Stadt den Betreiber "
        "wechseln kann und die gewählten Gremien einbezogen sind. Dazu gibt er drei Empfehlungen."
    ),
    recommendations=(
        Recommendation(
            1,
            OPEN_STANDARDS,
            Answer("follow"),
            Action("Beschreibung der Schnittstellen veröffentlichen", "ebeling", 120),
        ),
        Recommendation(2, EXIT, Answer("follow"), Action("Regelung zum Wechsel verhandeln", "ebeling", 60)),
        Recommendation(
            3,
            COUNCIL,
            Answer("partly", "Berichtet wird einmal im Jahr gesammelt, bei Daten über Personen vorab."),
        ),
    ),
    dissents=(
        Dissent(
            20,
            "Die Stellungnahme geht über die Folgen für die Beschäftigten hinweg. Wissen, das die Stadt einmal "
            "abgegeben hat, kommt nicht zurück. Ein eigener Betrieb hätte ernsthaft geprüft werden müssen.",
        ),
    ),
)

ROUNDS = (SENSORS, PLATFORM)

SMART_LIGHTING = ItemOpinion(
    topic="smart-lighting",
    title="Smart Lighting Wixhausen",
    text=(
        "Der Beirat befürwortet, Smart Lighting auf weitere Ortsteile auszuweiten. Die Leuchten sparen Strom und "
        "werden von den Anwohnerinnen und Anwohnern gut angenommen."
    ),
    recommendations=(
        Recommendation(
            1,
            "Vor jeder Ausweitung werden die Anwohnerinnen und Anwohner befragt.",
            Answer("follow"),
            Action("Befragung für den nächsten Ortsteil vorbereiten", "ebeling", 60),
        ),
        Recommendation(2, "Die eingesparte Strommenge wird vierteljährlich veröffentlicht.", Answer("follow")),
        Recommendation(
            3,
            "Alle Leuchten werden innerhalb eines Jahres umgerüstet.",
            Answer(
                "decline", "Leuchten werden erst am Ende ihrer Lebensdauer ersetzt. Das schont Geld und Material."
            ),
        ),
    ),
)

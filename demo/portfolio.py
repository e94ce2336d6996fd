"""The strategy of 2018, its projects and how they stand in each played quarter. Pure data.

Fields and partners are public; wordings of goals, guidelines and two phase names are ours and say so. Figures are
invented. No text names a year, so that any range can be played.
"""

from dataclasses import dataclass
from datetime import date

PARAPHRASE = "Paraphrase, nicht amtlicher Wortlaut"
ASSUMED = "Annahme, noch nicht bestätigt"
ON_TRACK, AT_RISK, OFF_TRACK, DONE = "on_track", "at_risk", "off_track", "done"
STRATEGY_TITLE = "Digitalstrategie der Digitalstadt Darmstadt"
STRATEGY_PUBLISHED_ON = date(2018, 11, 16)  # the day of the printed contributions


@dataclass(frozen=True)
class Phase:
    number: int
    name: str
    is_open_ended: bool = False
    name_is_assumed: bool = False


@dataclass(frozen=True)
class CoreGoal:
    number: int
    title: str
    note: str = PARAPHRASE


@dataclass(frozen=True)
class Guideline:
    number: int
    title: str
    text: str
    note: str = PARAPHRASE


@dataclass(frozen=True)
class Note:
    """How a project stands at the end of a quarter, in one line."""

    status: str
    text: str


@dataclass(frozen=True)
class Project:
    """`lead` is the key of an organisation; `notes` are in the order of the played quarters."""

    key: str
    title: str
    summary: str
    field: str
    phase: int
    lead: str
    notes: tuple[Note, ...]

    def note(self, quarter: int) -> Note:
        """The note of the played quarter, counted from 0; the first and the last one hold beyond them."""
        return self.notes[max(0, min(quarter, len(self.notes) - 1))]


PHASES = (
    Phase(1, "Konsultation und Finalisierung der Strategie"),
    Phase(2, "Vorbereitung der Umsetzung", name_is_assumed=True),
    Phase(3, "Umsetzung", name_is_assumed=True),
    Phase(4, "Fortlaufende Kontrolle und Weiterentwicklung", is_open_ended=True),
)

FIELDS = (
    "Verwaltung",
    "Mobilität",
    "Handel und Tourismus",
    "Bildung",
    "Gesellschaft",
    "Umwelt",
    "Energie",
    "Sicherheit",
    "Gesundheit",
    "Kultur",
    "Industrie 4.0",
    "IT-Infrastruktur",
    "Datenplattform",
)

CORE_GOALS = (
    CoreGoal(1, "Mehrwert für die Bürgerinnen und Bürger"),
    CoreGoal(2, "Sicherheit der Daten und Systeme"),
    CoreGoal(3, "Nachhaltigkeit"),
    CoreGoal(4, "Offenheit für künftige Entwicklungen"),
    CoreGoal(5, "Zusammenarbeit von Stadt, Wirtschaft und Wissenschaft", ASSUMED),
)

GUIDELINES = (
    Guideline(1, "Gemeinwohl", "Das Vorhaben nützt der Allgemeinheit, nicht nur Einzelnen."),
    Guideline(2, "Demokratische Kontrolle", "Gewählte Gremien können das Vorhaben prüfen und beenden."),
    Guideline(3, "Transparenz", "Bürgerinnen und Bürger können erkennen, was geschieht und wozu."),
    Guideline(4, "Gleicher Zugang", "Niemand wird durch das Vorhaben ausgeschlossen oder benachteiligt."),
    Guideline(5, "Automatisierte Entscheidungen", "Wo eine Maschine entscheidet, wird es offen gesagt."),
    Guideline(6, "Unabhängigkeit von Anbietern", "Die Stadt kann Produkt und Anbieter wechseln."),
    Guideline(7, "Kein Verkauf von Daten", "Daten über Personen werden nicht verkauft."),
    Guideline(8, "Datensouveränität", "Die Stadt behält die Verfügung über die erhobenen Daten."),
    Guideline(9, "Nachhaltigkeit", "Das Vorhaben schont Umwelt und Ressourcen.", ASSUMED),
)

PROJECTS = (
    Project(
        "datenplattform",
        "Datenplattform",
        "Eine gemeinsame offene Plattform, an die Partner ihre Projekte anschließen und Daten austauschen.",
        "Datenplattform",
        3,
        "digitalstadt",
        (
            Note(ON_TRACK, "Die Ausschreibung für den Betrieb ist vorbereitet."),
            Note(ON_TRACK, "Der Betreiber ist ausgewählt, der Vertrag wird verhandelt."),
            Note(AT_RISK, "Der Betreiber liefert die ersten Schnittstellen später als vereinbart."),
            Note(OFF_TRACK, "Der Start verschiebt sich um drei Monate."),
            Note(OFF_TRACK, "Der Abnahmetest zeigt noch Mängel bei der Trennung der Zugriffe."),
            Note(AT_RISK, "Die Mängel sind behoben, die Abnahme läuft."),
            Note(ON_TRACK, "Die Plattform ist in Betrieb, drei Partner sind angeschlossen."),
            Note(ON_TRACK, "Sieben Partner tauschen Daten über die Plattform aus."),
        ),
    ),
    Project(
        "sensorik",
        "Sensoren im öffentlichen Raum",
        "Sensoren für Lärm, Luft und Verkehr an 40 Masten im Stadtgebiet.",
        "Umwelt",
        3,
        "ead",
        (
            Note(ON_TRACK, "Die Standorte sind mit den Ämtern abgestimmt."),
            Note(AT_RISK, "Der Ethik- und Technologiebeirat prüft das Vorhaben."),
            Note(ON_TRACK, "Die Empfehlungen des Beirats sind in die Planung aufgenommen."),
            Note(ON_TRACK, "12 von 40 Masten sind ausgerüstet."),
            Note(AT_RISK, "Der Förderbescheid für die zweite Stufe steht aus."),
            Note(AT_RISK, "26 von 40 Masten sind ausgerüstet, der Bescheid fehlt weiter."),
            Note(ON_TRACK, "Der Bescheid ist da, 33 von 40 Masten sind ausgerüstet."),
            Note(DONE, "Alle 40 Masten messen, die öffentliche Karte ist im Netz."),
        ),
    ),
    Project(
        "smart-lighting",
        "Smart Lighting Wixhausen",
        "LED-Leuchten, die ihr Licht an Wetter und Verkehr anpassen.",
        "Energie",
        3,
        "entega",
        (
            Note(ON_TRACK, "21 von 62 Leuchten sind umgerüstet."),
            Note(ON_TRACK, "40 von 62 Leuchten sind umgerüstet."),
            Note(ON_TRACK, "55 von 62 Leuchten sind umgerüstet."),
            Note(DONE, "Alle 62 Leuchten sind umgerüstet."),
        ),
    ),
    Project(
        "verkehrsdaten",
        "Offene Verkehrsdaten",
        "Ampelanlagen liefern ihre Daten offen für Navigation und Forschung.",
        "Mobilität",
        3,
        "heag-mobilo",
        (
            Note(AT_RISK, "148 von 205 Ampelanlagen liefern offene Daten, Ziel sind 190."),
            Note(AT_RISK, "156 von 205 Ampelanlagen liefern offene Daten."),
            Note(ON_TRACK, "171 von 205 Ampelanlagen liefern offene Daten."),
            Note(ON_TRACK, "183 von 205 Ampelanlagen liefern offene Daten."),
            Note(ON_TRACK, "188 von 205 Ampelanlagen liefern offene Daten."),
            Note(ON_TRACK, "192 von 205 Ampelanlagen liefern offene Daten, das Ziel ist erreicht."),
            Note(DONE, "Alle geeigneten Ampelanlagen liefern offene Daten."),
        ),
    ),
    Project(
        "servicekonto",
        "Servicekonto",
        "Ein Konto für alle Anträge an die Stadtverwaltung.",
        "Verwaltung",
        3,
        "stadt",
        (
            Note(ON_TRACK, "18 Leistungen sind im Konto verfügbar."),
            Note(AT_RISK, "Die Nutzung liegt 14 % unter dem Ziel."),
            Note(AT_RISK, "Die Nutzung liegt 11 % unter dem Ziel."),
            Note(AT_RISK, "Die Nutzung liegt 8 % unter dem Ziel."),
            Note(AT_RISK, "Die Nutzung liegt 4 % unter dem Ziel, die Hilfe am Telefon wirkt."),
            Note(ON_TRACK, "Die Nutzung liegt im Ziel."),
            Note(ON_TRACK, "31 Leistungen sind im Konto verfügbar."),
        ),
    ),
    Project(
        "telemedizin",
        "Telemedizin am Klinikum",
        "Nachsorge per Video, damit kurze Wege für Kranke möglich werden.",
        "Gesundheit",
        3,
        "klinikum",
        (
            Note(ON_TRACK, "Das Konzept liegt dem Datenschutz vor."),
            Note(ON_TRACK, "Zwei Stationen sind ausgestattet."),
            Note(ON_TRACK, "Die Beschäftigten sind geschult."),
            Note(ON_TRACK, "Der Probebetrieb läuft."),
            Note(ON_TRACK, "112 Nachsorgen fanden per Video statt."),
            Note(AT_RISK, "Die Abrechnung mit den Kassen ist noch offen."),
            Note(ON_TRACK, "Die Abrechnung ist geklärt, der Regelbetrieb beginnt."),
        ),
    ),
    Project(
        "bezahlautomaten",
        "Barrierefreie Bezahlautomaten",
        "Fahrkarten- und Parkautomaten, die alle ohne Hilfe bedienen können.",
        "Mobilität",
        2,
        "heag-mobilo",
        (
            Note(ON_TRACK, "Die Anforderungen sind mit dem Behindertenbeirat gesammelt."),
            Note(ON_TRACK, "Zwei Muster stehen zum Ausprobieren bereit."),
            Note(ON_TRACK, "Der Test mit 30 Personen ist ausgewertet."),
            Note(AT_RISK, "Das Angebot für die Sprachausgabe ist teurer als geplant."),
            Note(ON_TRACK, "Die Beschaffung ist ausgeschrieben."),
            Note(ON_TRACK, "Die ersten sechs Automaten sind bestellt."),
            Note(ON_TRACK, "Die ersten sechs Automaten sind in Betrieb."),
        ),
    ),
    Project(
        "parkausweise",
        "Digitale Parkausweise",
        "Bewohnerparken ohne Papier, weiterhin auch am Schalter zu beantragen.",
        "Verwaltung",
        2,
        "stadt",
        (
            Note(ON_TRACK, "Das Verfahren ist beschrieben."),
            Note(AT_RISK, "Die Prüfung des Datenschutzes dauert länger als geplant."),
            Note(ON_TRACK, "Die Prüfung des Datenschutzes ist abgeschlossen."),
            Note(ON_TRACK, "Der Versuch im Martinsviertel ist vorbereitet."),
            Note(ON_TRACK, "Der Versuch im Martinsviertel läuft."),
            Note(ON_TRACK, "640 Ausweise sind ausgestellt, kein Widerspruch ist offen."),
        ),
    ),
    Project(
        "gruenderstammtisch",
        "Anlaufstelle für Gründungen",
        "Beratung und Vernetzung für digitale Geschäftsideen an einem Ort.",
        "Industrie 4.0",
        4,
        "house-of-it",
        (
            Note(ON_TRACK, "14 Gründungen sind beraten."),
            Note(ON_TRACK, "22 Gründungen sind beraten, zwei Treffen fanden statt."),
            Note(ON_TRACK, "31 Gründungen sind beraten."),
            Note(ON_TRACK, "40 Gründungen sind beraten, das Jahresziel ist erreicht."),
            Note(AT_RISK, "Die Leitung der Anlaufstelle ist nicht besetzt."),
            Note(ON_TRACK, "Die Leitung ist wieder besetzt, zwölf neue Beratungen."),
        ),
    ),
)

PHASE_OF_CONTRIBUTION = {83: 4}  # contribution 83 asks about phase 4 by its number

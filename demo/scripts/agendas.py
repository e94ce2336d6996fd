"""The topics of each board, meeting by meeting. Pure data, no year named.

Each board has a pool of agendas; the n-th played meeting takes the n-th, and after the last it starts again with
titles that say so.
"""

from dataclasses import replace

from demo.cast import ETB, SB, UB
from demo.scripts.topics import BROAD, CONTESTED, REJECTED, TIED, UNANIMOUS, Action, Answer, Motion, Topic

UB_POOL = (
    (
        Topic(
            "parkausweise",
            "Digitale Parkausweise",
            "discussion",
            20,
            "osterloh",
            "Vorgestellt wird das Verfahren für Bewohnerparken ohne Papier.",
            Motion("Der Beirat empfiehlt, den Antrag auch am Schalter zu ermöglichen.", BROAD, recommends=True),
            (Action("Ablauf am Schalter beschreiben", "osterloh", 45),),
            answer=Answer("follow"),
        ),
        Topic(
            "jahresplan",
            "Arbeitsplan der GmbH",
            "information",
            20,
            "ebeling",
            "Die Geschäftsführung stellt Vorhaben und Zeitplan vor.",
        ),
    ),
    (
        Topic(
            "funknetz",
            "Funknetz für Sensoren: gemeinsame Nutzung",
            "decision",
            25,
            "adomeit",
            "Mehrere Beteiligungen planen eigene Funknetze. Ein gemeinsames Netz spart Masten und Geld.",
            Motion(
                "Der Beirat empfiehlt, ein gemeinsames Funknetz der städtischen Beteiligungen zu planen.",
                BROAD,
                recommends=True,
            ),
            (Action("Bedarf der Beteiligungen an Funkstandorten abfragen", "penner", 60, late=6),),
            (("lamprecht", "Der Arbeitgeber bietet ein eigenes Funknetz an."),),
            Answer("follow"),
        ),
        Topic(
            "schnittstellen",
            "Gemeinsame Schnittstellen der Beteiligungen",
            "discussion",
            20,
            "thoms",
            "Die Anregung aus der Bürgerschaft nach einer offenen IT-Architektur wird aufgegriffen.",
            actions=(Action("Liste der vorhandenen Schnittstellen erstellen", "ebeling", 75),),
        ),
        Topic(
            "logo",
            "Neues Logo für die Beteiligungen",
            "discussion",
            15,
            "kaya",
            "Die Auftritte sind uneinheitlich.",
            refusal="Das Thema liegt bei den Gesellschaften selbst.",
        ),
    ),
    (
        Topic(
            "smart-lighting",
            "Smart Lighting Wixhausen",
            "opinion",
            30,
            "ebeling",
            "Die Leuchten passen ihr Licht an. Der Beirat soll zur Ausweitung auf weitere Ortsteile Stellung nehmen.",
            Motion("Der Beirat beschließt die Stellungnahme zu Smart Lighting Wixhausen.", BROAD),
        ),
        Topic(
            "baustellen",
            "Baustellen im Netz zeigen",
            "information",
            15,
            "penner",
            "Die Karte der Baustellen wird mit den Fahrplänen verbunden.",
        ),
    ),
    (
        Topic(
            "ladesaeulen",
            "Standorte für Ladesäulen",
            "decision",
            25,
            "dahlhoff",
            "An Wohnhäusern fehlen Ladesäulen. Vorgeschlagen werden 24 Standorte.",
            Motion("Der Beirat empfiehlt die 24 Standorte der Vorlage.", CONTESTED, recommends=True),
            (Action("Standorte für Ladesäulen abstimmen", "dahlhoff", 90),),
            answer=Answer("partly", "18 Standorte sind sofort möglich, für sechs reicht das Netz noch nicht."),
        ),
        Topic(
            "notfall",
            "Notfallplan bei Ausfall der IT",
            "discussion",
            20,
            "thoms",
            "Nach der Übung am Klinikum sollen alle Beteiligungen ihre Pläne vergleichen.",
            actions=(Action("Notfallpläne nebeneinanderlegen", "thoms", 80),),
            level=3,
        ),
    ),
    (
        Topic(
            "datenplattform",
            "Datenplattform: Betriebsmodell",
            "opinion",
            30,
            "ebeling",
            "Zur Wahl stehen eigener Betrieb, gemeinsamer Betrieb und ein externer Dienst.",
            Motion(
                "Der Beirat empfiehlt den gemeinsamen Betrieb durch die Beteiligungen.", CONTESTED, recommends=True
            ),
            (Action("Kosten des gemeinsamen Betriebs berechnen", "adomeit", 60),),
            (("lamprecht", "Der Arbeitgeber bewirbt sich um den Betrieb."),),
            Answer("partly", "Der gemeinsame Betrieb beginnt mit drei Gesellschaften, die übrigen folgen später."),
        ),
        Topic(
            "bezahlautomaten",
            "Barrierefreie Bezahlautomaten",
            "discussion",
            15,
            "kaya",
            "Viele Automaten lassen sich ohne gutes Sehen nicht bedienen.",
            Motion(
                "Der Beirat empfiehlt der Geschäftsführung, neue Bezahlautomaten nur mit Sprachausgabe und "
                "ertastbaren Tasten zu beschaffen.",
                BROAD,
                recommends=True,
            ),
            answer=Answer("follow"),
        ),
    ),
    (
        Topic(
            "schulung",
            "Schulungen zur Informationssicherheit",
            "decision",
            20,
            "brueck",
            "Gemeinsame Schulungen sollen eigene Angebote der Gesellschaften ersetzen.",
            Motion("Der Beirat empfiehlt verpflichtende gemeinsame Schulungen.", TIED),
        ),
        Topic(
            "servicekonto",
            "Servicekonto: Leistungen der Beteiligungen",
            "discussion",
            25,
            "osterloh",
            "Auch Wasser, Abfall und Wohnen sollen über das Konto erreichbar sein.",
            actions=(Action("Leistungen für das Servicekonto benennen", "penner", 60),),
        ),
    ),
    (
        Topic(
            "parkgebuehr",
            "Parkgebühren nur noch mit dem Handy",
            "decision",
            25,
            "adomeit",
            "Der Betrieb der Automaten ist teuer. Vorgeschlagen wird, sie abzubauen.",
            Motion(
                "Der Beirat empfiehlt, Parkgebühren nur noch mit dem Handy zu erheben.", REJECTED, recommends=True
            ),
        ),
        Topic(
            "mieterstrom",
            "Stromdaten für Mieterinnen und Mieter",
            "information",
            15,
            "dahlhoff",
            "Gezeigt wird, wie Haushalte ihren Verbrauch selbst sehen können.",
        ),
    ),
    (
        Topic(
            "wegedaten",
            "Wegedaten aus Bus und Bahn",
            "discussion",
            25,
            "kaya",
            "Zählungen in den Fahrzeugen sollen der Planung dienen.",
            Motion("Der Beirat empfiehlt, nur zusammengefasste Zahlen weiterzugeben.", UNANIMOUS, recommends=True),
            (Action("Kleinste Gruppengröße für Zählungen festlegen", "kaya", 45, late=12),),
            answer=Answer("follow"),
        ),
        Topic(
            "rueckblick",
            "Rückblick auf die Empfehlungen",
            "information",
            20,
            "ebeling",
            "Die Geschäftsführung zeigt, was aus den Empfehlungen geworden ist.",
        ),
    ),
)

ETB_POOL = (
    (
        Topic(
            "leitplanken",
            "Leitplanken in Ausschreibungen",
            "decision",
            25,
            "wessel",
            "Die Leitplanken sollen schon in Ausschreibungen als Anforderung stehen.",
            Motion(
                "Der Beirat empfiehlt, die Leitplanken als Anlage zu jeder Ausschreibung zu nehmen.",
                BROAD,
                recommends=True,
            ),
            (Action("Textbaustein für Ausschreibungen entwerfen", "oelschlaeger", 60),),
            answer=Answer("follow"),
        ),
        Topic(
            "beteiligung",
            "Beteiligung an der Strategie auf Dauer",
            "discussion",
            20,
            "ostermann",
            "Ein Beitrag aus der Bürgerschaft fragt, ob die Beteiligung in Phase 4 weitergeht.",
            actions=(Action("Formate der Beteiligung zusammenstellen", "brandis", 90),),
        ),
    ),
    (
        Topic(
            "altersgruppen",
            "Angebote für alle Altersgruppen",
            "discussion",
            25,
            "dahlhoff",
            "Digitale Angebote erreichen Ältere oft nicht. Auch danach fragt ein Beitrag aus der Bürgerschaft.",
            Motion(
                "Der Beirat empfiehlt, zu jedem digitalen Angebot einen Weg ohne Gerät anzubieten.",
                CONTESTED,
                recommends=True,
            ),
            (Action("Beispiele für Wege ohne Gerät sammeln", "dahlhoff", 60, late=4),),
            answer=Answer("partly", "Für neue Angebote gilt das sofort, für bestehende bei der nächsten Änderung."),
        ),
        Topic(
            "modelle",
            "Sprachmodelle in der Verwaltung",
            "information",
            20,
            "tran",
            "Vorgestellt werden Grenzen und Risiken beim Beantworten von Anfragen.",
        ),
        Topic(
            "personal",
            "Personalausstattung der GmbH",
            "discussion",
            15,
            "grothe",
            "Gefragt wird nach offenen Stellen.",
            refusal="Das Thema gehört in den Unternehmensbeirat.",
        ),
    ),
    (
        Topic(
            "entscheidungen",
            "Automatisierte Bescheide kennzeichnen",
            "decision",
            25,
            "nouri",
            "Wer einen Bescheid erhält, soll sehen, ob eine Maschine entschieden hat.",
            Motion(
                "Der Beirat empfiehlt einen festen Hinweis auf jedem solchen Bescheid.", UNANIMOUS, recommends=True
            ),
            answer=Answer("follow"),
        ),
        Topic(
            "energie",
            "Energiebedarf digitaler Dienste",
            "discussion",
            20,
            "kuehnel",
            "Für jedes Vorhaben soll der Bedarf an Strom geschätzt werden.",
            actions=(Action("Verfahren zur Schätzung vorschlagen", "kuehnel", 75),),
        ),
    ),
    (
        Topic(
            "gesichter",
            "Kameras an Haltestellen",
            "decision",
            25,
            "matuschek",
            "Geprüft wird, ob Kameras die Auslastung zählen dürfen.",
            Motion("Der Beirat befürwortet Kameras zur Zählung an Haltestellen.", REJECTED),
        ),
        Topic(
            "arbeit",
            "Folgen für Beschäftigte",
            "discussion",
            20,
            "teichmann",
            "Die Vorhaben verändern Aufgaben in den Gesellschaften.",
            actions=(Action("Gespräch mit den Betriebsräten vorbereiten", "teichmann", 60),),
        ),
    ),
)

SB_POOL = (
    (
        Topic(
            "gruendungen",
            "Förderung des Gründerstammtischs",
            "decision",
            25,
            "fabricius",
            "Das Treffen mit etwa 50 Gründungsinteressierten sucht Räume und Begleitung.",
            Motion(
                "Der Beirat empfiehlt, den Gründerstammtisch ein Jahr lang zu fördern.", UNANIMOUS, recommends=True
            ),
            (Action("Räume für den Gründerstammtisch benennen", "nowicki", 60),),
            (("kessler", "Die eigene Firma vermietet Räume an den Veranstalter."),),
            Answer("follow"),
        ),
        Topic(
            "leistungen",
            "Überblick über die Leistungen der Sponsoren",
            "information",
            20,
            "ebeling",
            "Gezeigt wird, wofür Geld und Sachleistungen verwendet wurden.",
        ),
    ),
    (
        Topic(
            "schulen",
            "Geräte für Schulen",
            "decision",
            25,
            "hollmann",
            "Gebrauchte Geräte der Firmen könnten Schulen helfen.",
            Motion("Der Beirat empfiehlt eine Sammelstelle für geprüfte Geräte.", BROAD, recommends=True),
            (Action("Ablauf der Sammelstelle beschreiben", "trautwein", 90),),
            answer=Answer("decline", "Wartung und Haftung sind für die GmbH nicht zu leisten."),
        ),
        Topic(
            "transparenz",
            "Transparenz der Förderung",
            "discussion",
            20,
            "zhou",
            "Die Liste der Leistungen soll öffentlich sein.",
        ),
    ),
)

POOLS = {UB: UB_POOL, ETB: ETB_POOL, SB: SB_POOL}


def topics(slug: str, meeting: int) -> tuple[Topic, ...]:
    """The topics of the board's played meeting, counted from 0."""
    turn, place = divmod(meeting, len(POOLS[slug]))
    found = POOLS[slug][place]
    if not turn:
        return found
    return tuple(
        replace(one, key=f"{one.key}-{turn + 1}", title=f"{one.title} (Fortschreibung {turn})") for one in found
    )

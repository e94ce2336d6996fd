"""Who reads and does what: the matrix of the field as one table, and the page for people made from it.

`test_rights.py` proves every cell with rows that could leak. After a change, `python -m tests.contracts.rights`
writes `docs/rights.md` anew.

The columns speak of the Unternehmensbeirat, which the mayor leads. A cell says what that role gets:

    all   of every board, everybody's         here   of this board, and the reader's own
    own   what is the reader's own            for    of the person whose dates the reader answers
    -     nothing                             b2     up to level 2 of this board
    2     up to level 2 of every board        b2+1   up to level 2 of this board, of others up to level 1
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"

COLUMNS = {
    "anonymous": "Öffentlichkeit",
    "other_member": "Mitglied eines anderen Gremiums",
    "former": "Ehemaliges Mitglied",
    "assistant": "Assistenz",
    "partner": "Projektpartner",
    "substitute": "Stellvertretung, während das Mandat ruht",
    "member": "Mitglied",
    "sworn": "Mitglied mit Erklärung zur Verschwiegenheit",
    "deputy": "Stellv. Vorsitz",
    "chair": "Vorsitz",
    "secretariat": "Geschäftsstelle",
    "management": "Geschäftsführung",
    "mayors_office": "OB-Büro",
    "admin": "Administration",
}

READING = """
board              |Gremium: Name, Zweck, Sitze       |all  all  all  all  all  all  all  all  all  all  all  all  all  all
members            |Mitglieder, Mandate, Regeln       |-    -    -    -    -    here here here here here all  all  all  -
contacts           |Kontaktdaten                      |-    own  own  own  own  own  own  own  here here all  own  own  own
interests          |Interessenregister                |-    own  own  own  own  own  own  own  here here all  own  own  own
support            |Leistungen der Sponsoren          |-    -    -    -    -    -    -    -    -    -    all  all  -    -
plan_proposed      |Terminplan, vorgeschlagen         |-    -    -    -    -    -    -    -    -    -    all  -    -    -
plan_confirmed     |Terminplan, bestätigt             |-    -    -    -    -    here here here here here all  all  all  -
meeting_planned    |Sitzung, vorgemerkt               |-    -    -    -    -    -    -    -    here here all  -    -    -
rooms              |Räume                             |-    all  -    all  -    all  all  all  all  all  all  all  all  -
meeting_scheduled  |Sitzung, angesetzt                |-    -    -    -    -    here here here here here all  all  all  -
proposals          |Themenvorschläge                  |-    own  own  own  own  own  own  own  here here all  own  own  own
agenda_draft       |Tagesordnung, Entwurf             |-    -    -    -    -    -    -    -    b4   b4   4    2    -    -
agenda_released    |Tagesordnung, freigegeben         |-    -    -    -    -    b2   b2   b3   b4   b4   4    2    b2   -
agenda_addressed   |Punkte von OB oder OB-Büro        |-    -    -    -    -    b2   b2   b3   b4   b4   4    2    2    -
agenda_recused     |Punkte, von denen man befangen ist|-    -    -    -    -    -    -    -    -    -    -    -    -    -
agenda_sent        |Versandte Tagesordnung (PDF)      |-    -    -    -    -    here here here here here all  all  here -
invitations        |Einladung und Antwort             |-    own  own  own  own  own  own  own  here here all  own  own  own
date_poll          |Terminumfrage                     |-    -    -    -    -    here here here here here all  -    -    -
date_votes         |Antworten darauf, mit Namen       |-    -    -    -    -    -    -    -    here here all  -    -    -
absences           |Abwesenheiten                     |-    own  own  for  own  own  own  own  own  own  all  own  own  own
assisted           |Termine vertretener Personen      |-    -    -    for  -    -    -    -    -    -    -    -    -    -
resolutions        |Beschlüsse                        |-    -    -    -    -    b2   b2   b3   b4   b4   4    2    2    -
minutes_draft      |Niederschrift, Entwurf            |-    -    -    -    -    -    -    -    here here all  -    -    -
minutes_circulated |Niederschrift, versandt           |-    -    -    -    -    here here here here here all  all  -    -
minutes_approved   |Niederschrift, genehmigt          |-    -    -    -    -    here here here here here all  all  all  -
minutes_earlier    |Niederschrift von vor Gremia (PDF)|-    -    -    -    -    b2   b2   b2   b4   b4   4    2    2    -
actions            |Aufgaben anderer                  |-    -    -    -    -    b2   b2   b3   b4   b4   4    2    b2   -
actions_addressed  |Aufgaben an OB oder OB-Büro       |-    -    -    -    -    b2   b2   b3   b4   4    4    2    2    -
actions_own        |Aufgaben, streng vertraulich      |-    own  own  own  own  own  own  own  here here all  own  own  own
round_draft        |Stellungnahme-Runde, vorbereitet  |-    -    -    -    -    -    -    -    b4   b4   4    2    -    -
round_open         |Stellungnahme-Runde, offen        |-    -    -    -    -    b2   b2   b3   b4   b4   4    2    -    -
opinions_blind     |Einschätzungen, verdeckt und offen|-    own  own  -    -    -    own  own  here here all  -    -    -
opinions_closed    |Einschätzungen nach dem Ende      |-    own  own  -    -    here here here here here all  -    -    -
outcome_draft      |Stellungnahme, Entwurf            |-    -    -    -    -    -    -    -    b4   b4   4    -    -    -
outcome_circulated |Stellungnahme, bei den Mitgliedern|-    -    -    -    -    b2   b2   b3   b4   b4   4    -    -    -
outcome_adopted    |Stellungnahme, beschlossen        |0    1    0    0    0    b2+1 b2+1 b3+1 b4+1 b4+1 4    2    2    0
recommendations    |Empfehlungen daraus               |0    1    0    0    0    b2+1 b2+1 b3+1 b4+1 b4+1 4    4    2    0
report_draft       |Bericht, Entwurf                  |-    -    -    -    -    -    -    -    -    -    -    all  -    -
report_submitted   |Bericht, eingereicht              |-    -    -    -    -    -    -    -    -    -    all  all  all  -
report_returned    |Bericht, zurückgegeben            |-    -    -    -    -    -    -    -    -    -    -    all  all  -
report_invited     |Bericht mit Einladung             |-    -    -    -    -    here here here here here all  all  all  -
report_approved    |Bericht, freigegeben              |-    -    -    -    -    here here here here here all  all  all  -
report_published   |Bericht, veröffentlicht           |all  all  all  all  all  all  all  all  all  all  all  all  all  all
report_sections    |Abschnitte darin                  |0    1    0    0    0    b2+1 b2+1 b3+1 b4+1 b4+1 4    2    2    0
projects           |Projekte                          |all  all  all  all  all  all  all  all  all  all  all  all  all  all
progress           |Stand, Meilensteine, Messwerte    |-    all  -    -    own  all  all  all  all  all  all  all  all  -
contributions      |Beiträge, veröffentlicht          |all  all  all  all  all  all  all  all  all  all  all  all  all  all
contributions_held |Beiträge in Prüfung               |-    -    -    -    -    -    -    -    -    -    all  -    -    -
journal            |Journal                           |-    -    -    -    -    -    -    -    here here all  -    -    all
journal_access     |Journal: Anmeldungen und Konten   |-    -    -    -    -    -    -    -    -    -    all  -    -    all
mail_states        |Versand, Zustände                 |-    -    -    -    -    -    -    -    -    -    all  -    -    all
mail_texts         |Versand, Texte                    |-    -    -    -    -    -    -    -    -    -    all  -    -    -
"""

ACTING = """
set_up             |Einrichten: Name, Logo, Absender  |-    -    -    -    -    -    -    -    -    -    all  -    -    all
appoint            |Berufen, Mandate beenden          |-    -    -    -    -    -    -    -    -    -    all  -    -    -
propose_member     |Für einen Sitz vorschlagen        |-    -    -    -    -    -    -    -    here here all  -    -    -
delegate           |Aufgaben des Vorsitzes übertragen |-    -    -    -    -    -    -    -    here here all  -    -    -
keep_rooms         |Räume eintragen, aufgeben         |-    -    -    -    -    -    -    -    -    -    all  -    -    -
plan               |Termine planen                    |-    -    -    -    -    -    -    -    -    -    all  -    -    -
set_date           |Vorgemerkten Termin bestätigen    |-    -    -    -    -    -    -    -    here here all  -    -    -
ask_dates          |Terminumfrage senden, absagen     |-    -    -    -    -    -    -    -    -    -    all  -    -    -
answer_dates       |Termine wählen                    |-    -    -    for  -    here here here here here -    -    -    -
fix_date           |Termin festlegen                  |-    -    -    -    -    -    -    -    here here all  -    -    -
call_extra         |Außerordentliche Sitzung ansetzen |-    -    -    -    -    -    -    -    here here all  -    -    -
propose_topic      |Thema vorschlagen                 |-    -    -    -    -    -    here here here here all  all  -    -
decide_topic       |Über Themen entscheiden           |-    -    -    -    -    -    -    -    here here all  -    -    -
edit_agenda        |Tagesordnung schreiben            |-    -    -    -    -    -    -    -    here here all  -    -    -
invite             |Einladen, absagen                 |-    -    -    -    -    -    -    -    -    -    all  -    -    -
lead               |Sitzung leiten, Stimmen eintragen |-    -    -    -    -    -    -    -    here here all  -    -    -
write_minutes      |Niederschrift schreiben           |-    -    -    -    -    -    -    -    -    -    all  -    -    -
sign_off           |Niederschrift freigeben           |-    -    -    -    -    -    -    -    here here all  -    -    -
object             |Einwenden                         |-    -    -    -    -    -    here here here here -    -    -    -
report_action      |Aufgabe als erledigt melden       |-    own  own  own  own  own  own  own  own  own  all  own  own  own
drop_action        |Aufgabe streichen                 |-    -    -    -    -    -    -    -    here here all  -    -    -
verify_action      |Erledigung bestätigen             |-    -    -    -    -    -    -    -    -    -    all  -    -    -
request_opinion    |Stellungnahme anfragen            |-    -    -    -    -    -    -    -    here here all  all  -    -
run_round          |Runde öffnen, schließen           |-    -    -    -    -    -    -    -    here here all  -    -    -
write_outcome      |Stellungnahme entwerfen           |-    -    -    -    -    -    -    -    here here all  -    -    -
dissent            |Abweichende Meinung abgeben       |-    -    -    -    -    -    here here here here -    -    -    -
answer             |Empfehlungen beantworten          |-    -    -    -    -    -    -    -    -    -    -    all  -    -
write_report       |Bericht schreiben, einreichen     |-    -    -    -    -    -    -    -    -    -    -    all  -    -
review_report      |Bericht prüfen                    |-    -    -    -    -    -    -    -    -    -    -    -    all  -
publish_report     |Bericht veröffentlichen           |-    -    -    -    -    -    -    -    -    -    -    all  all  -
enter_progress     |Stand der Projekte eintragen      |-    -    -    -    own  -    -    -    -    -    all  all  -    -
define_indicator   |Kennzahlen von Projekten festlegen|-    -    -    -    -    -    -    -    -    -    all  all  -    -
accounts           |Konten öffnen, schließen          |-    -    -    -    -    -    -    -    -    -    all  -    -    all
"""

WORDS = {"all": "alle", "here": "Gremium", "own": "eigene", "for": "vertretene", "-": "–"}

MISSING = (
    "Unterlagen und Sitzungsmappe: Sie werden noch nicht geführt; versandt wird die Tagesordnung.",
    "Geheime Wahl und Umlaufbeschluss: Die Geschäftsordnung kennt sie, Ablauf und Rechte sind noch nicht gebaut.",
    "Öffentliche Termine, Punkte, Niederschriften und Namen: Die Öffentlichkeit liest sie noch nicht.",
    "Stufe 3 als Datei: Mitglieder mit Erklärung lesen Vertrauliches nur auf der Seite, nach Anmeldung mit zweitem "
    "Faktor. Dateien mit Wasserzeichen je Person und vermerktem Abruf gibt es noch nicht.",
)


class Row(NamedTuple):
    code: str
    title: str
    cells: dict[str, str]


def rows(table: str) -> Iterator[Row]:
    for line in table.strip().splitlines():
        code, title, cells = (part.strip() for part in line.split("|"))
        yield Row(code, title, dict(zip(COLUMNS, cells.split(), strict=True)))


def in_german(cell: str) -> str:
    """A cell as people read it."""
    if cell in WORDS:
        return WORDS[cell]
    if not cell.startswith("b"):
        return f"bis {cell}"
    here, _plus, elsewhere = cell[1:].partition("+")
    return f"Gremium bis {here}" + (f", sonst bis {elsewhere}" if elsewhere else "")


def _table(table: str, heading: str) -> str:
    heads = " | ".join(f"{title} `{code}`" for code, title in COLUMNS.items())
    lines = [f"| {heading} | {heads} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for row in rows(table):
        cells = " | ".join(in_german(cell) for cell in row.cells.values())
        lines.append(f"| {row.title} `{row.code}` | {cells} |")
    return "\n".join(lines)


def document() -> str:
    """The page for people."""
    missing = "\n".join(f"* {one}" for one in MISSING)
    return f"""# Wer was liest und tut

Diese Seite entsteht aus `tests/contracts/rights.py` (`python -m tests.contracts.rights`). Jede Zelle ist bewiesen:
`tests/contracts/test_rights.py` legt Zeilen an, die durchsickern könnten, und fragt als jede Rolle danach.

Die Spalten sprechen vom Unternehmensbeirat, den OB leitet. **Gremium**: was zu ihm gehört, und Eigenes. **alle**: aus allen Gremien.
**eigene**: was einem selbst gehört. **vertretene**: Termine der Person, für die jemand antwortet. **bis 2**: bis zu
dieser Stufe der Vertraulichkeit (0 öffentlich, 1 intern, 2 gremienintern, 3 vertraulich, 4 streng vertraulich).
Rollen folgen aus Mandat, Amt und Zuweisung mit ihren Daten; wer mehrere hat, liest, was eine davon öffnet.

## Lesen

{_table(READING, "Gegenstand")}

## Handeln

{_table(ACTING, "Handlung")}

## Noch nicht so, wie das Fach es vorsieht

{missing}
"""


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")

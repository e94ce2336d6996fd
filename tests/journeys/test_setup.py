"""Set-up as a new user walks it: from an empty database to three boards, with the effort counted.

How the time is estimated: `SECONDS` says what a layman needs for a tap, for a field, for finding and copying a list,
and for looking a rule up in the rules of procedure. The machine's own time is left out.
"""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from PIL import Image

from foundation.outbox.delivery import drain
from foundation.web import clock
from governance.boards.models import Board
from governance.mandates.models import Mandate, Office
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RULE_NAMES
from meetings.earlier.models import EarlierMinutes
from meetings.meeting.models import Meeting
from tests.foundation.documents.test_uploads import document
from tests.foundation.outbox.conftest import serve, server  # noqa: F401 - the mail server of the outbox's tests
from tests.journeys.test_accounts import log_in, set_up_app

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("mail_at_once"), pytest.mark.django_db(transaction=True)]

LISTS, RULES_SEEN = 3, 7
SECONDS = {"tap": 5, "field": 15, "list": 90, "rule": 45}
CHAPTER = "GO vom 01.03.2026"
ETHICS = "\n".join(f"{n}.\tDr. Vera Probe{n}\tHochschule {n}\tvera{n}@probe.example" for n in range(1, 32))
BUSINESS = (
    "Annegret Holtkamp; Oberbürgermeisterin; annegret.holtkamp@stadt.example\n"
    "Kaya, Aylin; HEAG mobilo; aylin.kaya@heag.example\n"
    "Dahlhoff, Werner; bauverein AG\n"
)
SPONSORS = (
    "Dr. Mei Zhou, Mondfeld Robotik, mei.zhou@mondfeld.example\nRalf Eschbach, Eschengrund Bau, ralf@esche.example\n"
)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "navy").save(out, "PNG")
    return out.getvalue()


def choose_file(guest, label: str, name: str, data: bytes, kind: str) -> None:
    guest.fields += 1
    guest.page.get_by_label(label).set_input_files({"name": name, "mimeType": kind, "buffer": data})


def enter_company(guest) -> None:
    guest.tap("Weiter: Name und Anschrift")
    guest.fill("Name der Gesellschaft", "Digitalstadt Musterstadt GmbH")
    guest.fill("Stadt", "Musterstadt")
    guest.fill("Postanschrift", "Musterplatz 1, 64283 Musterstadt")
    guest.fill("Telefon der Geschäftsstelle", "069 90009-120")
    guest.fill("E-Mail der Geschäftsstelle", "geschaeftsstelle@gmbh.example")
    guest.tap("Anschrift speichern")
    guest.tap("Weiter: Logo")
    choose_file(guest, "Logo als PNG oder JPEG", "logo.png", picture(), "image/png")
    guest.tap("Logo zeigen")


def found_boards(guest) -> None:
    guest.tap("Weiter: Gremien")
    guest.fill("Sie bestehen seit", "2026-01-01")
    guest.fill("Üblicher Sitzungsort", "Rathaus, Raum 1")
    guest.tap("Gremien anlegen")


def paste_members(guest) -> None:
    guest.tap("Weiter: Mitglieder")
    lists = {"Unternehmensbeirat": BUSINESS, "Ethik- und Technologiebeirat": ETHICS, "Sponsorenbeirat": SPONSORS}
    for board, names in lists.items():
        guest.tap(f"Namen einfügen: {board}")
        guest.fill("Namen, je Zeile einer", names)
        guest.tap("Liste prüfen")
        guest.sees("Noch ist nichts gespeichert.")
        guest.tap("Liste übernehmen")
    guest.sees("31 von 31 Sitzen besetzt")
    guest.sees("Werner Dahlhoff")
    guest.tap("Zurück zur Einrichtung")


def confirm_rules(guest) -> None:
    """Six rules as the rules of procedure have them: five as assumed, one different, one left for later."""
    guest.tap("Weiter: Regeln")
    guest.tap("Regeln durchgehen: Unternehmensbeirat")
    guest.sees("0 von 23 bestätigt")
    guest.fill("Wo steht das?", f"§ 6 {CHAPTER}")
    guest.tap("Stimmt so")
    guest.fill("Wo steht das?", f"§ 4 Abs. 1 {CHAPTER}")
    guest.open_details("Anders: ändern")
    guest.fill("Ladungsfrist in Tagen", "10")
    guest.tap("Änderung speichern")
    guest.sees("2 von 23 bestätigt")
    guest.tap("Später: nächste Regel")
    for paragraph in (7, 8, 9, 10):
        guest.fill("Wo steht das?", f"§ {paragraph} {CHAPTER}")
        guest.tap("Stimmt so")
    guest.sees("6 von 23 bestätigt")
    guest.tap("Alle Gremien")
    guest.tap("Fundstellen übernehmen: Sponsorenbeirat")
    guest.sees("4 Regeln sind bestätigt.")
    guest.tap("Zurück zur Einrichtung")


def enter_offices(guest) -> None:
    guest.tap("Ämter", exact=True)
    for board, person in (
        ("Unternehmensbeirat", "Annegret Holtkamp"),
        ("Ethik- und Technologiebeirat", "Dr. Vera Probe1"),
        ("Sponsorenbeirat", "Dr. Mei Zhou"),
    ):
        guest.tap(f"Vorsitz eintragen: {board}")
        guest.select("Mitglied", person)
        guest.tap("Vorsitz wechseln", role="button")
    for role, given, family in (("Geschäftsführung", "Jonas", "Ebeling"), ("OB-Büro", "Timo", "Rheinsberg")):
        guest.tap(f"Person eintragen: {role}")
        guest.fill("Vorname", given)
        guest.fill("Nachname", family)
        guest.fill("E-Mail", f"{given}.{family}@gmbh.example".lower())
        guest.tap("Person eintragen", role="button")
    guest.tap("Zurück zur Einrichtung")


def try_mail(guest, mails) -> None:
    guest.tap("Absender der E-Mails", exact=True)
    guest.tap("Probe-Mail an mich")
    drain(now=clock.now())
    guest.tap("Stand neu laden")
    guest.sees("Vom Mailserver angenommen")
    assert mails.recipients == ["carla.wendt@gmbh.example"]
    guest.tap("Zurück zur Einrichtung")


def enter_meeting(guest, day: date) -> None:
    guest.tap("Frühere Sitzungen", exact=True)
    guest.select("Gremium", "Unternehmensbeirat")
    guest.fill("Tag der Sitzung", day.isoformat())
    guest.fill("Ort", "Rathaus, Raum 1")
    choose_file(guest, "Niederschrift als PDF", "Niederschrift 4.pdf", document(3), "application/pdf")
    guest.tap("Sitzung eintragen")
    guest.sees("Niederschrift 4.pdf")
    guest.tap("Zurück zur Einrichtung")
    guest.tap("Auslassen: Frühere Sitzungen")


def minutes(guest) -> float:
    """What the walk takes a layman."""
    seconds = guest.taps * SECONDS["tap"] + guest.fields * SECONDS["field"]
    return (seconds + LISTS * SECONDS["list"] + RULES_SEEN * SECONDS["rule"]) / 60


def test_a_new_user_sets_three_boards_up_within_an_hour(visitor, mailoutbox, server, settings, forget):  # noqa: F811
    settings.MAIL_FROM = "Geschäftsstelle <gremien@stadt.example>"
    call_command("first_person", "Carla Wendt", "carla.wendt@gmbh.example")
    person, day = Person.objects.get(), clock.today() - timedelta(days=100)
    guest = visitor()
    guest.start()
    guest.sees("Wird eingerichtet")
    log_in(guest, person, mailoutbox)
    set_up_app(guest, forget)
    guest.start()
    enter_company(guest)
    found_boards(guest)
    paste_members(guest)
    confirm_rules(guest)
    enter_offices(guest)
    try_mail(guest, server)
    enter_meeting(guest, day)
    guest.sees("6 von 8 Schritten sind erledigt.")

    assert {one.short_name: one.seats.count() for one in Board.objects.all()} == {"UB": 10, "ETB": 31, "SB": 12}
    assert Mandate.objects.filter(status="active").count() == 36
    assert Office.objects.filter(role="chair").count() == 3
    assert not Person.objects.get(family_name="Dahlhoff").has_mail
    assert Meeting.objects.get().day == day
    assert EarlierMinutes.objects.get().upload.pages == 3
    rules = RulesOfProcedure.objects.current().get(board__short_name="UB")
    assert (rules.notice_days, len(rules.sources)) == (10, 6)
    guest.go("/gremien/unternehmensbeirat/regeln/")
    assert guest.text().count("Annahme, noch nicht bestätigt") == 17
    guest.go("/gremien/ethik-und-technologiebeirat/regeln/")
    assert guest.text().count("Annahme, noch nicht bestätigt") == 23

    guest.go("/gremien/sponsorenbeirat/regeln/")
    assert guest.text().count("Annahme, noch nicht bestätigt") == 19
    assert (guest.taps, guest.fields) == (54, 34)
    assert round(minutes(guest)) == 23
    # The same with every rule of the rules of procedure looked up and confirmed, which all boards then share.
    left = len(RULE_NAMES) - RULES_SEEN
    assert minutes(guest) + left * (SECONDS["rule"] + SECONDS["field"] + SECONDS["tap"]) / 60 < 60


@pytest.mark.parametrize(("width", "dark"), [(390, True), (820, False)])
def test_every_page_of_the_set_up_holds_on_small_screens(visitor, width, dark):
    call_command("first_person", "Carla Wendt", "carla.wendt@gmbh.example")
    guest = visitor(Person.objects.get(), width=width, dark=dark)
    guest.start()
    enter_company(guest)
    found_boards(guest)
    paste_members(guest)
    for page in ("regeln/", "regeln/sponsorenbeirat/quorum/", "aemter/", "aemter/management/neu/", "absender/"):
        guest.go(f"/einrichtung/{page}")
    for page in ("gesellschaft/", "logo/", "gremien/", "gremien/neu/", "fruehere-sitzungen/"):
        guest.go(f"/einrichtung/{page}")
    assert guest.page.evaluate("document.documentElement.scrollWidth") <= width

"""Set-up: who gets in first, what an empty installation shows, and steps that follow from what is there."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from foundation.documents.models import Upload
from foundation.journal.models import JournalEntry
from governance.boards.models import Board, Company, Seat
from governance.boards.presenting import printed_logo
from governance.people.models import Person, StaffAssignment
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RULE_NAMES

COMPANY = {
    "name": "Digitalstadt Musterstadt GmbH",
    "city": "Musterstadt",
    "address": "Musterplatz 1, 64283 Musterstadt",
    "office_phone": "069 90009-120",
    "office_hours": "Mo bis Fr, 8:00 bis 16:00 Uhr",
    "office_email": "geschaeftsstelle@gmbh.example",
    "mayor_title": "Oberbürgermeister",
    "mayors_office_name": "OB-Büro",
}


def first(name="Dr. Carla Wendt", email="Carla.Wendt@gmbh.example"):
    out = StringIO()
    call_command("first_person", name, email, stdout=out)
    return out.getvalue()


@pytest.fixture
def founder(db, now, client):
    """The first person at her screen, on an empty installation."""
    first()
    person = Person.objects.get()
    client.force_login(person.user)
    return person


def png(size=(1200, 300), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, more.pop("format", "PNG"), **more)
    return out.getvalue()


def logo(client, data: bytes, name="logo.png"):
    file = io.BytesIO(data)
    file.name = name
    return client.post("/einrichtung/logo/", {"file": file})


def states(client) -> dict[str, str]:
    return {one.code: str(one.state) for one in client.get("/einrichtung/").context["steps"]}


def test_the_first_person_is_board_office_and_administrator(db, now):
    told = first()
    person = Person.objects.get()
    assert (str(person), person.email, person.user.email) == ("Dr. Carla Wendt", *["carla.wendt@gmbh.example"] * 2)
    assert set(StaffAssignment.objects.values_list("role", flat=True)) == {"secretariat", "admin"}
    assert "/anmelden/" in told
    assert first() == told
    assert Person.objects.count() == 1


def test_nobody_gets_in_that_way_where_somebody_is(founder):
    with pytest.raises(CommandError, match="Carla Wendt"):
        first("Erik Fremd", "erik@fremd.example")
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("name", "email"), [("Wendt", "c@gmbh.example"), ("Carla Wendt", "keine-adresse")])
def test_a_name_and_an_address_are_needed(db, now, name, email):
    with pytest.raises(CommandError):
        first(name, email)
    assert not Person.objects.exists()


def test_an_empty_installation_says_so_to_everybody_else(db, now, client):
    page = client.get("/").content.decode()
    assert "Wird eingerichtet" in page
    assert "Zum Einrichten anmelden" in page


def test_the_first_person_is_led_to_the_set_up(founder, client):
    assert client.get("/").headers["Location"] == "/einrichtung/"
    page = client.get("/einrichtung/")
    assert page.context["next"].code == "company"
    assert set(states(client).values()) == {"open"}


def test_the_company_is_named_and_changed(founder, client):
    assert client.post("/einrichtung/gesellschaft/", COMPANY | {"city": ""}).status_code == 400
    assert not Company.objects.exists()
    assert client.post("/einrichtung/gesellschaft/", COMPANY).headers["Location"] == "/einrichtung/"
    assert client.post("/einrichtung/gesellschaft/", COMPANY | {"city": "Neustadt"}).status_code == 302
    assert client.post("/einrichtung/gesellschaft/", COMPANY | {"city": "Neustadt"}).status_code == 302
    assert Company.objects.get().city == "Neustadt"
    entries = JournalEntry.objects.filter(action="company.described").order_by("id")
    assert [entry.facts["fields"] for entry in entries] == [list(COMPANY), ["city"]] or len(entries) == 2
    assert states(client)["company"] == "done"


def test_a_step_is_left_out_and_taken_up_again(founder, client):
    assert client.post("/einrichtung/auslassen/", {"step": "logo"}).status_code == 409
    client.post("/einrichtung/gesellschaft/", COMPANY)
    client.post("/einrichtung/auslassen/", {"step": "logo"})
    assert states(client)["logo"] == "left_out"
    client.post("/einrichtung/auslassen/", {"step": "logo", "again": "1"})
    assert states(client)["logo"] == "open"
    assert client.post("/einrichtung/auslassen/", {"step": "company"}).status_code == 404


def test_a_logo_is_painted_anew_and_shown_to_everybody(founder, client):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    exif = Image.Exif()
    exif[0x010E] = "geheimer Ort"
    assert logo(client, png(format="JPEG", exif=exif), "Logo Entwurf.jpg").status_code == 302
    company = Company.objects.get()
    shown = client.get(company.logo_url)
    picture = b"".join(shown.streaming_content)
    assert Image.open(io.BytesIO(picture)).size == (640, 160)
    assert printed_logo() == picture
    assert b"geheimer Ort" not in picture
    assert shown.headers["Content-Type"] == "image/png"
    client.logout()
    page = client.get("/gremien/").content.decode()
    assert f'src="{company.logo_url}" alt="Digitalstadt Musterstadt GmbH"' in page


def test_another_logo_replaces_the_first_and_its_file(founder, client, files, django_capture_on_commit_callbacks):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    with django_capture_on_commit_callbacks(execute=True):
        logo(client, png())
        logo(client, png((200, 200)))
    assert Upload.objects.count() == 1
    assert len(list((files / "uploads").iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/einrichtung/logo/entfernen/")
    assert not Upload.objects.exists()
    assert printed_logo() == b""
    assert list((files / "uploads").iterdir()) == []


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7 nothing",
    "cut": png()[:60],
    "empty": b"",
    "gif": png(format="GIF"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(founder, client, data, files):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    assert logo(client, data, "logo.png").status_code in (400, 400)
    assert not Upload.objects.exists()
    assert not (files / "uploads").exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(founder, client):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    answer = logo(client, png((6000, 6000), compress_level=9))
    assert answer.status_code == 400
    assert "25 Millionen Pixel" in answer.content.decode()


def test_the_three_boards_begin_with_their_seats_and_assumed_rules(founder, client):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    form = client.get("/einrichtung/gremien/").context["form"]
    chosen = [slug for slug, _words in form.fields["boards"].choices]
    answer = client.post(
        "/einrichtung/gremien/", {"boards": chosen, "founded_on": "01.09.2018", "place": "Rathaus, Raum 1"}
    )
    assert answer.headers["Location"] == "/einrichtung/"
    seats = {one.short_name: one.seats.count() for one in Board.objects.all()}
    assert seats == {"UB": 10, "ETB": 31, "SB": 12}
    assert Seat.objects.get(board__short_name="UB", number=4).label == "HEAG Holding, Vorstand"
    assert {rules.sources == {} for rules in RulesOfProcedure.objects.all()} == {True}
    assert client.get("/einrichtung/gremien/").context["left"] == []
    assert states(client)["boards"] == "done"
    assert client.get("/").status_code == 200


def test_an_empty_board_gets_numbered_seats(founder, client):
    said = {
        "name": "Beirat für Öffentlichkeit",
        "short_name": "BÖ",
        "purpose": "Berät.",
        "size": "7",
        "founded_on": "01.02.2026",
        "place": "Rathaus",
    }
    assert client.post("/einrichtung/gremien/neu/", said).status_code == 302
    board = Board.objects.get()
    assert board.slug == "beirat-fuer-oeffentlichkeit"
    assert [seat.label for seat in board.seats.all()] == [f"Sitz {n}" for n in range(1, 8)]
    assert client.post("/einrichtung/gremien/neu/", said).status_code == 409
    assert Board.objects.count() == 1


def test_the_menu_of_the_office_leads_back(founder, client):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    page = client.get("/mehr/").content.decode()
    assert "/einrichtung/" in page
    assert "Schritte sind offen" in page


@pytest.fixture
def boards(founder, client):
    client.post("/einrichtung/gesellschaft/", COMPANY)
    chosen = ["unternehmensbeirat", "ethik-und-technologiebeirat", "sponsorenbeirat"]
    client.post("/einrichtung/gremien/", {"boards": chosen, "founded_on": "01.09.2018", "place": "Rathaus"})


def pasted(client, text):
    said = {"text": text, "start": "01.01.2026", "end": "", "document": "Mitgliederliste"}
    return client.post("/einrichtung/mitglieder/sponsorenbeirat/", said)


def test_pasted_names_are_shown_first_and_taken_over_then(boards, client):
    page = pasted(client, "Dr. Mei Zhou; Mondfeld GmbH; mei@mondfeld.example\nRalf Eschbach; Eschengrund")
    text = page.content.decode()
    assert "Zhou, Mei (Dr.)" in text
    assert "ohne E-Mail, per Post" in text
    assert Person.objects.count() == 1
    kept = {"list": page.context["signed"], "next": page.context["back"]}
    assert client.post("/besetzungsliste/uebernehmen/", kept).headers["Location"] == "/einrichtung/mitglieder/"
    assert Person.objects.count() == 3
    assert "Ralf Eschbach" in client.get("/einrichtung/mitglieder/").content.decode()
    assert states(client)["roster"] == "open"


def test_a_wrong_line_keeps_the_others_and_what_was_typed(boards, client):
    page = pasted(client, "Mei Zhou; Mondfeld; keine@adresse\nRalf Eschbach; Eschengrund; ralf@esche.example")
    assert page.context["signed"] == ""
    text = page.content.decode()
    assert "1 Zeile hat einen Fehler" in text or "Zeile" in text
    assert "keine@adresse" in text
    assert Person.objects.count() == 1


def rule(client, name, **said):
    return client.post(f"/einrichtung/regeln/unternehmensbeirat/{name}/", said)


def test_rules_are_confirmed_one_by_one_with_their_source(boards, client):
    page = client.get("/einrichtung/regeln/unternehmensbeirat/quorum/").content.decode()
    assert "Annahme, noch nicht bestätigt" in page
    assert "0 von 23 bestätigt" in page
    assert rule(client, "quorum", act="confirm").status_code == 400
    answer = rule(client, "quorum", act="confirm", source="§ 6 GO vom 01.03.2026")
    assert answer.headers["Location"] == "/einrichtung/regeln/unternehmensbeirat/notice_days/"
    version = RulesOfProcedure.objects.get(board__short_name="UB")
    assert version.sources == {"quorum": "§ 6 GO vom 01.03.2026"}
    page = client.get("/einrichtung/regeln/unternehmensbeirat/notice_days/").content.decode()
    assert "1 von 23 bestätigt" in page
    assert '<option value="§ 6 GO vom 01.03.2026">' in page


def test_the_guide_says_what_a_rule_means_in_practice(boards, client):
    page = client.get("/einrichtung/regeln/unternehmensbeirat/circular_allowed/").content.decode()
    assert "Gremia hält diese Regel nur fest." in page
    for kept in ("petition_percent", "notice_days"):
        assert "nur fest" not in client.get(f"/einrichtung/regeln/unternehmensbeirat/{kept}/").text


def test_a_rule_that_is_different_is_corrected_and_stays_assumed_without_a_source(boards, client):
    said = {"notice_days": "10", "shortened_min_days": "1"}
    assert rule(client, "notice_days", act="change", source="", **said).status_code == 302
    version = RulesOfProcedure.objects.current().get(board__short_name="UB")
    assert (version.notice_days, version.sources) == (10, {})
    assert rule(client, "notice_days", act="change", source="§ 5 GO", **said).status_code == 302
    version = RulesOfProcedure.objects.current().get(board__short_name="UB")
    assert version.sources == {"notice_days": "§ 5 GO"}
    assert rule(client, "notice_days", act="confirm", source="§ 5 (1) GO").status_code == 302
    version = RulesOfProcedure.objects.current().get(board__short_name="UB")
    assert (version.notice_days, version.sources) == (10, {"notice_days": "§ 5 (1) GO"})


def test_a_rule_that_contradicts_others_is_refused_beside_its_field(boards, client):
    answer = rule(client, "notice_days", act="change", source="", notice_days="90", shortened_min_days="1")
    assert answer.status_code == 400
    assert RulesOfProcedure.objects.filter(board__short_name="UB").count() == 1


def test_the_last_rule_leads_back_to_the_boards(boards, client):
    version = RulesOfProcedure.objects.get(board__short_name="UB")
    version.sources = {name: "GO" for name in RULE_NAMES if name != "quorum"}
    version.save()
    assert rule(client, "quorum", act="confirm", source="GO").headers["Location"] == "/einrichtung/regeln/"
    assert "23 von 69 bestätigt" in client.get("/einrichtung/").content.decode()
    assert states(client)["rules"] == "open"


STAFF = {"given_name": "Jonas", "family_name": "Ebeling", "email": "jonas@gmbh.example", "start": "01.11.2026"}


def roles() -> dict[str, list[str]]:
    running = StaffAssignment.objects.filter(end=None).select_related("person")
    return {one.role: [str(one.person)] for one in running}


def test_staff_is_entered_once_with_a_login(boards, client):
    assert client.post("/einrichtung/aemter/management/neu/", STAFF).headers["Location"] == "/einrichtung/aemter/"
    client.post("/einrichtung/aemter/management/neu/", STAFF)
    assert roles()["management"] == ["Jonas Ebeling"]
    assert StaffAssignment.objects.filter(role="management").count() == 1
    assert Person.objects.get(family_name="Ebeling").user.email == "jonas@gmbh.example"


def test_the_same_address_is_never_somebody_else(boards, client):
    client.post("/einrichtung/aemter/management/neu/", STAFF)
    other = client.post("/einrichtung/aemter/management/neu/", STAFF | {"family_name": "Anders"})
    assert other.status_code == 409
    both = client.post("/einrichtung/aemter/mayors_office/neu/", STAFF)
    assert both.status_code == 409
    assert "mayors_office" not in roles()


def test_the_last_of_the_board_office_stays(boards, client):
    mine = StaffAssignment.objects.get(role="secretariat")
    assert client.post(f"/einrichtung/aemter/{mine.pk}/beenden/").status_code == 409
    client.post("/einrichtung/aemter/secretariat/neu/", STAFF)
    assert client.post(f"/einrichtung/aemter/{mine.pk}/beenden/").status_code == 302
    assert roles()["secretariat"] == ["Jonas Ebeling"]


def test_chairs_are_entered_from_the_list_and_lead_back_to_it(boards, client):
    page = pasted(client, "Mei Zhou; Mondfeld; mei@mondfeld.example")
    client.post("/besetzungsliste/uebernehmen/", {"list": page.context["signed"]})
    said = {"person": Person.objects.get(given_name="Mei").pk, "start": "01.01.2026", "kind": "elected"}
    at = "/gremien/sponsorenbeirat/vorsitz/wechseln/?next=/einrichtung/aemter/"
    assert client.post(at, said).headers["Location"] == "/einrichtung/aemter/"
    assert "Mei Zhou, Vorsitz" in client.get("/einrichtung/aemter/").content.decode()
    told = "kein Vorsitz: Unternehmensbeirat, Ethik- und Technologiebeirat; noch niemand: Geschäftsführung, OB-Büro"
    assert told in client.get("/einrichtung/").content.decode()
    away = client.post("/gremien/sponsorenbeirat/vorsitz/wechseln/?next=https://fremd.example/", said)
    assert away.headers["Location"] == "/gremien/sponsorenbeirat/vorsitz/"


def test_boards_with_the_same_rules_of_procedure_share_their_sources(boards, client):
    rule(client, "tie_rule", act="confirm", source="§ 7 GO")
    rule(client, "meetings_per_year", act="confirm", source="§ 3 GO")
    row = {one.board.short_name: one for one in client.get("/einrichtung/regeln/").context["rows"]}
    assert {name: one.alike for name, one in row.items()} == {"UB": 0, "ETB": 1, "SB": 1}
    at = "/einrichtung/regeln/ethik-und-technologiebeirat/uebernehmen/"
    assert client.post(at, {"like": "unternehmensbeirat"}).headers["Location"] == "/einrichtung/regeln/"
    client.post(at, {"like": "unternehmensbeirat"})
    sources = {one.board.short_name: one.sources for one in RulesOfProcedure.objects.select_related("board")}
    # The ethics board meets twice a year, so that rule is not the same.
    assert sources["ETB"] == {"tie_rule": "§ 7 GO"}
    assert JournalEntry.objects.filter(action="rule.confirmed").count() == 3

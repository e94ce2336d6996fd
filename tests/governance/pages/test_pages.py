"""The pages of boards as the people see them who use them; names never reach those who may not see them."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from foundation.web import clock
from governance.boards.models import Board
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure

ETB = "/gremien/ethik-und-technologiebeirat/"
UB = "/gremien/unternehmensbeirat/"


@pytest.fixture(autouse=True)
def _only_governance(no_effects):
    pass


@pytest.fixture
def page(client):
    def get(path, who=None, status=200):
        client.logout()
        if who is not None:
            client.force_login(who.user)
        response = client.get(path)
        assert response.status_code == status
        return re.sub(r"[ \n]+", " ", response.content.decode())

    return get


def family_names(world, board):
    return {person.family_name for person in world.members[board.short_name]}


def test_the_board_page_answers_who_holds_what(world, page):
    text = page(ETB, world.secretary)
    for pair in ("<dt>Sitze</dt><dd>31</dd>", "<dt>besetzt</dt><dd>29</dd>", "<dt>frei</dt><dd>2</dd>"):
        assert pair in text
    assert "<dt>beschlussfähig ab</dt><dd>16</dd>" in text
    assert "Vorsitz: Prof. Dr. Miriam Sander." in text
    assert "2\xa0Sitze sind frei. Die Beschlussfähigkeit rechnet weiter mit 31." in text
    assert "Sitz\xa030 (Sitz 30) seit 1.\xa0Januar 2025" in text
    assert "23 von 23 sind noch nicht bestätigt" in text
    assert text.count("kern-btn--primary") == 1


def test_seven_seats_first_and_all_on_demand(world, page):
    short, full = page(ETB, world.secretary), page(f"{ETB}?sitze=alle", world.secretary)
    assert "Alle 31 Sitze anzeigen" in short
    assert short.count('scope="row"') == 7
    assert full.count('scope="row"') == 31
    assert all(name in full for name in family_names(world, world.etb))


@pytest.mark.parametrize("name", ["", "kaya", "sponsor", "former", "admin"])
@pytest.mark.parametrize("path", [ETB, f"{ETB}?sitze=alle", f"{ETB}?tag=2026-01-01", "/gremien/"])
def test_names_of_a_board_never_reach_the_public_or_other_boards(world, page, name, path):
    reader = getattr(world, name) if name else None
    text = page(path, reader)
    own = {reader.family_name} if reader else set()
    others = {p.family_name for p in Person.objects.all()} - own
    if path == "/gremien/" and reader:
        for board in (world.ub, world.sb):
            if world.reader(reader).boards & {board.pk}:
                others -= family_names(world, board)
    assert {family for family in others if family in text} == set()
    assert "/sitze/" not in text
    assert "Bestätigen" not in text


def test_the_public_reads_purpose_chair_and_numbers(world, page):
    world.etb.seats.filter(number=2).update(kind="ex_officio", label="Digitalbeauftragte der Stadt")
    text = page(ETB)
    assert "berät die Geschäftsführung. Vorsitz: Digitalbeauftragte der Stadt." in text
    assert "<dt>Sitze</dt><dd>31</dd>" in text
    assert "29 von 31 Sitzen besetzt" in text
    assert "Vorsitz: vom Gremium gewählt." in page("/gremien/sponsorenbeirat/")


@pytest.mark.parametrize("name", ["ostermann", "manager", "mayors_officer"])
def test_members_and_staff_read_names_but_manage_nothing(world, page, name):
    text = page(f"{ETB}?sitze=alle", getattr(world, name))
    assert "Ernst Muster1" in text
    assert "Nachfolge berufen" not in text
    assert "Bestätigen" not in text
    page(f"{ETB}sitze/3/", getattr(world, name))
    for path in ("sitze/30/berufen/", "regeln/notice_days/bestaetigen/"):
        page(ETB + path, getattr(world, name), status=404)


def test_the_state_on_another_day(world, page):
    world.etb.seats.get(number=3).mandates.update(end=date(2027, 3, 31))
    text = page(f"{ETB}?tag=2027-04-01", world.secretary)
    assert "Stand 1.\xa0April 2027" in text
    assert "3\xa0Sitze sind frei." in text
    assert "Lena Ostermann" not in text
    assert "Nachfolge berufen" not in text
    assert "bis 31.03.2027" in page(f"{ETB}?tag=2027-03-31", world.secretary)


@pytest.mark.parametrize("day", ["", "gestern", "2027-02-30", "0001-01-01", "9999-12-31", "2027-02-11%00", "1e9"])
def test_a_day_that_is_none_shows_today_and_says_so(world, page, day):
    text = page(f"{ETB}?tag={day}", world.secretary)
    assert "kern-error" in text
    assert "<dt>besetzt</dt><dd>29</dd>" in text


@pytest.mark.parametrize("path", ["/gremien/nirgends/", f"{ETB}sitze/99/", f"{ETB}sitze/{10**30}/", f"{ETB}sitze/0/"])
def test_unknown_addresses_answer_404(world, page, path):
    page(path, world.secretary, status=404)


def test_before_its_founding_a_board_has_no_seats_and_no_rules(world, page):
    text = page(f"{ETB}?tag=2024-06-01", world.secretary)
    assert "Am 1.\xa0Juni 2024 gab es dieses Gremium noch nicht. Es besteht seit dem 1.\xa0Januar 2025." in text
    assert "An diesem Tag gab es noch keine Geschäftsordnung." in text
    assert not any(
        words in text
        for words in ("Sitz frei", "Sitze sind frei", "Alle 31", "leitet niemand", "Vorsitz:", "Nachfolge")
    )


def test_the_list_of_boards_says_which_did_not_exist_yet(world, page):
    Board.objects.filter(pk=world.ub.pk).update(founded_on=date(2024, 1, 1))
    text = page("/gremien/?tag=2024-06-01")
    assert text.count("Am 1.\xa0Juni 2024 gab es dieses Gremium noch nicht.") == 2
    assert text.count("<dt>besetzt</dt>") == text.count("Vorsitz: am 1.\xa0Juni 2024 nicht besetzt.") == 1


def test_a_board_yet_to_be_founded_says_from_when_on(world, page):
    Board.objects.filter(pk=world.etb.pk).update(founded_on=date(2027, 2, 1))
    text = page(ETB, world.secretary)
    assert "Dieses Gremium gibt es erst ab dem 1.\xa0Februar 2027." in text
    assert "Vorsitz: zurzeit" not in text


def test_a_vacant_chair_is_told_in_words_that_fit_the_day(world, page):
    world.etb.offices.update(start=date(2026, 1, 1), end=date(2026, 12, 31))
    for day in ("2025-03-03", "2027-02-01"):
        text = page(f"{ETB}?tag={day}", world.secretary)
        assert "zurzeit" not in text.lower()
    assert "Vorsitz: am 1.\xa0Februar 2027 nicht besetzt." in text
    assert "Am 1.\xa0Februar 2027 leitet niemand dieses Gremium." in text
    world.etb.offices.update(end=date(2026, 10, 31))
    text = page(ETB, world.secretary)
    assert "Vorsitz: zurzeit nicht besetzt." in text
    assert "Zurzeit leitet niemand dieses Gremium." in text


def test_of_many_vacant_seats_five_are_named(world, page):
    Mandate.objects.filter(seat__board=world.etb, seat__number__lte=10).update(end=date(2026, 10, 31))
    text = page(ETB, world.secretary)
    assert "12\xa0Sitze sind frei." in text
    assert re.search(r"und 7\s+weitere\.", text)
    assert len(re.findall(r"\(Soziologie\)|Sitz\s\d+ \(", text)) <= 5


def test_pages_cost_a_fixed_number_of_queries(world, client, django_assert_num_queries):
    client.force_login(world.secretary.user)
    client.get("/gremien/")
    for path, queries in (
        (f"{UB}?sitze=alle", 11),
        (f"{ETB}?sitze=alle", 11),
        (ETB, 11),
        ("/gremien/", 9),
        (f"{UB}sitze/10/", 12),
        (f"{ETB}sitze/3/", 12),
    ):
        with django_assert_num_queries(queries):
            client.get(path)


def test_a_seat_shows_its_history_to_its_board(world, page):
    text = page(f"{UB}sitze/10/", world.kaya)
    assert "Hugo Altmann" in text
    assert "01.01.2025 bis 31.03.2026, Ende der Amtszeit" not in text
    assert "01.01.2025 bis 31.03.2026" in text
    page(f"{UB}sitze/10/", world.ostermann, status=404)
    page(f"{UB}sitze/10/", status=404)


NOBODY_NEW = dict.fromkeys(("given_name", "family_name", "email"), "")


def new_person(**changes):
    return {
        "given_name": "Ruth",
        "family_name": "Keller",
        "email": "ruth.keller@mitglied.example",
        "form_of_address": "frau",
        "start": "2026-11-23",
        "appointed_on": "2026-11-20",
        "document": "Schreiben der Fraktion",
    } | changes


def test_the_office_appoints_somebody_new(world, client):
    client.force_login(world.secretary.user)
    path = reverse("appointment", args=[world.etb.slug, 30])
    assert client.get(path).status_code == 200
    response = client.post(path, new_person(), follow=True)
    assert "Ruth Keller ist ab 23.\xa0November 2026 auf Sitz\xa030 berufen." in response.content.decode()
    ruth = Person.objects.get(email="ruth.keller@mitglied.example")
    assert world.reader(ruth).boards == {world.etb.pk}
    assert ruth.user is not None


def test_a_refused_appointment_registers_nobody(world, client):
    client.force_login(world.secretary.user)
    people = Person.objects.count()
    for number, changes, status in (
        (3, {}, 409),
        (30, {"end": "2026-11-01"}, 400),
        (30, {"email": "werner.dahlhoff@mitglied.example"}, 409),
        (30, {"email": ""}, 400),
        (30, {"given_name": "R\x00"}, 400),
        (30, {"person": "no-uuid"}, 400),
        (30, {"person": str(world.kaya.pk)}, 400),
        (30, {"person": str(world.manager.pk)} | NOBODY_NEW, 409),
        (30, {"start": "0001-01-01"}, 400),
    ):
        response = client.post(reverse("appointment", args=[world.etb.slug, number]), new_person(**changes))
        assert response.status_code == status, changes
        assert 'role="alert"' in response.content.decode()
    assert Person.objects.count() == people
    assert Mandate.objects.filter(seat__board=world.etb).count() == 29


def test_appointed_by_a_double_click_is_appointed_once(world, client):
    client.force_login(world.secretary.user)
    path = reverse("appointment", args=[world.etb.slug, 30])
    data = new_person(person=str(world.kaya.pk)) | NOBODY_NEW
    for _click in range(2):
        assert client.post(path, data).status_code == 302
    assert Mandate.objects.filter(seat__board=world.etb, person=world.kaya).count() == 1


def test_a_mandate_ends_after_its_consequences_were_shown(world, client):
    client.force_login(world.secretary.user)
    mandate = Mandate.objects.get(person=world.cdo, seat__board=world.etb)
    path = reverse("mandate_end", args=[world.etb.slug, 2, mandate.pk])
    choice = {"on": "2027-03-31", "reason": "resigned"}
    shown = client.post(path, choice | {"preview": "ja"}).content.decode()
    assert "Das folgt mit Ablauf des 31.\xa0März 2027" in shown
    assert "Das Amt „Vorsitz“ endet am 31.\xa0März 2027." in shown
    assert "Sitz\xa02 wird frei. Die Beschlussfähigkeit rechnet weiter mit 31." in shown
    mandate.refresh_from_db()
    assert mandate.end is None
    for _click in range(2):
        response = client.post(path, choice, follow=True)
        assert "Das Mandat von Prof. Dr. Miriam Sander endet am 31.\xa0März 2027." in response.content.decode()
    mandate.refresh_from_db()
    assert (mandate.end, mandate.ended_reason) == (date(2027, 3, 31), "resigned")


def test_an_end_that_is_refused_says_why(world, client):
    client.force_login(world.secretary.user)
    mandate = Mandate.objects.get(person=world.cdo, seat__board=world.etb)
    path = reverse("mandate_end", args=[world.etb.slug, 2, mandate.pk])
    early = client.post(path, {"on": "2024-01-01", "reason": "resigned"})
    assert early.status_code == 400
    assert "Das Mandat beginnt am 1.\xa0Januar 2025." in early.content.decode()
    assert client.post(path, {"on": "", "reason": "nothing"}).status_code == 400
    elsewhere = reverse("mandate_end", args=[world.ub.slug, 2, mandate.pk])
    assert client.get(elsewhere).status_code == 404
    mandate.refresh_from_db()
    assert mandate.end is None


def test_the_office_confirms_a_rule(world, client):
    client.force_login(world.secretary.user)
    path = reverse("rule_confirmation", args=[world.etb.slug, "notice_days"])
    assert "Ladungsfrist: 14\xa0Tage" in client.get(path).content.decode()
    for _click in range(2):
        response = client.post(path, {"source": "Geschäftsordnung § 3"}, follow=True)
        assert "Die Regel ist bestätigt: Ladungsfrist: 14\xa0Tage." in response.content.decode()
    assert "<dt>noch nicht bestätigt</dt><dd>22</dd>" in response.content.decode()
    assert RulesOfProcedure.objects.get(board=world.etb).sources == {"notice_days": "Geschäftsordnung § 3"}
    assert client.post(path, {"source": "Satzung"}).status_code == 409
    assert client.post(path, {"source": ""}).status_code == 400
    assert client.get(reverse("rule_confirmation", args=[world.etb.slug, "nothing"])).status_code == 404


def test_english_pages_speak_english(world, client):
    client.force_login(world.secretary.user)
    client.cookies["django_language"] = "en"
    text = client.get(ETB).content.decode()
    assert "2 seats are vacant. The quorum is still counted of 31." in text
    assert "Assumption, not confirmed yet" in text


@pytest.mark.parametrize("page", ["", "vorsitz/", "jahresplan/2027/", "arbeitsgruppen/", "verlauf/"])
def test_all_areas_of_a_board_lead_to_one_another(world, client, page):
    client.force_login(world.secretary.user)
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        text = client.get(f"/gremien/unternehmensbeirat/{page}").text
    tabs = text.split('aria-label="Bereiche des Gremiums"')[1].split("</nav>")[0]
    own = "/gremien/unternehmensbeirat/"
    assert re.findall(r'href="([^"]+)"', tabs) == [
        own + one for one in ("", "vorsitz/", "jahresplan/2027/", "arbeitsgruppen/", "verlauf/")
    ]
    assert re.findall(r'href="([^"]+)" aria-current="page"', tabs) == [own + page]

"""What management, mayor's office, administration and the public find first."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from desk.home import operation, public, staff
from foundation.documents.models import Rendering
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.confidentiality import Level, Reader


def rows(found) -> list[tuple[str, str, str]]:
    return [(one.when, one.row.title, one.row.button) for one in found.work.rows]


def seen_by(client, person=None, address="/") -> str:
    if person:
        client.force_login(person.user)
    return " ".join(client.get(address).content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def reports(world, report):
    meeting = world.meeting(world.ub, day=date(2027, 2, 11))
    later = world.meeting(world.ub, day=date(2027, 5, 13), number=2)
    report("Q1/2026", "published", published_at=clock.now(), decided_at=datetime(2026, 4, 1, tzinfo=UTC))
    report("Q2/2026", "draft", meeting=meeting)
    report("Q3/2026", "returned", meeting=later, review_due=date(2027, 4, 27))
    report("Q4/2026", "submitted", submitted_at=datetime(2026, 11, 20, 9, tzinfo=UTC), review_due=date(2026, 11, 30))


def test_the_management_answers_what_is_addressed_to_it_and_writes(world, reports, advised, answered, action):
    answered(advised(world.etb, "Sensoren"), 2)
    advised(world.etb, "Vertraulich", level=Level.CONFIDENTIAL)
    advised(world.etb, "Noch beim Beirat", status="circulated", until=date(2026, 12, 1))
    held = world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=3)
    action(held, world.manager, "Angebote einholen", date(2026, 11, 27))
    action(held, world.kaya, "Fremd", date(2026, 11, 27))
    found = staff.management(world.reader(world.manager), clock.now())
    assert rows(found) == [
        ("Fr, 27.11.", "Maßnahme: Angebote einholen", ""),
        ("Fr, 18.12.", "Empfehlung 1 beantworten: Sensoren", "Antwort geben"),
        ("Fr, 18.12.", "Empfehlung 1 beantworten: Vertraulich", "Antwort geben"),
        ("Fr, 18.12.", "Empfehlung 2 beantworten: Vertraulich", "Antwort geben"),
        ("Do, 21.01.", "Bericht Q2/2026: Unternehmensbeirat", "Bericht schreiben"),
        ("Di, 27.04.", "Bericht Q3/2026: Unternehmensbeirat", "Bericht überarbeiten"),
    ]
    assert found.work.rows[-1].row.meta == "Zur Überarbeitung zurückgegeben (OB-Büro)."
    assert [one.day for one in found.meetings] == [date(2027, 2, 11), date(2027, 5, 13)]


def test_a_report_waits_for_its_publication_once_the_board_has_met(world, report):
    held = world.meeting(world.ub, day=date(2026, 11, 12), status="held")
    ahead = world.meeting(world.ub, day=date(2027, 2, 11), number=2)
    report("Q2/2026", "published", published_at=clock.now())
    report("Q3/2026", "approved", meeting=held)
    report("Q4/2026", "seen", meeting=ahead)
    found = staff.management(world.reader(world.manager), clock.now())
    assert rows(found) == [
        ("ohne Frist", "Bericht Q3/2026 veröffentlichen: Unternehmensbeirat", "Bericht veröffentlichen")
    ]
    assert found.work.rows[0].row.meta == "Das Gremium hat ihn am 12.11.2026 beraten."


def test_the_mayors_office_reviews_what_was_submitted_and_sees_no_draft(world, reports, client):
    found = staff.mayors_office(world.reader(world.mayors_officer), clock.now())
    assert rows(found) == [("Mo, 30.11.", "Bericht Q4/2026: Unternehmensbeirat", "Bericht prüfen")]
    assert [one.period for one in found.reports] == ["Q1/2026"]
    shown = seen_by(client, world.mayors_officer)
    assert "Eingereicht von Dr. Jonas Ebeling am 20.11.2026." in shown
    for secret in ("Q2/2026", "Q3/2026"):
        assert secret not in shown


def test_the_public_reads_public_advice_and_what_became_of_it(world, reports, advised, answered):
    answered(advised(world.etb, "Sensoren", level=Level.PUBLIC))
    advised(world.etb, "Intern", level=Level.INTERNAL)
    advised(world.etb, "Nur für den Beirat")
    advised(world.etb, "Offener Entwurf", status="circulated", level=Level.PUBLIC)
    front = public.front(Reader(), clock.now())
    assert [(one.title, state) for one, state in front.opinions] == [("Sensoren", "1 von 2 Empfehlungen beantwortet")]
    assert [one.period for one in front.reports] == ["Q1/2026"]
    assert [(one.board.short_name, one.seats, one.held) for one in front.boards] == [
        ("UB", 10, 10),
        ("ETB", 31, 29),
        ("SB", 12, 12),
    ]


def test_the_public_page_names_offices_and_no_people(world, client):
    world.ub.seats.filter(number=1).update(kind="ex_officio", label="Oberbürgermeisterin")
    shown = seen_by(client)
    assert "Vorsitz: Oberbürgermeisterin." in shown
    assert "Vorsitz: vom Gremium gewählt." in shown
    for person in (world.mayor, world.cdo, world.sponsor, world.kaya):
        assert person.family_name not in shown


def menu(page: str) -> list[str]:
    """The addresses of the main navigation, which stands there for wide and for narrow screens."""
    return re.findall(r'href="([^"]+)"', page.split('<nav class="app-nav', 2)[1].split("</nav>")[0])


def test_the_menu_leads_everybody_to_their_pages(world, client):
    assert menu(seen_by(client)) == ["/", "/gremien/", "/wirkung/", "/berichte/", "/beteiligung/"]
    assert menu(seen_by(client, world.admin)) == ["/", "/konten/", "/versandnachweis/", "/journal/", "/einrichtung/"]
    for address in menu(seen_by(client, world.admin)):
        assert 'aria-current="page"' in seen_by(client, world.admin, address)


def delivery(state: str, *, minutes: int = 0) -> None:
    """A mail that is due since `minutes`."""
    due = clock.now() - timedelta(minutes=minutes)
    words = {"kind": "invitation", "recipient": "person:x", "recipient_name": "Aylin Kaya", "address": "k@example.de"}
    sent = {"sent_at": due} if state == "sent" else {}
    Delivery.objects.create(
        key=f"{state}{minutes}", state=state, raw=b"", created_at=due, not_before=due, **words, **sent
    )


def test_the_administration_sees_states_and_nothing_of_content(world, reports, advised, client):
    world.agenda(world.meeting(world.ub, day=date(2026, 12, 17), number=9), "Parkausweise")
    advised(world.etb, "Sensoren")
    shown = seen_by(client, world.admin)
    assert 'href="/versandnachweis/"' in shown
    for secret in ("Parkausweise", "Sensoren", "Q1/2026", "17. Dezember", "Unternehmensbeirat"):
        assert secret not in shown


def test_the_administration_has_mails_documents_and_setup_to_look_after(world):
    for state, minutes in (("failed", 0), ("held", 0), ("sent", 0), ("pending", 16), ("pending", 14)):
        delivery(state, minutes=minutes)
    Rendering.objects.create(key="x", template="report", data={}, made_at=clock.now(), state="failed")
    found = operation.to_do(world.reader(world.admin), clock.now())
    assert [(one.when, one.row.title, one.row.url) for one in found.rows] == [
        ("Mo, 23.11.", "1 Dokument konnte nicht erstellt werden", "/dokumente/"),
        ("Mo, 23.11.", "1 E-Mail ist angehalten", "/versandnachweis/?state=held"),
        ("Mo, 23.11.", "1 E-Mail ist nicht angekommen", "/versandnachweis/?state=failed"),
        ("Mo, 23.11.", "1 E-Mail wird nicht verschickt", "/versandnachweis/?state=late"),
        ("ohne Frist", "Einrichtung: Absender der E-Mails", "/einrichtung/absender/"),
        ("ohne Frist", "Einrichtung: Logo", "/einrichtung/logo/"),
    ]


def test_a_former_member_still_finds_the_own_action(world, action, client):
    held = world.meeting(world.ub, day=date(2026, 2, 12), status="held")
    action(held, world.former, "Unterlagen zurückgeben", date(2026, 12, 1))
    action(held, world.kaya, "Fremd", date(2026, 12, 1))
    shown = seen_by(client, world.former)
    assert "Maßnahme: Unterlagen zurückgeben" in shown
    assert "Fremd" not in shown


def test_more_leads_to_every_page_that_is_needed_less_often(world, client):
    shown = seen_by(client, world.secretary, "/mehr/")
    for address in (
        "/versandnachweis/",
        "/themen/",
        "/massnahmen/",
        "/gremien/unternehmensbeirat/jahresplan/2027/",
        "/projekte/",
        "/beteiligung/",
        "/berichte/",
    ):
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200

"""The board office's day, and what others find on their first screen."""

from datetime import date

import pytest

from foundation.values import SYSTEM
from foundation.web import clock
from governance.people.models import Person
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaProposal
from meetings.invitations import sending
from opinions.rounds import opening
from opinions.rounds.deadlines import end_of
from reports.editions.models import ManagementReport


def page(client, person: Person | None = None, address: str = "/") -> str:
    if person:
        client.force_login(person.user)
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def busy(world):
    """A UB meeting to invite to, an ETB round, somebody's action item, a draft report, a topic."""
    meeting = world.meeting(world.ub, day=date(2026, 12, 17), number=1)
    world.agenda(meeting, "Parkausweise", "Funknetz", status="released")
    held = world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=2)
    world.agenda(held, "Alter Punkt", status="frozen")
    ActionItem.objects.create(
        item=held.items.get(),
        title="Standorte abstimmen",
        owner=world.dahlhoff,
        due_on=date(2026, 12, 1),
        created_at=clock.now(),
    )
    made = opening.prepare(
        board=world.etb,
        title="Sensoren",
        question="Dürfen sie messen?",
        requested_by=world.manager,
        deadline=end_of(date(2026, 12, 14)),
        by=SYSTEM,
        now=clock.now(),
    )
    opening.open_round(
        made, deadline=end_of(date(2026, 12, 14)), guidelines=[], important=[], by=SYSTEM, now=clock.now()
    )
    ManagementReport.objects.create(
        board=world.ub,
        meeting=meeting,
        period="Q3/2026",
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
        author=world.manager,
        created_at=clock.now(),
    )
    AgendaProposal.objects.create(
        board=world.ub, title="Ladesäulen", kind="discussion", proposer=world.kaya, proposed_at=clock.now()
    )
    return meeting


def test_the_office_sees_dated_work_with_one_primary_button(world, busy, client):
    shown = page(client, world.secretary)
    for words in (
        "Montag, 23. November 2026",
        "Einladung versenden: Unternehmensbeirat",
        "Protokoll: Unternehmensbeirat, 12.11.2026",
        "Frist der Einschätzungen: Sensoren",
        "0 von 29 abgegeben.",
        "1 Thema wartet",
        "2 Sitze sind frei",
    ):
        assert words in shown
    assert shown.count("kern-btn--primary") == 1


def test_a_member_finds_what_is_owed_and_nothing_of_others(world, busy, client):
    shown = page(client, world.dahlhoff)
    assert "Maßnahme: Standorte abstimmen" in shown
    assert "Ihre Einschätzung: Sensoren" in shown
    kaya = page(client, world.kaya)
    assert "Nichts ist offen." in kaya
    for secret in ("Sensoren", "Standorte", "Q3/2026", "Ladesäulen"):
        assert secret not in kaya


def test_an_invited_member_answers_from_the_first_screen(world, busy, client):
    sending.invite(busy, by=world.actor(world.secretary), now=clock.now())
    shown = page(client, world.kaya)
    assert "Ihre nächste Sitzung: Unternehmensbeirat" in shown
    assert "Donnerstag, 17. Dezember 2026, 16:00 bis 18:00 Uhr" in shown
    answer = client.post(
        f"/sitzungen/{busy.pk}/antwort/",
        {"answer": "accepted", "sequence": busy.sequence + 1, "next": "/"},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == "/"
    assert busy.invitations.get(person=world.kaya).answer == "accepted"


def test_the_chair_finds_topics_and_agendas_to_release(world, busy, client):
    shown = page(client, world.mayor)
    assert "Zur Freigabe" in shown
    assert "Thema: Ladesäulen" in shown
    assert "Thema: Ladesäulen" not in page(client, world.cdo)


def test_the_management_finds_its_draft_and_the_mayors_office_does_not(world, busy, client):
    assert "Bericht Q3/2026: Unternehmensbeirat" in page(client, world.manager)
    assert "Q3/2026" not in page(client, world.mayors_officer)


def test_the_public_sees_boards_and_no_meeting(world, busy, client):
    shown = page(client)
    assert "Unternehmensbeirat" in shown
    for secret in ("Parkausweise", "Sensoren", "Holtkamp", "17. Dezember"):
        assert secret not in shown


def test_a_former_member_is_thanked(world, busy, client):
    assert "Ihr Mandat ist beendet" in page(client, world.former)

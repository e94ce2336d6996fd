"""What reaches the mayor's office: the boards the mayor leads, and what mayor or office brought or owe."""

from datetime import date

import pytest
from django.urls import reverse

from governance.confidentiality import MAYORS_OFFICE, Level
from governance.people.models import StaffAssignment
from governance.procedure.models import RulesOfProcedure
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem
from meetings.agenda.rules import may_read_sent
from tests.world import FOUNDED

TODAY = date(2026, 11, 23)


@pytest.fixture
def ethics(world):
    """The agenda of a board the mayor sits on and does not lead: one item of the mayor's, one of a member's."""
    meeting = world.meeting(world.etb, status="scheduled")
    world.agenda(meeting, "Funknetz der Stadt", "Gesichtserkennung")
    meeting.items.filter(position=1).update(proposer=world.mayor)
    meeting.items.filter(position=2).update(proposer=world.ostermann, text="Nur für den Beirat")
    return meeting


def titles(world, who) -> list[str]:
    rows = AgendaItem.objects.visible_to(world.reader(who)).order_by("position")
    return [item.title for item in rows if item.open_to(world.reader(who))]


def test_the_mayor_leads_the_board_whose_report_needs_approval(world):
    reader = world.reader(world.mayors_officer)
    assert reader.addressed == {world.ub.pk}
    assert reader.addressees == {world.mayor.pk, world.mayors_officer.pk}
    RulesOfProcedure.objects.filter(board=world.ub).update(report_review="seen")
    assert world.reader(world.mayors_officer).addressed == frozenset()
    assert world.reader(world.mayors_officer).addressees == {world.mayors_officer.pk}


@pytest.mark.parametrize("name", ["mayor", "manager", "secretary", "admin", "kaya"])
def test_nothing_is_addressed_to_anybody_else(world, name):
    reader = world.reader(getattr(world, name))
    assert (reader.addressed, reader.addressees) == (frozenset(), frozenset())


def test_colleagues_count_while_they_work_there(world, ethics):
    ethics.items.update(proposer=world.former)
    assert titles(world, world.mayors_officer) == []
    was = StaffAssignment.objects.create(
        person=world.former, role=MAYORS_OFFICE, start=FOUNDED, end=date(2026, 11, 22)
    )
    assert titles(world, world.mayors_officer) == []
    StaffAssignment.objects.filter(pk=was.pk).update(end=TODAY)
    assert titles(world, world.mayors_officer) == ["Funknetz der Stadt", "Gesichtserkennung"]


def test_who_left_the_mayors_office_reads_nothing(world, ethics):
    StaffAssignment.objects.filter(person=world.mayors_officer).update(end=date(2026, 11, 22))
    assert world.reader(world.mayors_officer).addressees == frozenset()
    assert titles(world, world.mayors_officer) == []


def test_a_member_who_works_there_reads_the_own_board_besides(world, ethics):
    StaffAssignment.objects.create(person=world.ostermann, role=MAYORS_OFFICE, start=FOUNDED)
    assert titles(world, world.ostermann) == ["Funknetz der Stadt", "Gesichtserkennung"]


def test_page_and_interface_name_only_what_is_addressed(world, client, ethics):
    client.force_login(world.mayors_officer.user)
    address, interface = ethics.get_absolute_url(), f"/api/v1/meetings/{ethics.pk}/agenda"
    for shown in (client.get(address), client.get(interface)):
        assert shown.status_code == 200
        assert "Funknetz der Stadt" in shown.text
        assert "Nur für den Beirat" not in shown.text
        assert "Gesichtserkennung" not in shown.text
    assert "Sie finden hier, was an das OB-Büro gerichtet ist." in client.get(address).text
    assert [one["number"] for one in client.get(interface).json()["items"]] == [1]
    ethics.items.update(proposer=None)
    assert "Kein Punkt ist an das OB-Büro gerichtet." in client.get(address).text


def test_what_is_confidential_stays_so_when_it_is_addressed(world, client, ethics):
    ethics.items.update(level=Level.CONFIDENTIAL, proposer=world.mayor)
    assert titles(world, world.mayors_officer) == []
    client.force_login(world.mayors_officer.user)
    assert "Funknetz" not in client.get(ethics.get_absolute_url()).text


def test_the_file_of_another_boards_agenda_stays_closed(world, ethics):
    """It holds all items, whoever reads it."""
    office = world.reader(world.mayors_officer)
    assert not may_read_sent(office, ethics)
    assert may_read_sent(world.reader(world.ostermann), ethics)
    assert may_read_sent(office, world.meeting(world.ub))


def test_action_items_of_the_mayor_and_the_office_reach_it(world, client, ethics, now):
    item = ethics.items.get(position=2)
    made = {
        who: ActionItem.objects.create(item=item, title=title, owner=who, due_on=TODAY, created_at=now)
        for who, title in ((world.mayor, "Rat informieren"), (world.cdo, "Anbieter prüfen"))
    }
    client.force_login(world.mayors_officer.user)
    shown = client.get(reverse("actions")).text
    assert "Rat informieren" in shown
    assert "Anbieter prüfen" not in shown
    assert client.get(made[world.mayor].get_absolute_url()).status_code == 200
    assert client.get(made[world.cdo].get_absolute_url()).status_code == 404

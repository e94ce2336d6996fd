"""A chair reads what was done with the things of the own board, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from desk.journal import finding
from foundation.journal.models import JournalEntry
from foundation.journal.recording import record
from foundation.values import SYSTEM
from governance.confidentiality import Level
from governance.mandates.models import Mandate, Office
from governance.people.models import Person
from meetings.actions.models import ActionItem
from meetings.agenda.models import Recusal
from meetings.planning.models import YearPlan
from meetings.votes.models import Motion, Vote
from tests.world import FOUNDED

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def note(world):
    def note(action, subject, **facts):
        record(action, subject, by=world.actor(world.secretary), now=MORNING, **facts)

    return note


def read(world, who, *, proven=True) -> list[str]:
    return [one.action for one in finding.readable_by(world.reader(who, proven=proven)).order_by("pk")]


def page(client, **chosen) -> str:
    return " ".join(client.get(reverse("journal"), chosen).text.split())


def test_own_board_in_names_and_links_and_no_other(world, client, note):
    own, other = world.meeting(), world.meeting(world.etb)
    note("meeting.opened", own.key)
    note("meeting.held", other.key)
    note("mandate.appointed", Mandate.objects.get(person=world.kaya).key)
    note("rules.amended", f"rules:{world.ub.rules.get().pk}")
    note("project.noted", "project:1")
    client.force_login(world.mayor.user)
    shown = page(client)
    assert "Carla Wendt hat die Sitzung eröffnet." in shown
    assert f'href="{own.get_absolute_url()}">UB, 11.02.2027</a>' in shown
    assert "Aylin Kaya, UB 4: Sitz 4</a>" in shown
    assert "Geschäftsordnung geändert" in shown
    assert "geschlossen" not in shown
    assert read(world, world.mayor) == ["meeting.opened", "mandate.appointed", "rules.amended"]
    assert read(world, world.cdo) == ["meeting.held"]
    assert read(world, world.kaya) == []


def test_logins_mails_and_what_is_of_persons_stay_the_offices(world, note):
    for action in ("access.device_remembered", "access.ended", "person.edited", "role.assigned", "links.revoked"):
        note(action, world.kaya.key)
    note("person.login_opened", Mandate.objects.get(person=world.kaya).key)
    note("access.account_closed", f"user:{world.kaya.user_id}")
    note("delivery.resent", "delivery:1")
    note("journal.cut", "checkpoint:1")
    note("interests.declared", world.kaya.key)
    assert read(world, world.mayor) == []


def test_a_recused_chair_reads_nothing_of_the_item(world, note):
    meeting = world.meeting(status="held")
    world.agenda(meeting, "Datenplattform", "Grundstück", status="frozen")
    free, barred = meeting.items.order_by("position")
    Recusal.objects.create(item=barred, person=world.mayor, declared_at=MORNING, entered_by=world.mayor.key)
    votes = {}
    for item in (free, barred):
        motion = Motion.objects.create(item=item, text="Antrag", put_at=MORNING)
        votes[item] = Vote.objects.create(
            motion=motion, yes=5, no=0, abstain=0, invalid=0, eligible=5, result="adopted", counted_at=MORNING
        )
        action = ActionItem.objects.create(
            item=item, title="Prüfen", owner=world.cdo, due_on=date(2027, 3, 1), created_at=MORNING
        )
        note("agenda.item_changed", meeting.key, item=item.pk)
        note("vote.corrected", meeting.key, vote=votes[item].pk)
        note("action.verified", f"action:{action.pk}")
    note("quorum.found", meeting.key, item=None)
    acts = ["agenda.item_changed", "vote.corrected", "action.verified"]
    assert read(world, world.mayor) == [*acts, "quorum.found"]
    Recusal.objects.all().delete()
    assert read(world, world.mayor) == [*acts, *acts, "quorum.found"]


def test_of_an_item_that_is_gone_the_office_alone_reads(world, note):
    """Nobody knows any more whether it was open to the chair."""
    meeting = world.meeting()
    world.agenda(meeting, "Grundstück", status="draft")
    item = meeting.items.get()
    note("agenda.item_changed", meeting.key, item=item.pk)
    assert read(world, world.mayor) == ["agenda.item_changed"]
    item.delete()
    note("agenda.item_removed", meeting.key, item=7_000_000)
    assert read(world, world.mayor) == []
    assert read(world, world.secretary) == ["agenda.item_changed", "agenda.item_removed"]


def test_what_is_strictly_confidential_asks_for_the_second_factor(world, client, note, monkeypatch):
    meeting = world.meeting()
    world.agenda(meeting, "Kauf der Nahwerk GmbH")
    meeting.items.update(level=Level.STRICT)
    note("agenda.item_added", meeting.key, item=meeting.items.get().pk)
    assert read(world, world.mayor) == ["agenda.item_added"]
    assert read(world, world.mayor, proven=False) == []
    client.force_login(world.mayor.user)
    assert "/konto/vertrauliches/" not in page(client)
    monkeypatch.setattr("foundation.accounts.factors.proven", lambda request: False)
    assert "/konto/vertrauliches/?next=/journal/" in page(client)
    assert "Tagesordnungspunkt hinzugefügt" not in page(client)


def test_a_plan_is_the_offices_until_it_is_adopted(world, note):
    plan = YearPlan.objects.create(board=world.ub, year=2027, proposed_at=MORNING, outcome="found")
    note("plan.proposed", f"plan:{plan.pk}", dates=4)
    note("meeting.planned", world.meeting(status="planned").key, day="2027-02-11")
    assert read(world, world.mayor) == ["meeting.planned"]
    YearPlan.objects.update(status="adopted")
    assert sorted(read(world, world.mayor)) == ["meeting.planned", "plan.proposed"]


def test_somebody_proposed_by_another_name_keeps_it(world, client, note):
    """Whether an address is known is not told to who proposes somebody."""
    seat = world.ub.seats.get(number=3)
    made = Mandate.objects.create(seat=seat, person=world.former, start=date(2027, 1, 1), proposed_as="H. A.")
    Person.objects.filter(pk=world.former.pk).update(family_name="Unbekannt")
    Mandate.objects.filter(person=world.former).exclude(pk=made.pk).delete()
    note("mandate.proposed", made.key)
    client.force_login(world.mayor.user)
    assert "H. A., UB 3: Sitz 3" in page(client)
    assert "Unbekannt" not in page(client)


def test_it_ends_with_the_office(world, client, note):
    note("meeting.opened", world.meeting().key)
    office = Office.objects.filter(board=world.ub, person=world.mayor)
    office.update(end=date(2026, 11, 22))
    assert read(world, world.mayor) == []
    client.force_login(world.mayor.user)
    assert client.get(reverse("journal")).status_code == 404


def test_filters_offer_what_belongs_to_the_board(world, client, note):
    note("meeting.opened", world.meeting().key)
    record("reply.recorded", world.meeting(number=2).key, by=world.actor(world.kaya), now=MORNING + timedelta(days=1))
    client.force_login(world.mayor.user)
    form = client.get(reverse("journal")).context["form"]
    assert list(form.fields) == ["person", "area", "first", "last"]
    people = set(form.fields["person"].queryset)
    assert {world.mayor, world.kaya, world.former, world.secretary} <= people
    assert not {world.ostermann, world.sponsor} & people
    areas = {code for code, _word in form.fields["area"].choices}
    assert {"meeting", "mandate", "vote", "date_poll"} <= areas
    assert not {"access", "delivery", "role", "person", "journal"} & areas
    assert "Sitzung eröffnet" not in page(client, person=world.kaya.pk)
    assert "Sitzung eröffnet" in page(client, area="meeting", first="2026-11-23", last="2026-11-23")
    assert client.get(reverse("journal"), {"person": world.sponsor.pk}).context["rows"] == []
    assert client.get(reverse("journal_csv"), {"person": world.sponsor.pk}).status_code == 404


def test_who_leads_two_boards_chooses_between_them(world, client, note):
    Office.objects.create(board=world.etb, person=world.mayor, role="deputy_chair", start=FOUNDED)
    note("meeting.opened", world.meeting().key)
    note("meeting.held", world.meeting(world.etb).key)
    client.force_login(world.mayor.user)
    form = client.get(reverse("journal")).context["form"]
    assert set(form.fields["board"].queryset) == {world.ub, world.etb}
    assert read(world, world.mayor) == ["meeting.opened", "meeting.held"]
    assert "Sitzung eröffnet" not in page(client, board=world.etb.pk)
    assert client.get(reverse("journal"), {"board": world.sb.pk}).context["rows"] == []


def test_the_table_holds_the_same_entries(world, client, note):
    note("meeting.opened", world.meeting().key)
    note("meeting.held", world.meeting(world.etb).key)
    note("access.ended", world.kaya.key)
    client.force_login(world.mayor.user)
    answer = client.get(reverse("journal_csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.partition(";")[2] for line in lines[1:]] == [
        "23.11.2026 09:00:00;Carla Wendt;Sitzungen;Carla Wendt hat die Sitzung eröffnet.;Sitzung;UB, 11.02.2027"
    ]


def test_the_chairs_page_of_the_board_leads_there(world, client):
    address = reverse("chair", args=[world.ub.slug])
    for who, found in ((world.mayor, True), (world.kaya, False), (world.secretary, False)):
        client.force_login(who.user)
        assert (f'href="{reverse("journal")}"' in client.get(address).text) is found


@pytest.mark.parametrize("chosen", [{}, {"area": "meeting"}, {"first": "2026-11-01"}])
def test_it_costs_the_same_at_any_length(world, client, note, django_assert_num_queries, chosen):
    first = world.meeting()
    note("meeting.opened", first.key)
    client.force_login(world.mayor.user)
    with django_assert_num_queries(25):
        client.get(reverse("journal"), chosen)
    for number in range(2, 40):
        meeting = world.meeting(number=number)
        world.agenda(meeting, "Punkt", "Punkt")
        record("meeting.changed", meeting.key, by=SYSTEM, now=MORNING)
        record("meeting.changed", first.key, by=world.actor(world.members["UB"][number % 10]), now=MORNING)
    assert JournalEntry.objects.count() == 77
    with django_assert_num_queries(25):
        client.get(reverse("journal"), chosen)

"""The pages of action items: who sees which, overdue first, and who may say that something is done."""

import re
from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from governance.confidentiality import Level
from meetings.actions.models import ActionItem
from meetings.agenda.models import Recusal


@pytest.fixture
def items(world):
    meeting = world.meeting(status="held", day=date(2026, 11, 12), number=4)
    world.agenda(meeting, "Datenplattform", "Personalfrage", status="frozen")
    meeting.items.filter(position=2).update(level=Level.CONFIDENTIAL)
    return list(meeting.items.order_by("position"))


@pytest.fixture
def actions(world, items, now):
    """Of the UB: one overdue, one later, one reported, one of a confidential item."""
    rows = (
        ("Kostenplan vorlegen", world.manager, date(2026, 12, 1), "open", 0),
        ("Vertrag prüfen", world.kaya, date(2026, 11, 20), "open", 0),
        ("Beirat informieren", world.kaya, date(2026, 11, 19), "done_reported", 0),
        ("Gespräch mit A.", world.mayor, date(2026, 12, 2), "open", 1),
    )
    made = [
        ActionItem.objects.create(
            item=items[place], title=title, owner=owner, due_on=due, status=status, report_note="x", created_at=now
        )
        for title, owner, due, status, place in rows
    ]
    return {one.title: one for one in made}


def get(client, who, path="/massnahmen/", status=200):
    client.force_login(who.user)
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def send(client, who, action, status=302, **data):
    client.force_login(who.user)
    response = client.post(action.get_absolute_url(), data)
    assert response.status_code == status
    action.refresh_from_db()
    return response.content.decode()


def listed(text):
    return re.findall(r'href="/massnahmen/\d+/">([^<]+)<', text)


def test_overdue_comes_first_and_says_so_in_words(world, client, actions):
    text = get(client, world.secretary)
    assert listed(text) == ["Vertrag prüfen", "Kostenplan vorlegen", "Gespräch mit A.", "Beirat informieren"]
    assert "1 Maßnahme ist überfällig." in text
    assert text.count("Überfällig") == 1
    assert "seit 3 Tagen" in text


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("secretary", {"Kostenplan vorlegen", "Vertrag prüfen", "Beirat informieren", "Gespräch mit A."}),
        ("mayor", {"Kostenplan vorlegen", "Vertrag prüfen", "Beirat informieren", "Gespräch mit A."}),
        ("dahlhoff", {"Kostenplan vorlegen", "Vertrag prüfen", "Beirat informieren"}),
        ("manager", {"Kostenplan vorlegen", "Vertrag prüfen", "Beirat informieren"}),
        ("mayors_officer", {"Kostenplan vorlegen", "Vertrag prüfen", "Beirat informieren"}),
        ("ostermann", set()),
        ("sponsor", set()),
        ("former", set()),
        ("admin", set()),
    ],
)
def test_everybody_sees_what_their_boards_and_level_allow(world, client, actions, name, seen):
    who = getattr(world, name)
    assert set(listed(get(client, who))) == seen
    for title, action in actions.items():
        get(client, who, action.get_absolute_url(), status=200 if title in seen else 404)


def test_recused_members_see_only_what_they_have_to_do_themselves(world, client, items, actions, now):
    for person in (world.kaya, world.dahlhoff):
        Recusal.objects.create(item=items[0], person=person, declared_at=now, entered_by=person.key)
    assert listed(get(client, world.dahlhoff)) == []
    assert set(listed(get(client, world.kaya))) == {"Vertrag prüfen", "Beirat informieren"}


def test_an_owner_below_the_level_sees_the_task_but_not_the_item(world, client, actions):
    ActionItem.objects.filter(title="Gespräch mit A.").update(owner=world.former)
    text = get(client, world.former, actions["Gespräch mit A."].get_absolute_url())
    assert "Vertraulicher Tagesordnungspunkt" in text
    assert "Personalfrage" not in text


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ("offen", ["Vertrag prüfen", "Kostenplan vorlegen", "Beirat informieren"]),
        ("meine", ["Vertrag prüfen", "Beirat informieren"]),
        ("alle", ["Vertrag prüfen", "Kostenplan vorlegen", "Beirat informieren"]),
    ],
)
def test_the_list_is_filtered(world, client, actions, chosen, titles):
    text = get(client, world.kaya, f"/massnahmen/?zeigen={chosen}")
    assert listed(text) == titles
    assert f'href="?zeigen={chosen}" aria-current="page"' in text


def test_done_ones_stand_under_all_only(world, client, actions):
    ActionItem.objects.filter(title="Vertrag prüfen").update(status="verified")
    assert "Vertrag prüfen" not in listed(get(client, world.kaya))
    assert listed(get(client, world.kaya, "/massnahmen/?zeigen=alle"))[-1] == "Vertrag prüfen"


def test_an_empty_list_says_what_will_be_here(world, client):
    assert "Keine Maßnahme ist offen." in get(client, world.kaya)
    assert "Sie haben keine Maßnahmen." in get(client, world.kaya, "/massnahmen/?zeigen=meine")
    get(client, world.kaya, "/massnahmen/?zeigen=nichts", status=404)
    get(client, world.kaya, "/massnahmen/?seite=99999999999999999999")


def test_the_owner_reports_and_the_office_verifies(world, client, actions):
    action = actions["Vertrag prüfen"]
    assert get(client, world.kaya, action.get_absolute_url()).count("kern-btn--primary") == 1
    send(client, world.kaya, action, status=400, act="report", note="")
    send(client, world.kaya, action, act="report", note="Geprüft, keine Einwände.")
    assert (action.status, action.report_note) == ("done_reported", "Geprüft, keine Einwände.")
    send(client, world.kaya, action, status=404, act="verify")
    assert get(client, world.secretary, action.get_absolute_url()).count("kern-btn--primary") == 1
    for _twice in range(2):
        send(client, world.secretary, action, act="verify")
    assert action.status == "verified"


def test_the_office_opens_it_again(world, client, actions):
    action = actions["Beirat informieren"]
    send(client, world.secretary, action, status=400, act="reopen", why="")
    assert action.status == "done_reported"
    send(client, world.secretary, action, act="reopen", why="Die Anlage fehlt.")
    assert action.status == "open"
    assert "fehlt noch etwas. Die Anlage fehlt." in get(client, world.kaya, action.get_absolute_url())


def test_the_office_records_what_the_owner_told(world, client, actions):
    send(client, world.secretary, actions["Vertrag prüfen"], act="report", note="Am Telefon: geprüft.")
    entry = JournalEntry.objects.get(action="action.reported")
    assert (entry.actor, entry.principal) == (world.secretary.key, world.kaya.key)


@pytest.mark.parametrize(("name", "principal"), [("mayor", ""), ("secretary", "mayor")])
def test_the_chair_drops_it_or_the_office_on_the_chairs_word(world, client, actions, name, principal):
    action = actions["Vertrag prüfen"]
    who = getattr(world, name)
    assert "Grund" in send(client, who, action, status=400, act="drop", reason="")
    for _twice in range(2):
        send(client, who, action, act="drop", reason="Der Vertrag kommt nicht.")
    assert (action.status, action.dropped_reason) == ("dropped", "Der Vertrag kommt nicht.")
    entry = JournalEntry.objects.get(action="action.dropped")
    assert (entry.actor, entry.principal) == (who.key, getattr(world, principal).key if principal else "")
    text = get(client, world.kaya, action.get_absolute_url())
    assert "Der Vertrag kommt nicht." in text
    assert "Maßnahme entfallen lassen" not in text


def test_the_owner_does_not_drop_the_own_task(world, client, actions):
    action = actions["Vertrag prüfen"]
    assert "entfallen lassen" not in get(client, world.kaya, action.get_absolute_url())
    send(client, world.kaya, action, status=404, act="drop", reason="Keine Zeit")
    assert action.status == "open"


@pytest.mark.parametrize("act", ["report", "verify", "reopen", "", "drop"])
def test_others_change_nothing(world, client, actions, act):
    for action in (actions["Vertrag prüfen"], actions["Beirat informieren"]):
        before = action.status
        send(client, world.dahlhoff, action, status=404, act=act, note="Fremd", reason="Fremd")
        assert action.status == before


def test_the_page_costs_the_same_for_5_and_50(world, client, items, now, django_assert_num_queries):
    client.force_login(world.secretary.user)
    for number in (5, 45):
        ActionItem.objects.bulk_create(
            ActionItem(
                item=items[0], title=f"Maßnahme {n}", owner=world.kaya, due_on=date(2026, 12, 1), created_at=now
            )
            for n in range(number)
        )
        with django_assert_num_queries(7):
            assert client.get("/massnahmen/").status_code == 200

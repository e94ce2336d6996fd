"""The agenda from its first draft to the version that is sent."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from foundation.documents.models import Rendering
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError, midnight
from governance.confidentiality import Level
from governance.mandates import delegating
from governance.mandates.models import Office
from meetings.actions import tracking
from meetings.agenda import editing, proposing
from meetings.agenda.models import Agenda, AgendaItem, AgendaProposal
from meetings.invitations import sending
from meetings.meeting.models import Meeting

STANDING = [
    "Eröffnung, Einladung und Beschlussfähigkeit",
    "Genehmigung der Tagesordnung",
    "Erklärungen zur Befangenheit",
    "Verschiedenes",
    "Termine",
]


@pytest.fixture
def office(world):
    return world.actor(world.secretary)


@pytest.fixture
def meeting(world):
    return world.meeting()


@pytest.fixture
def topic(world, topic, now):
    """The topic, accepted by the chair."""
    proposing.accept(topic, by=world.actor(world.mayor), now=now)
    return topic


def titles(meeting):
    rows = list(meeting.items.order_by("position").values_list("position", "title"))
    assert [position for position, _title in rows] == list(range(1, len(rows) + 1))
    return [title for _position, title in rows]


def refused(code, act, *args, status=409, **kwargs):
    with pytest.raises(DomainError) as error:
        act(*args, **kwargs)
    assert (error.value.code, error.value.status) == (code, status)


def test_generating_changes_nothing_and_twice_gives_the_same(meeting, topic, now):
    first = editing.generate(meeting, now=now)
    assert editing.generate(meeting, now=now) == first
    assert [one.title for one in first.new] == [*STANDING[:3], topic.title, *STANDING[3:]]
    assert not AgendaItem.objects.exists()
    assert not Agenda.objects.exists()


def test_every_proposal_says_why(meeting, topic, now):
    reasons = {one.title: one.reason for one in editing.generate(meeting, now=now).new}
    assert reasons["Termine"] == "Dauerpunkt"
    assert reasons["Verschiedenes"] == "Dauerpunkt, ohne Beschlüsse"
    assert reasons[topic.title] == "Vorschlag von Aylin Kaya, angenommen am 23.11.2026."


def test_accepting_twice_adds_nothing(meeting, topic, office, now):
    editing.accept(meeting, by=office, now=now)
    again = editing.accept(meeting, by=office, now=now)
    assert again.is_empty
    assert titles(meeting) == [*STANDING[:3], topic.title, *STANDING[3:]]
    assert JournalEntry.objects.filter(action="agenda.accepted").count() == 1
    topic.refresh_from_db()
    assert topic.status == "placed"
    assert editing.generate(meeting, now=now).is_empty


def test_taking_over_one_by_one_ends_in_the_same_order(meeting, topic, office, now):
    wanted = [one.source for one in editing.generate(meeting, now=now).new]
    for source in reversed(wanted):
        editing.accept(meeting, [source], by=office, now=now)
    assert [item.source for item in meeting.items.order_by("position")][3] == f"proposal:{topic.pk}"
    assert set(titles(meeting)) == {*STANDING, topic.title}


def test_items_by_hand_stand_behind_the_topics_and_are_never_taken_away(meeting, topic, office, now):
    editing.accept(meeting, by=office, now=now)
    fields = {"title": "Besuch der Leitstelle", "kind": "information", "minutes": 20}
    item = editing.add_item(meeting, **fields, by=office, now=now)
    assert editing.add_item(meeting, **fields, by=office, now=now) == item
    assert titles(meeting) == [*STANDING[:3], topic.title, "Besuch der Leitstelle", *STANDING[3:]]
    assert editing.generate(meeting, now=now).is_empty


def test_what_lost_its_reason_drops_out_or_is_kept(meeting, office, now):
    editing.accept(meeting, by=office, now=now)
    for number in (1, 2):
        source = f"opinion-round:{number}"
        AgendaItem.objects.create(
            meeting=meeting, position=90 + number, title=f"Alt {number}", kind="opinion", source=source
        )
    assert [line.title for line in editing.generate(meeting, now=now).gone] == ["Alt 1", "Alt 2"]
    editing.keep_item(meeting.items.get(title="Alt 1"), by=office, now=now)
    editing.accept(meeting, by=office, now=now)
    assert titles(meeting) == [*STANDING, "Alt 1"]


def test_moving_swaps_neighbours_and_a_second_tap_does_not_move_on(meeting, office, now):
    editing.accept(meeting, by=office, now=now)
    last = meeting.items.get(title="Termine")
    for _tap in range(2):
        editing.move_item(last, up=True, seen_at=5, by=office, now=now)
    assert titles(meeting) == [*STANDING[:3], "Termine", "Verschiedenes"]
    first = meeting.items.get(position=1)
    editing.move_item(first, up=True, by=office, now=now)
    assert titles(meeting)[0] == STANDING[0]
    editing.move_item(first, up=False, by=office, now=now)
    assert titles(meeting)[:2] == [STANDING[1], STANDING[0]]


def test_a_removed_topic_waits_in_the_pool_again(meeting, topic, office, now):
    editing.accept(meeting, by=office, now=now)
    editing.remove_item(meeting.items.get(title=topic.title), by=office, now=now)
    topic.refresh_from_db()
    assert topic.status == "accepted"
    assert titles(meeting) == STANDING
    assert [one.source for one in editing.generate(meeting, now=now).new] == [f"proposal:{topic.pk}"]


def test_adjourned_items_and_vacant_seats_come_by_themselves(world, meeting, office, now):
    before = world.meeting(day=date(2026, 11, 12), status="held", number=4)
    before.items.create(position=1, title="Parkausweise", kind="decision", outcome="adjourned", level=3)
    world.ub.seats.get(number=10).mandates.filter(status="active").delete()
    found = {one.source.partition(":")[0]: one for one in editing.generate(meeting, now=now).new}
    assert (found["adjourned"].title, found["adjourned"].level) == ("Parkausweise", 3)
    assert found["adjourned"].reason == "Vertagt am 12.\xa0November 2026."
    assert found["vacancies"].reason == "Ohne Mitglied: Sitz 10."


def test_what_was_adjourned_is_offered_until_a_later_agenda_takes_it_up(world, meeting, office, now):
    long_ago = world.meeting(day=date(2026, 8, 13), status="held", number=3)
    put_off = long_ago.items.create(position=1, title="Parkausweise", kind="decision", outcome="adjourned")
    last = world.meeting(day=date(2026, 11, 12), status="held", number=4)

    def offered():
        return {one.source for one in editing.generate(meeting, now=now).new if one.source.startswith("adjourned")}

    assert offered() == {f"adjourned:{put_off.pk}"}
    last.items.create(position=1, title="Parkausweise", kind="decision", source=f"adjourned:{put_off.pk}")
    assert offered() == set()


def test_the_chair_releases_once_and_the_agenda_is_closed(world, meeting, office, now):
    editing.accept(meeting, by=office, now=now)
    chair = world.actor(world.mayor)
    editing.release(meeting, by=chair, now=now)
    editing.release(meeting, by=chair, now=now + timedelta(hours=1))
    agenda = Agenda.objects.get()
    assert (agenda.status, agenda.released_at, agenda.released_by) == ("released", now, world.mayor.key)
    assert JournalEntry.objects.filter(action="agenda.released").count() == 1
    assert editing.release_words(agenda) == "Freigegeben von Annegret Holtkamp am 23.11.2026."
    item = meeting.items.first()
    for act, args, kwargs in (
        (editing.accept, (meeting,), {}),
        (editing.edit_item, (item,), {"title": "Neu"}),
        (editing.move_item, (item,), {"up": False}),
        (editing.remove_item, (item,), {}),
        (editing.keep_item, (item,), {}),
    ):
        refused("agenda_released", act, *args, **kwargs, by=office, now=now)


def test_an_empty_agenda_is_not_released(world, meeting, now):
    Agenda.objects.create(meeting=meeting)
    refused("agenda_empty", editing.release, meeting, by=world.actor(world.mayor), now=now)
    assert Agenda.objects.get().status == "draft"


def test_the_chairs_word_needs_day_and_medium(world, meeting, office, now):
    world.agenda(meeting, "Betriebsmodell", status="draft")
    word = office.on_behalf_of(world.mayor.key)
    refused("note_missing", editing.release, meeting, by=word, now=now, status=400)
    editing.release(meeting, by=word, now=now, note="Telefon, 20.11.2026")
    agenda = Agenda.objects.get()
    assert (agenda.released_by, agenda.released_for) == (world.secretary.key, world.mayor.key)
    words = "Freigegeben von Carla Wendt für Annegret Holtkamp am 23.11.2026. Grundlage: Telefon, 20.11.2026"
    assert editing.release_words(agenda) == words


def test_on_a_delegation_the_office_releases_without_a_note(world, meeting, office, now):
    world.agenda(meeting, "Betriebsmodell", status="draft")
    chair = Office.objects.select_related("person").get(board=world.ub, role="chair")
    delegating.delegate(chair, acts=["sign_off"], start=now.date(), by=world.actor(world.mayor), now=now)
    word = office.on_behalf_of(world.mayor.key)
    refused("note_missing", editing.release, meeting, by=word, now=now, status=400)
    given = delegating.delegate(chair, acts=["release"], start=now.date(), by=world.actor(world.mayor), now=now)
    for _twice in range(2):
        editing.release(meeting, by=word, now=now)
    agenda = Agenda.objects.get()
    assert (agenda.released_by, agenda.released_for) == (world.secretary.key, world.mayor.key)
    words = "Freigegeben von Carla Wendt für Annegret Holtkamp am 23.11.2026. Grundlage: Vollmacht vom 23.11.2026"
    assert editing.release_words(agenda) == words
    entry = JournalEntry.objects.get(action="agenda.released")
    assert (entry.principal, entry.facts) == (world.mayor.key, {"on_delegation": given.pk})


def test_nobody_releases_what_they_have_not_seen(world, meeting, office, now):
    editing.accept(meeting, by=office, now=now)
    seen = Agenda.objects.get().revision
    editing.add_item(meeting, title="Nachgeschoben", kind="decision", minutes=5, by=office, now=now)
    refused("outdated", editing.release, meeting, by=world.actor(world.mayor), now=now, revision=seen)
    assert Agenda.objects.get().status == "draft"


def test_two_people_who_edit_do_not_overwrite_each_other(world, meeting, office, now):
    editing.accept(meeting, by=office, now=now)
    item, revision = meeting.items.get(position=4), Agenda.objects.get().revision
    editing.edit_item(item, revision=revision, title="Von der Geschäftsstelle", by=office, now=now)
    chair = world.actor(world.mayor)
    refused("outdated", editing.edit_item, item, revision=revision, title="Vom Vorsitz", by=chair, now=now)
    item.refresh_from_db()
    assert item.title == "Von der Geschäftsstelle"


def test_freezing_keeps_a_version_with_its_digest_and_queues_the_pdf(world, meeting, office, now):
    world.agenda(meeting, "Betriebsmodell", "Personalfrage")
    meeting.items.filter(title="Personalfrage").update(level=Level.CONFIDENTIAL, reason="Bewerbung A.")
    version = editing.freeze(meeting, by=office, now=now)
    assert editing.freeze(meeting, by=office, now=now) is None
    assert version.number == 1
    text = json.dumps(version.content, sort_keys=True, ensure_ascii=False)
    assert version.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert [item["title"] for item in version.content["items"]] == [
        "Betriebsmodell",
        "Vertraulicher Tagesordnungspunkt",
    ]
    assert "Bewerbung" not in text
    rendering = Rendering.objects.get()
    assert (rendering.key, rendering.template, rendering.state) == (f"agenda:{meeting.pk}:1", "agenda", "queued")
    assert rendering.file_name == "Tagesordnung-UB-2027-02-11.pdf"
    assert Agenda.objects.get().status == "frozen"


def test_a_moved_meeting_gets_the_next_version_with_its_new_date(world, meeting, office, now):
    world.agenda(meeting, "Betriebsmodell")
    assert editing.fix_again(meeting, by=office, now=now) is None
    editing.freeze(meeting, by=office, now=now)
    meeting.starts_at, meeting.ends_at = (at + timedelta(days=14) for at in (meeting.starts_at, meeting.ends_at))
    meeting.save()
    version = editing.fix_again(meeting, by=office, now=now)
    assert version.number == 2
    assert version.content["facts"][0]["value"].startswith("Donnerstag, 25.\xa0Februar 2027")
    assert version.rendering.file_name == "Tagesordnung-UB-2027-02-25.pdf"


def test_a_draft_is_never_frozen(world, meeting, office, now):
    refused("agenda_open", editing.freeze, meeting, by=office, now=now)
    world.agenda(meeting, "Betriebsmodell", status="draft")
    refused("agenda_open", editing.freeze, meeting, by=office, now=now)
    assert not Rendering.objects.exists()


def test_a_release_taken_back_at_the_last_moment_stops_the_invitation(world, meeting, office, now, monkeypatch):
    world.agenda(meeting, "Betriebsmodell")
    freeze = editing.freeze

    def taken_back_first(*args, **kwargs):
        Agenda.objects.update(status="draft")  # what another request committed meanwhile
        return freeze(*args, **kwargs)

    monkeypatch.setattr(editing, "freeze", taken_back_first)
    refused("agenda_open", sending.invite, meeting, by=office, now=now)
    meeting.refresh_from_db()
    assert meeting.status == "scheduled"
    assert not Delivery.objects.exists()


def test_a_release_is_taken_back_with_a_reason_and_never_once_the_meeting_is_over(world, meeting, office, now):
    world.agenda(meeting, "Betriebsmodell")
    with pytest.raises(DomainError) as error:
        editing.take_back(meeting, reason=" ", by=office, now=now)
    assert (error.value.code, error.value.status) == ("no_reason", 400)
    Meeting.objects.filter(pk=meeting.pk).update(status="cancelled")
    refused("meeting_over", editing.take_back, meeting, reason="Ein Punkt fehlt", by=office, now=now)
    assert Agenda.objects.get().status == "released"


def test_a_release_is_taken_back_until_the_invitation(world, meeting, office, now):
    world.agenda(meeting, "Betriebsmodell")
    for _again in range(2):
        editing.take_back(meeting, reason="Ein Punkt fehlt", by=office, now=now)
    agenda = Agenda.objects.get()
    assert (agenda.status, agenda.taken_back_reason) == ("draft", "Ein Punkt fehlt")
    assert JournalEntry.objects.filter(action="agenda.taken_back").count() == 1
    editing.release(meeting, by=world.actor(world.mayor), now=now)
    editing.freeze(meeting, by=office, now=now)
    refused("agenda_frozen", editing.take_back, meeting, reason="zu spät", by=office, now=now)


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_the_agenda_of_a_meeting_that_is_over_stays(world, office, now, status):
    over = world.meeting(status=status)
    refused("meeting_over", editing.accept, over, by=office, now=now)
    assert not Agenda.objects.exists()


@pytest.mark.parametrize(("days", "first"), [(21, date(2027, 1, 21)), (30, date(2027, 1, 12))])
def test_the_duty_drafts_on_the_day_the_rules_close_the_topics_and_only_once(world, meeting, days, first):
    world.ub.rules.update(submission_days=days)
    world.meeting(world.etb, day=date(2027, 1, 28), status="planned")
    morning = midnight(first)
    assert editing.generate_due(now=morning - timedelta(minutes=1)) == 0
    assert editing.generate_due(now=morning) == 1
    assert editing.generate_due(now=morning + timedelta(hours=1)) == 0
    assert Agenda.objects.get().meeting == meeting


def test_a_duty_never_adds_to_what_somebody_began(world, meeting):
    world.agenda(meeting, "Begonnen", status="draft")
    assert editing.generate_due(now=datetime(2027, 2, 1, 8, tzinfo=UTC)) == 0
    assert titles(meeting) == ["Begonnen"]


def test_the_topic_of_a_cancelled_meeting_waits_again(world, meeting, topic, office, now):
    editing.accept(meeting, by=office, now=now)
    following = world.meeting(day=date(2027, 3, 11), number=2)
    assert f"proposal:{topic.pk}" not in {one.source for one in editing.generate(following, now=now).new}
    Meeting.objects.filter(pk=meeting.pk).update(status="cancelled")
    assert list(AgendaProposal.objects.waiting()) == [topic]
    editing.accept(following, by=office, now=now)
    assert topic.title in titles(following)
    assert editing.generate(following, now=now).is_empty
    assert not AgendaProposal.objects.waiting().exists()


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_the_agenda_of_a_meeting_that_is_over_is_not_released(world, now, status):
    over = world.meeting(status=status)
    world.agenda(over, "Betriebsmodell", status="draft")
    refused("meeting_over", editing.release, over, by=world.actor(world.mayor), now=now)
    assert Agenda.objects.get().status == "draft"


def test_an_item_somebody_else_removed_is_gone_for_all(meeting, office, now):
    editing.accept(meeting, by=office, now=now)
    item = meeting.items.get(title="Termine")
    editing.remove_item(meeting.items.get(pk=item.pk), by=office, now=now)
    revision = Agenda.objects.get().revision
    refused("item_gone", editing.move_item, item, up=True, by=office, now=now)
    refused("item_gone", editing.edit_item, item, title="Neu", by=office, now=now)
    editing.remove_item(item, by=office, now=now)
    assert Agenda.objects.get().revision == revision
    assert titles(meeting) == STANDING[:4]


def test_two_items_of_one_title_with_other_words_both_stand(meeting, office, now):
    fields = {"title": "Bericht", "kind": "report", "minutes": 5}
    for text in ("Vom Vorsitz", "Aus dem Projekt", "Aus dem Projekt"):
        editing.add_item(meeting, **fields, text=text, by=office, now=now)
    assert list(meeting.items.values_list("text", flat=True)) == ["Vom Vorsitz", "Aus dem Projekt"]


def test_what_stays_says_why_it_stands_there_on_the_day_of_the_release(world, meeting, office, now):
    before = world.meeting(day=date(2026, 11, 12), status="held", number=4)
    item = before.items.create(position=1, title="Parkausweise", kind="decision", outcome="decided")
    assign = partial(tracking.assign, item, owner=world.kaya, due_on=date(2027, 1, 15), by=office, now=now)
    assign(title="Zahlen nachreichen")
    editing.accept(meeting, by=office, now=now)
    follow_up = meeting.items.get(source="actions:open")
    assert follow_up.reason == "1 offene Maßnahme, fällig bis 11.02.2027."
    assign(title="Kosten schätzen")
    assert editing.generate(meeting, now=now).is_empty
    editing.release(meeting, by=world.actor(world.mayor), now=now)
    follow_up.refresh_from_db()
    assert follow_up.reason == "2 offene Maßnahmen, fällig bis 11.02.2027."


def test_accepting_costs_the_same_for_one_topic_and_for_fifty(
    world, office, now, django_assert_num_queries, django_assert_max_num_queries
):
    counts = []
    for number, topics in ((1, 1), (2, 50)):
        meeting = world.meeting(number=number, day=date(2027, 2, 10 + number))
        AgendaProposal.objects.bulk_create(
            AgendaProposal(
                board=world.ub,
                title=f"Thema {n}",
                kind="decision",
                proposer=world.kaya,
                proposed_at=now,
                decided_at=now,
                status="accepted",
            )
            for n in range(topics)
        )
        with django_assert_max_num_queries(40) as queries:
            editing.accept(meeting, by=office, now=now)
        counts.append(len(queries))
    assert counts[0] == counts[1]

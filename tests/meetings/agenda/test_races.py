"""Two clicks at once: one topic, one decision, one release, one agenda."""

from functools import partial

from foundation.journal.models import JournalEntry
from meetings.agenda import editing, proposing
from meetings.agenda.models import Agenda, AgendaProposal, AgendaVersion
from tests.together import together


def entries(action: str) -> int:
    return JournalEntry.objects.filter(action=action).count()


def test_a_topic_proposed_twice_at_once_is_one_and_is_decided_once(transactional_db, world, now):
    member, chair = world.actor(world.kaya), world.actor(world.mayor)
    topic = {"title": "Barrierefreie Bezahlautomaten", "kind": "discussion", "minutes": 15}
    click = partial(proposing.propose, board=world.ub, proposer=world.kaya, **topic, by=member, now=now)
    first, second = together(click, click)
    assert (first, entries("topic.proposed")) == (second, 1)
    found = together(
        partial(proposing.accept, first, by=chair, now=now),
        partial(proposing.reject, second, reason="Nicht unsere Aufgabe", by=chair, now=now),
    )
    assert sorted(map(str, found)) == ["None", "topic_decided"]
    assert entries("topic.accepted") + entries("topic.rejected") == 1
    assert AgendaProposal.objects.get().status == ["accepted", "rejected"][found.index(None)]


def test_an_agenda_released_twice_at_once_is_released_once(transactional_db, world, now):
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform", status="draft")
    click = partial(editing.release, meeting, by=world.actor(world.mayor), now=now)
    assert together(click, click) == [None, None]
    assert (Agenda.objects.get().status, entries("agenda.released")) == ("released", 1)


def test_a_release_and_a_change_at_once_never_release_what_nobody_read(transactional_db, world, now):
    """Either the change is refused, or the chair is told that the agenda is another one by now."""
    meeting = world.meeting()
    revision = world.agenda(meeting, "Datenplattform", status="draft").revision
    office, chair = world.actor(world.secretary), world.actor(world.mayor)
    new = {"title": "Haushalt", "kind": "information", "minutes": 10}
    added, released = together(
        partial(editing.add_item, meeting, **new, by=office, now=now),
        partial(editing.release, meeting, revision=revision, by=chair, now=now),
    )
    titles = list(meeting.items.values_list("title", flat=True))
    if released is None:
        assert (titles, entries("agenda.item_added")) == (["Datenplattform"], 0), added
    else:
        assert (titles, entries("agenda.released")) == (["Datenplattform", "Haushalt"], 0)


def test_an_agenda_frozen_twice_at_once_is_one_version(transactional_db, world, now):
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform")
    click = partial(editing.freeze, meeting, by=world.actor(world.secretary), now=now)
    assert together(click, click).count(None) == 1
    assert (AgendaVersion.objects.get().number, entries("agenda.frozen")) == (1, 1)

"""Being barred from an item: declared once, and then its text is out of reach."""

import pytest

from foundation.documents.models import Rendering, RenderingState
from foundation.documents.rendering import render_due
from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from meetings.agenda import copies, editing
from meetings.agenda.models import Recusal
from meetings.agenda.recusals import declare, withdraw

SECRET = "Angebot der Firma Beispiel"


@pytest.fixture
def item(world):
    meeting = world.meeting()
    world.agenda(meeting, "Vergabe Bezahlautomaten", status="draft")
    meeting.items.update(text=SECRET)
    return meeting.items.select_related("meeting").get()


def test_declared_twice_is_declared_once_and_can_be_withdrawn(world, item, now):
    by = world.actor(world.kaya)
    assert declare(item, world.kaya, by=by, now=now) == declare(item, world.kaya, by=by, now=now)
    withdraw(item, world.kaya, by=by, now=now)
    withdraw(item, world.kaya, by=by, now=now)
    assert not Recusal.objects.exists()


@pytest.mark.parametrize("taken_over", [False, True])
def test_an_item_that_leaves_the_draft_takes_its_recusals_along(world, item, now, taken_over):
    declare(item, world.kaya, by=world.actor(world.kaya), now=now)
    by = world.actor(world.secretary)
    if taken_over:
        item.source = "gone:1"
        item.save()
        editing.accept(item.meeting, ["gone:1"], by=by, now=now)
    else:
        editing.remove_item(item, by=by, now=now)
    assert not Recusal.objects.exists()
    assert not item.meeting.items.filter(pk=item.pk).exists()
    entry = JournalEntry.objects.get(action="recusal.withdrawn")
    assert entry.facts == {"item": item.pk, "person": world.kaya.key}


def test_what_was_dealt_with_stays(world, item, now):
    item.outcome = "decided"
    item.save()
    for act in (declare, withdraw):
        with pytest.raises(DomainError) as error:
            act(item, world.kaya, by=world.actor(world.kaya), now=now)
        assert error.value.code == "item_closed"


def test_a_recused_chair_neither_reads_nor_edits_the_item(world, client, item, now):
    declare(item, world.mayor, by=world.actor(world.mayor), now=now)
    address = f"/sitzungen/{item.meeting_id}/tagesordnung/"
    client.force_login(world.mayor.user)
    page = client.get(address).content.decode()
    assert SECRET not in page
    assert f"{address}{item.pk}/" not in page
    assert client.get(f"{address}{item.pk}/").status_code == 404
    assert client.post(f"{address}{item.pk}/", {"title": "Meins"}).status_code == 404
    client.force_login(world.secretary.user)
    assert SECRET in client.get(f"{address}{item.pk}/").content.decode()


def test_a_recused_member_gets_no_text_over_the_api(world, client, item, now):
    item.meeting.agenda.__class__.objects.update(status="released")
    declare(item, world.kaya, by=world.actor(world.kaya), now=now)
    for who, text in ((world.kaya, None), (world.dahlhoff, SECRET)):
        client.force_login(who.user)
        (found,) = client.get(f"/api/v1/meetings/{item.meeting_id}/agenda").json()["items"]
        assert (found["title"], found["text"], found["readable"]) == (
            "Vergabe Bezahlautomaten",
            text,
            text is not None,
        )


@pytest.fixture
def sent(world, now):
    """Three items with texts, fixed and printed as they are at an invitation."""
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Parkausweise", "Vergabe Bezahlautomaten", "Funknetz")
    for item in meeting.items.all():
        meeting.items.filter(pk=item.pk).update(
            text=f"{SECRET} {item.position}", motion_text=f"Antrag {item.position}"
        )
    editing.freeze(meeting, by=world.actor(world.secretary), now=now)
    return meeting


def words(rendering):
    return [(one["title"], one["text"], one["motion"]) for one in rendering.data["items"]]


def test_a_recused_member_gets_a_copy_of_the_sent_agenda_without_the_words_of_that_item(world, client, sent, now):
    whole = sent.agenda.versions.get().rendering
    declare(sent.items.get(position=2), world.kaya, by=world.actor(world.kaya), now=now)
    declare(sent.items.get(position=2), world.dahlhoff, by=world.actor(world.dahlhoff), now=now)
    copy = copies.sent_file(world.reader(world.kaya), sent)
    assert copy == copies.sent_file(world.reader(world.dahlhoff), sent) != whole
    left_out = "In dieser Fassung weggelassen: Sie sind zu diesem Punkt befangen."
    assert words(copy) == [
        ("Parkausweise", [f"{SECRET} 1"], "Antrag 1"),
        ("Vergabe Bezahlautomaten", [left_out], ""),
        ("Funknetz", [f"{SECRET} 3"], "Antrag 3"),
    ]
    assert copy.data["stand"].endswith("Fassung ohne TOP 2")
    assert copies.sent_file(world.reader(world.lamprecht), sent) == whole
    assert words(whole)[1] == ("Vergabe Bezahlautomaten", [f"{SECRET} 2"], "Antrag 2")
    render_due(now=now)
    client.force_login(world.kaya.user)
    answer = client.get(f"/sitzungen/{sent.pk}/tagesordnung.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_copies_follow_what_is_declared_and_taken_back_and_each_new_version(world, sent, now):
    by, second, third = world.actor(world.kaya), sent.items.get(position=2), sent.items.get(position=3)
    kaya = world.reader(world.kaya)
    declare(second, world.kaya, by=by, now=now)
    declare(third, world.kaya, by=by, now=now)
    assert [text for _title, text, _motion in words(copies.sent_file(kaya, sent))].count([f"{SECRET} 1"]) == 1
    assert copies.sent_file(kaya, sent).data["stand"].endswith("Fassung ohne TOP 2, TOP 3")
    withdraw(third, world.kaya, by=by, now=now)
    assert words(copies.sent_file(kaya, sent))[2] == ("Funknetz", [f"{SECRET} 3"], "Antrag 3")
    before = copies.sent_file(kaya, sent)
    editing.fix_again(sent, by=world.actor(world.secretary), now=now)
    assert copies.sent_file(kaya, sent) not in (None, before)
    withdraw(second, world.kaya, by=by, now=now)
    assert copies.sent_file(kaya, sent) == sent.agenda.versions.last().rendering


def test_a_copy_that_failed_or_was_never_made_is_made_again(world, client, sent, now, django_assert_num_queries):
    assert copies.make_missing_due(now=now) == 0
    for person in (world.kaya, world.dahlhoff):
        declare(sent.items.get(position=2), person, by=world.actor(person), now=now)
    declare(sent.items.get(position=3), world.dahlhoff, by=world.actor(world.dahlhoff), now=now)
    kept, lost = (copies.sent_file(world.reader(one), sent) for one in (world.kaya, world.dahlhoff))
    Rendering.objects.filter(pk=kept.pk).update(state=RenderingState.FAILED, attempts=3)
    lost.delete()
    client.force_login(world.kaya.user)
    path = f"/sitzungen/{sent.pk}/tagesordnung.pdf"
    assert client.get(path).status_code == 409
    assert copies.make_missing_due(now=now) == 2
    render_due(now=now)
    assert client.get(path).status_code == 200
    assert copies.sent_file(world.reader(world.dahlhoff), sent).state == RenderingState.DONE
    with django_assert_num_queries(3):
        assert copies.make_missing_due(now=now) == 0


def test_before_anything_was_sent_there_is_no_copy(world, item, now):
    declare(item, world.kaya, by=world.actor(world.kaya), now=now)
    assert copies.sent_file(world.reader(world.kaya), item.meeting) is None
    assert not Rendering.objects.exists()

"""Minutes are sent, objected to, and approved by the next meeting."""

from datetime import date, timedelta

import pytest

from foundation.documents.models import Rendering
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from governance.people.models import Person
from meetings.actions.models import ActionItem
from meetings.actions.tracking import drop
from meetings.minutes import approving, objecting, writing
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.sources import unapproved_minutes
from meetings.sittings import running
from meetings.sittings.models import Attendance
from meetings.votes import correcting, voting
from meetings.votes.models import Vote
from tests.meetings.minutes.steps import later, send, sign
from tests.paper import on_paper

pytestmark = pytest.mark.django_db


def test_circulation_freezes_a_version_and_writes_to_every_member_once(held):
    with pytest.raises(DomainError):
        held.act(writing.circulate, held.minutes)
    send(held)
    assert held.act(writing.circulate, held.minutes) == 0
    version = MinutesVersion.objects.get()
    assert held.minutes.objections_until == date(2027, 2, 25)
    assert (version.number, version.sha256, len(version.sha256)) == (1, held.minutes.sha256, 64)
    assert Rendering.objects.get().template == "minutes"
    mails = Delivery.objects.filter(kind="minutes")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(p.key for p in held.members)
    assert version.content["items"][0]["motions"][0]["vote"] == "Einstimmig bei 1\xa0Enthaltung – angenommen"
    assert "Vertrag vorlegen" in str(version.content)
    assert all("Datenplattform" not in bytes(mail.raw).decode() for mail in mails)


def test_who_wants_post_gets_the_minutes_by_letter(held):
    Person.objects.filter(pk=held.world.dahlhoff.pk).update(channel="post")
    send(held)
    html, _text = on_paper(Delivery.objects.get(kind="minutes", recipient=held.world.dahlhoff.key))
    assert "bitte bis Donnerstag, 25.\u00a0Februar 2027" in html


def test_inviting_to_read_costs_the_same_for_many_members(held, ethics_evening, django_assert_num_queries):
    ethics_evening.open()
    ethics_evening.act(running.close, ethics_evening.meeting, adjourn_open=True)
    other = ethics_evening.act(writing.draft, ethics_evening.meeting)
    for minutes in (held.minutes, other):
        sign(held, minutes)
        with django_assert_num_queries(32):
            held.act(writing.circulate, minutes)


def test_objections_come_in_time_and_once(held):
    who = {"item": held.item(2), "person": held.world.kaya, "text": "Es fehlt der Hinweis auf die Kosten."}
    with pytest.raises(DomainError):
        held.act(objecting.object_to, held.minutes, **who)
    send(held)
    first = held.act(objecting.object_to, held.minutes, **who)
    assert held.act(objecting.object_to, held.minutes, **who) == first
    with pytest.raises(DomainError) as refused:
        objecting.object_to(held.minutes, **who | {"text": "zu spät"}, by=held.by, now=held.now + timedelta(days=15))
    assert (refused.value.code, refused.value.status) == ("too_late", 410)


def test_the_next_meeting_approves_and_seals(held):
    send(held)
    evening = later(held)
    vote = evening.act(voting.unanimous, evening.item(1))
    assert vote.result == "adopted"
    assert evening.act(approving.approve_decided, evening.meeting) == 1
    assert evening.act(approving.approve_decided, evening.meeting) == 0
    held.minutes.refresh_from_db()
    last = MinutesVersion.objects.order_by("number").last()
    assert (held.minutes.status, held.minutes.approved_in) == ("approved", evening.meeting)
    assert (last.number, last.sha256) == (2, held.minutes.sha256)
    assert "in der 2. Sitzung 2027 des Unternehmensbeirats" in last.content["state"]
    earlier = Vote.objects.filter(motion__item__meeting=held.meeting).get()
    with pytest.raises(DomainError) as refused:
        held.act(correcting.correct, earlier, yes=8, no=0, abstain=0, reason="nachträglich")
    assert refused.value.code == "final"
    with pytest.raises(DomainError):
        held.act(writing.take_back, held.minutes, reason="Zahlen")


def test_what_the_members_had_before_them_is_sealed(held):
    """Whatever happens to the rows behind it between the sending and the approval."""
    send(held)
    sent = MinutesVersion.objects.get().content
    ActionItem.objects.update(title="Etwas ganz anderes", owner=held.world.kaya)
    Attendance.objects.filter(meeting=held.meeting, person=held.world.kaya).delete()
    evening = later(held)
    evening.act(voting.unanimous, evening.item(1))
    evening.act(approving.approve_decided, evening.meeting)
    sealed = MinutesVersion.objects.get(number=2).content
    assert sealed["state"].startswith("Genehmigt am")
    assert {**sealed, "state": ""} == {**sent, "state": ""}


def test_nothing_else_is_sent_than_what_the_chair_signed(held):
    sign(held)
    action = ActionItem.objects.get()
    drop(action, reason="erledigt sich", by=held.by, now=held.tick())
    with pytest.raises(DomainError) as refused:
        held.act(writing.circulate, held.minutes)
    assert (refused.value.code, refused.value.status) == ("changed_since_signed", 409)
    assert not MinutesVersion.objects.exists()
    held.act(writing.take_back, held.minutes, reason="Maßnahme entfällt")
    send(held)
    assert held.minutes.status == "circulated"


def test_a_vote_is_corrected_only_after_the_minutes_are_taken_back(held):
    vote = Vote.objects.get()
    numbers = {"yes": 6, "no": 1, "abstain": 1, "reason": "verzählt"}
    for fix in (lambda: held.act(writing.hand_over, held.minutes), lambda: sign(held), lambda: send(held)):
        fix()
        for act in (
            lambda: held.act(correcting.correct, vote, **numbers),
            lambda: held.act(correcting.take_back, held.item(1), reason="falscher Punkt"),
        ):
            with pytest.raises(DomainError) as refused:
                act()
            assert "Holen Sie es zuerst zurück" in refused.value.message
    held.act(writing.take_back, held.minutes, reason="Zahlen von TOP 1")
    assert held.act(correcting.correct, vote, **numbers).yes == 6


def test_the_item_says_so_once_the_minutes_are_approved(client, held):
    send(held)
    evening = later(held)
    evening.meeting.items.update(reason="Das Protokoll ist noch nicht genehmigt.")
    client.force_login(held.world.kaya.user)
    assert "noch nicht genehmigt" in client.get(evening.meeting.get_absolute_url()).content.decode()
    evening.act(voting.unanimous, evening.item(1))
    evening.act(approving.approve_decided, evening.meeting)
    evening.act(running.close, evening.meeting)
    page = client.get(evening.meeting.get_absolute_url()).content.decode()
    assert ("Das Protokoll ist genehmigt." in page, "noch nicht genehmigt" in page) == (True, False)


def test_the_duty_makes_up_for_a_missed_approval(held):
    evening = later(held)
    evening.act(voting.unanimous, evening.item(1))
    assert writing.approve_due(now=evening.now) == 0
    send(held)
    assert writing.approve_due(now=evening.now) == 1
    assert writing.approve_due(now=evening.now) == 0
    held.minutes.refresh_from_db()
    assert held.minutes.status == Minutes.Status.APPROVED


def test_a_rejected_motion_approves_nothing(held):
    send(held)
    evening = later(held)
    motion = evening.act(voting.put, evening.item(1), "Das Protokoll wird genehmigt.")
    evening.act(voting.count, motion, yes=2, no=8)
    assert evening.act(approving.approve_decided, evening.meeting) == 0


def test_silence_approves_only_where_the_rules_say_so_and_nobody_objected(held):
    send(held)
    after = held.now + timedelta(days=16)
    assert writing.approve_due(now=after) == 0
    held.meeting.rules.minutes_approval = "no_objection"
    held.meeting.rules.save()
    assert writing.approve_due(now=held.now + timedelta(days=13)) == 0
    objection = held.act(
        objecting.object_to, held.minutes, item=held.item(1), person=held.world.kaya, text="So war es nicht."
    )
    assert writing.approve_due(now=after) == 0
    objection.delete()
    assert writing.approve_due(now=after) == 1
    held.minutes.refresh_from_db()
    assert held.minutes.approved_in is None


def test_another_board_cannot_approve(held):
    send(held)
    for meeting in (held.world.meeting(held.world.etb, number=7), held.meeting):
        with pytest.raises(DomainError) as refused:
            held.act(writing.approve, held.minutes, meeting=meeting)
        assert refused.value.code == "wrong_meeting"


def test_the_next_agenda_asks_for_approval(held):
    following = held.world.meeting(day=date(2027, 5, 13), number=2)
    (proposal,) = unapproved_minutes(following, date(2027, 4, 20))
    assert proposal.source == f"minutes:{held.minutes.pk}"
    assert proposal.title.replace("\xa0", " ") == "Genehmigung des Protokolls vom 11. Februar 2027"
    assert list(unapproved_minutes(held.meeting, date(2027, 4, 20))) == []
    assert list(unapproved_minutes(held.world.meeting(held.world.etb, number=3), date(2027, 4, 20))) == []


def test_minutes_stand_on_one_agenda_of_those_to_come(held):
    following, later = (
        held.world.meeting(day=day, number=number) for day, number in ((date(2027, 5, 13), 2), (date(2027, 5, 27), 3))
    )
    before, after = date(2027, 4, 20), date(2027, 5, 14)
    following.items.create(position=1, title="Protokoll", kind="decision", source=f"minutes:{held.minutes.pk}")
    assert list(unapproved_minutes(later, before)) == []
    assert [one.source for one in unapproved_minutes(following, before)] == [f"minutes:{held.minutes.pk}"]
    assert [one.source for one in unapproved_minutes(later, after)] == [f"minutes:{held.minutes.pk}"]
    following.status = "cancelled"
    following.save()
    assert [one.source for one in unapproved_minutes(later, before)] == [f"minutes:{held.minutes.pk}"]

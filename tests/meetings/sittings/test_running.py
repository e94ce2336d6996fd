from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from foundation.values import DomainError
from foundation.web import clock
from governance.confidentiality import Level
from governance.mandates.models import Office
from governance.procedure.models import RulesOfProcedure
from governance.rights.levels import max_level
from meetings.agenda import editing
from meetings.agenda.models import AgendaVersion
from meetings.invitations.dispatching import titles
from meetings.meeting.models import Meeting
from meetings.meeting.rules import chairs_voice, leads
from meetings.sittings import presence, running
from meetings.sittings.models import Attendance, QuorumFinding, Sitting
from meetings.sittings.rules import can_lead
from meetings.votes import voting
from tests.meetings.live import Evening, at

pytestmark = pytest.mark.django_db


def findings(evening):
    rows = QuorumFinding.objects.filter(meeting=evening.meeting)
    return list(rows.values_list("item", "present", "needed", "quorate"))


def test_opening_states_the_quorum_with_its_time(evening):
    evening.open(present=8)
    assert findings(evening) == [(None, 8, 6, True)]
    assert evening.meeting.status == Meeting.Status.IN_SESSION
    assert Sitting.objects.get().opened_at == at(16, 2)


def test_fifteen_of_thirty_one_are_found_not_quorate(ethics_evening):
    ethics_evening.open(present=15)
    assert findings(ethics_evening) == [(None, 15, 16, False)]
    assert presence.is_blocked(ethics_evening.meeting, ethics_evening.item(1))


def test_sixteen_of_thirty_one_are_quorate(ethics_evening):
    ethics_evening.open(present=16)
    assert findings(ethics_evening) == [(None, 16, 16, True)]


def test_the_sixth_member_lifts_the_negative_finding(evening):
    evening.open(present=5)
    evening.arrive(evening.members[5], how="video")
    assert findings(evening) == [(None, 5, 6, False), (None, 6, 6, True)]


def test_nobody_opens_an_empty_room(evening):
    evening.arrive(evening.world.manager)
    with pytest.raises(DomainError) as refused:
        evening.act(running.open, evening.meeting)
    assert refused.value.code == "nobody_present"


def test_a_meeting_is_not_opened_days_before(evening):
    with pytest.raises(DomainError) as refused:
        running.open(evening.meeting, by=evening.by, now=at(16, 0, date(2027, 2, 10)))
    assert refused.value.code == "too_early"


def test_opening_twice_is_one_sitting(evening):
    first = evening.open(present=6)
    assert evening.act(running.open, evening.meeting) == first
    assert JournalEntry.objects.filter(action="meeting.opened").count() == 1
    assert len(findings(evening)) == 1


def test_all_there_with_one_tap_and_the_same_queries_for_ten_and_thirty(
    evening, ethics_evening, django_assert_num_queries
):
    for one in (evening, ethics_evening):
        with django_assert_num_queries(8):
            assert running.mark_all(one.meeting, by=one.by, now=one.now) == len(one.members)
        assert running.mark_all(one.meeting, by=one.by, now=one.now) == 0
    assert Attendance.objects.count() == 39


def test_management_is_a_guest_without_a_vote(evening):
    evening.arrive(evening.world.manager, evening.members[0])
    assert presence.voters(evening.meeting) == {evening.members[0].pk}


def test_a_wrong_tap_before_the_opening_leaves_no_trace(evening):
    evening.arrive(evening.world.kaya)
    evening.leave(evening.world.kaya)
    assert not Attendance.objects.exists()


def test_who_leaves_and_comes_back_has_two_stays(evening):
    evening.open(present=7)
    evening.leave(evening.world.kaya)
    evening.tick(20)
    evening.arrive(evening.world.kaya)
    stays = Attendance.objects.filter(person=evening.world.kaya).order_by("arrived_at")
    assert [(s.arrived_at, s.left_at) for s in stays] == [(at(16), at(16, 3)), (at(16, 23), None)]
    assert len(findings(evening)) == 1


def test_marking_twice_is_one_stay_and_the_mode_may_change(evening):
    evening.arrive(evening.world.kaya)
    evening.arrive(evening.world.kaya, how="video")
    assert Attendance.objects.get().mode == Attendance.Mode.VIDEO


def test_leaving_blocks_nothing_until_it_is_found(evening):
    evening.open(present=6)
    evening.leave(evening.world.kaya)
    assert not presence.is_blocked(evening.meeting, evening.item(1))
    assert evening.find().quorate is False
    assert presence.is_blocked(evening.meeting, evening.item(1))


def test_a_recusal_counts_only_for_its_item(evening):
    evening.open(present=6)
    evening.recuse(evening.world.lamprecht, 2)
    finding = evening.find(evening.item(2))
    assert (finding.present, finding.needed, finding.quorate) == (5, 6, False)
    assert presence.is_blocked(evening.meeting, evening.item(2))
    assert not presence.is_blocked(evening.meeting, evening.item(1))


def test_more_than_half_recused_are_members_with_a_vote(evening):
    """Recused staff and advisory members leave no gap: five of ten recused is half, and not enough for the rest."""
    evening.open(present=10)
    for person in (*evening.members[:5], evening.world.manager):
        evening.recuse(person, 1)
    assert evening.find(evening.item(1)).quorate is False
    evening.recuse(evening.members[5], 1)
    assert evening.find(evening.item(1)).quorate is True


def test_closing_needs_an_outcome_of_every_item(evening):
    evening.open(present=8)
    with pytest.raises(DomainError) as refused:
        evening.act(running.close, evening.meeting)
    assert refused.value.code == "open_items"
    assert "1, 2, 3" in refused.value.message
    evening.act(running.close, evening.meeting, adjourn_open=True)
    evening.meeting.refresh_from_db()
    assert evening.meeting.status == Meeting.Status.HELD
    assert not Attendance.objects.filter(left_at__isnull=True).exists()
    assert [(evening.item(n).outcome, evening.item(n).lacked_quorum) for n in (1, 2, 3)] == [("adjourned", False)] * 3
    told = JournalEntry.objects.filter(action="item.adjourned").order_by("pk")
    assert [entry.facts for entry in told] == [{"item": evening.item(n).pk} for n in (1, 2, 3)]


def test_an_inquorate_meeting_ends_without_resolutions(evening):
    evening.open(present=5)
    sitting = evening.act(running.close, evening.meeting, inquorate=True)
    assert sitting.inquorate
    assert [evening.item(n).outcome for n in (1, 2, 3)] == ["adjourned"] * 3
    assert evening.act(running.close, evening.meeting) == sitting


def test_a_quorate_meeting_is_not_ended_as_inquorate(evening):
    evening.open(present=6)
    with pytest.raises(DomainError) as refused:
        evening.act(running.close, evening.meeting, inquorate=True)
    assert refused.value.code == "quorate"


NOTICE = (
    "Diese Angelegenheit wurde wegen Beschlussunfähigkeit zurückgestellt. "
    "Der Beirat ist hierüber ohne Rücksicht auf die Zahl der Erschienenen beschlussfähig."
)


def second_call(world, before, *, known=True):
    """The next meeting with what was put off as its first item; its agenda was sent."""
    RulesOfProcedure.objects.update(second_call=known)
    later = Evening(world, number=before.meeting.number + 1, day=date(2027, 5, 13))
    later.meeting.items.filter(position=1).update(source=f"adjourned:{before.item(1).pk}")
    later.meeting.agenda.status = "released"
    later.meeting.agenda.save()
    with clock.at(later.now):
        version = editing.freeze(later.meeting, by=later.by, now=later.now)
    later.meeting.refresh_from_db()
    later.told = [one["second_call"] for one in version.content["items"]]
    later.open(present=3)
    return later


def test_a_second_call_is_quorate_where_the_rules_know_it_and_the_invitation_said_so(world, evening):
    evening.open(present=5)
    evening.act(running.close, evening.meeting, inquorate=True)
    later = second_call(world, evening)
    assert later.told == [NOTICE, "", ""]
    assert next(str(title) for _number, title in titles(later.meeting)) == f"Datenplattform. {NOTICE}"
    assert later.find(later.item(1)).quorate is True
    assert not presence.is_blocked(later.meeting, later.item(1))
    assert presence.is_blocked(later.meeting, later.item(2))
    AgendaVersion.objects.filter(agenda__meeting=later.meeting).update(content={"items": []})
    assert later.find(later.item(1)).quorate is False


def test_a_second_call_needs_rules_that_know_it(world, evening):
    evening.open(present=5)
    evening.act(running.close, evening.meeting, inquorate=True)
    later = second_call(world, evening, known=False)
    assert (later.told, later.find(later.item(1)).quorate) == (["", "", ""], False)


def test_an_item_that_was_put_off_for_another_reason_is_no_second_call(world, evening):
    """Adjourned while the board was quorate, in a meeting that ended for lack of quorum."""
    evening.open(present=6)
    evening.act(voting.adjourn, evening.item(1))
    evening.leave(evening.world.kaya)
    evening.find()
    evening.act(voting.adjourn, evening.item(2))
    evening.act(running.close, evening.meeting, inquorate=True)
    assert [evening.item(n).lacked_quorum for n in (1, 2, 3)] == [False, True, True]
    later = second_call(world, evening)
    assert (later.told, later.find(later.item(1)).quorate) == (["", "", ""], False)


def test_who_stands_in_leads_the_meeting_of_that_day_and_nothing_else(world):
    today, later = date(2026, 11, 23), date(2027, 2, 11)
    Office.objects.create(board=world.etb, person=world.ostermann, role="stand_in", start=today, end=today)
    meeting, next_one = world.meeting(world.etb, day=today), world.meeting(world.etb, day=later, number=2)
    reader = world.reader(world.ostermann)
    assert (can_lead(reader, meeting), can_lead(reader, next_one), leads(reader, meeting)) == (True, False, False)
    assert [max_level(reader, world.etb, one.day) for one in (meeting, next_one)] == [Level.STRICT, Level.BOARD]
    assert chairs_voice(world.reader(world.secretary), world.etb.pk, today).principal == world.cdo.key
    assert can_lead(world.reader(world.cdo), meeting)

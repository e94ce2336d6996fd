"""How a meeting stands by the rules: its days, its lane, and who decides for the chair."""

from datetime import date

import pytest

from foundation.values import DomainError
from governance.mandates.models import Mandate, Office, Suspension
from governance.procedure.models import RulesOfProcedure
from meetings.invitations import turnout
from meetings.meeting import rules, standing
from meetings.meeting.models import Meeting
from meetings.pages import leading
from meetings.planning import posing
from meetings.sittings import presence


@pytest.fixture
def meeting(world):
    return world.meeting()


def test_the_days_before_the_meeting_of_11_february_2027(meeting):
    due = standing.deadlines(meeting)
    assert (due.dispatch, due.release, due.reminder, due.meeting) == (
        date(2027, 1, 27),
        date(2027, 1, 22),
        date(2027, 2, 4),
        date(2027, 2, 11),
    )
    assert due.submission < due.release


def test_the_quorum_follows_the_statutory_seats(world, meeting):
    assert standing.quorum_needed(meeting) == 6
    assert standing.quorum_needed(world.meeting(world.etb)) == 16


def test_the_quorum_of_filled_seats_counts_members_whose_mandate_rests_everywhere(world, meeting, now):
    """What blocks a vote, what the forecast says and what the live page shows have one basis (domain 3.1)."""
    RulesOfProcedure.objects.filter(board=world.ub).update(quorum_basis="occupied")
    resting = Mandate.objects.get(seat__board=world.ub, seat__number=9, end=None)
    Suspension.objects.create(mandate=resting, reason="Elternzeit", start=date(2027, 1, 1))
    gone = Mandate.objects.get(seat__board=world.ub, seat__number=8, end=None)
    Mandate.objects.filter(pk=gone.pk).update(end=date(2027, 1, 31))
    Meeting.objects.filter(pk=meeting.pk).update(status="invited", rules=world.ub.rules.get())
    shown = leading.meeting_for(world.reader(world.secretary), meeting.pk)
    assert standing.quorum_basis(shown) == 9
    live = leading.sight(shown, world.reader(world.secretary)).answer.numbers
    assert (live["seats"], live["needed"]) == (9, 5)
    assert presence.answer(shown).numbers["needed"] == 5
    assert turnout.expected(shown).needed == 5
    assert posing.problem([world.ub], meeting.day, date(2027, 12, 31), now=now).boards[0].quorum == 5


def test_the_invitation_keeps_the_notice_period_until_27_january(meeting):
    assert standing.notice(meeting, date(2027, 1, 27)).ok
    assert not standing.notice(meeting, date(2027, 1, 28)).ok


@pytest.mark.parametrize(
    ("status", "today", "agenda", "states"),
    [
        ("scheduled", date(2026, 11, 23), "", ["is-next", "is-open", "is-open", "is-open", "is-open"]),
        ("scheduled", date(2027, 1, 22), "draft", ["is-done", "is-next", "is-open", "is-open", "is-open"]),
        ("scheduled", date(2027, 1, 25), "draft", ["is-done", "is-late", "is-open", "is-open", "is-open"]),
        ("scheduled", date(2027, 1, 25), "released", ["is-done", "is-done", "is-next", "is-open", "is-open"]),
        ("scheduled", date(2027, 1, 28), "released", ["is-done", "is-done", "is-late", "is-open", "is-open"]),
        ("invited", date(2027, 1, 28), "frozen", ["is-done", "is-done", "is-done", "is-next", "is-open"]),
        ("invited", date(2027, 2, 5), "frozen", ["is-done", "is-done", "is-done", "is-done", "is-next"]),
        ("held", date(2027, 2, 12), "frozen", ["is-done"] * 5),
    ],
)
def test_the_lane_has_one_next_step(world, status, today, agenda, states):
    steps = standing.lane(world.meeting(status=status), today, agenda_status=agenda)
    assert [step.css for step in steps] == states


def test_every_step_says_its_state_in_words(meeting):
    steps = standing.lane(meeting, date(2027, 1, 25), agenda_status="draft")
    assert [(step.date, step.state) for step in steps][1:] == [
        ("Fr, 22.01.", "überfällig"),
        ("Mi, 27.01.", "in 2\xa0Tagen"),
        ("Do, 04.02.", "in 10\xa0Tagen"),
        ("Do, 11.02.", "in 17\xa0Tagen"),
    ]


def test_topics_close_until_they_are_closed_and_a_sent_invitation_names_its_last_day(world):
    invited = world.meeting(status="invited")
    steps = standing.lane(invited, date(2027, 1, 27), agenda_status="frozen", sent_on=date(2027, 1, 26))
    assert [(step.date, step.text, step.state) for step in steps][::2][:2] == [
        ("Do, 21.01.", "Themen geschlossen", "erledigt"),
        ("Di, 26.01.", "Einladung versendet", "letzter Tag: Mi, 27.01."),
    ]
    early = standing.lane(invited, date(2027, 1, 20))
    assert early[0].text == "Themenschluss"


def test_an_invitation_within_the_last_week_made_the_reminder_needless(world):
    invited = world.meeting(status="invited")
    steps = standing.lane(invited, date(2027, 2, 8), agenda_status="frozen", sent_on=date(2027, 2, 5))
    assert [(step.date, step.text) for step in steps][2:] == [
        ("Fr, 05.02.", "Einladung versendet"),
        ("Do, 11.02.", "Sitzung"),
    ]


def test_an_early_release_closes_the_topics_and_each_step_stands_on_its_own_day(world):
    invited = world.meeting(status="invited")
    days = {"released_on": date(2027, 1, 12), "sent_on": date(2027, 1, 14)}
    steps = standing.lane(invited, date(2027, 1, 15), agenda_status="frozen", **days)
    assert [(step.date, step.text, step.css) for step in steps] == [
        ("Di, 12.01.", "Themen geschlossen", "is-done"),
        ("Di, 12.01.", "Freigabe durch den Vorsitz", "is-done"),
        ("Do, 14.01.", "Einladung versendet", "is-done"),
        ("Do, 04.02.", "Erinnerung an offene Antworten", "is-next"),
        ("Do, 11.02.", "Sitzung", "is-open"),
    ]


def test_a_release_that_was_taken_back_leaves_its_day_behind(world):
    steps = standing.lane(world.meeting(), date(2027, 1, 15), agenda_status="draft", released_on=date(2027, 1, 12))
    assert [(step.date, step.text) for step in steps][:2] == [
        ("Do, 21.01.", "Themenschluss"),
        ("Fr, 22.01.", "Freigabe durch den Vorsitz"),
    ]


def test_the_office_speaks_for_the_chair_and_the_chair_alone(world, meeting):
    today = date(2026, 11, 23)
    office = rules.chairs_voice(world.reader(world.secretary), world.ub.pk, today)
    assert (office.key, office.principal) == (world.secretary.key, world.mayor.key)
    chair = rules.chairs_voice(world.reader(world.mayor), world.ub.pk, today)
    assert (chair.key, chair.principal) == (world.mayor.key, "")
    Office.objects.filter(board=world.ub).update(end=date(2026, 11, 22))
    with pytest.raises(DomainError) as error:
        rules.chairs_voice(world.reader(world.secretary), world.ub.pk, today)
    assert error.value.code == "no_chair"

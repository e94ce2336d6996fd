"""On the day somebody looks at the demo each role has something to do, and the story goes on from there."""

import logging
from datetime import date, timedelta

import pytest

from demo import polls
from demo.cast import UB
from demo.leaving import leave_tasks
from demo.play import play
from demo.story import Story, at
from desk.home import member, office, staff
from governance.rights.reader import reader_of_person
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.polls.models import DatePoll
from meetings.polls.results import result
from opinions.rounds.models import OpinionRound
from tests.demo.played import FIRST, january

TODAY = date(2026, 2, 14)
NOW = at(TODAY, 10)


def screens(now):
    """How many things each role finds on its first screen."""
    story = Story(2026)
    story.load()

    def reader(key):
        return reader_of_person(story.person(key), today=now.date())

    dahlhoff = member.overview(reader("dahlhoff"), now)
    return {
        "answers": dahlhoff.next.asks or any("Einladung" in one.row.title for one in dahlhoff.owed.rows),
        "assesses": any("Ihre Einschätzung" in one.row.title for one in dahlhoff.owed.rows),
        "reviews": staff.mayors_office(reader("rheinsberg"), now).work.count,
        "management": staff.management(reader("ebeling"), now).work.count,
        "mayor": member.overview(reader("holtkamp"), now).release.count,
        "chair": member.overview(reader("sander"), now).release.count,
        "chooses dates": any("Termine wählen" in one.row.title for one in dahlhoff.owed.rows),
        "office": office.today_of(reader("wendt"), now).work.count,
    }


@pytest.mark.django_db
def test_each_role_finds_something_to_do_once_and_the_year_goes_on(caplog):
    january()
    play(FIRST, TODAY - timedelta(days=1))
    assert {"dahlhoff", "rheinsberg"} <= set(leave_tasks(now=NOW))
    assert leave_tasks(now=NOW + timedelta(minutes=1)) == []
    assert {role for role, tasks in screens(NOW).items() if not tasks} == set()
    _one_date_poll_is_half_answered()
    extra = Meeting.objects.get(kind="extraordinary")
    others = Meeting.objects.exclude(pk=extra.pk)
    assert extra.shortened is False
    assert extra.day not in {one.day for one in others}
    with caplog.at_level(logging.WARNING):
        play(FIRST, extra.day + timedelta(days=10))
    assert [one.message for one in caplog.records if one.name.startswith("demo")] == []
    extra.refresh_from_db()
    assert extra.status == "held"
    answers = Invitation.objects.filter(meeting=extra)
    assert answers.get(person__family_name="Dahlhoff").answer == "needs_action"
    assert answers.exclude(answer="needs_action").count() > 5
    asked = OpinionRound.objects.get(title__contains="Nachfrage vom 14.02.2026")
    assert asked.opinions.filter(status="submitted").count() > 5
    assert asked.opinions.get(person__family_name="Dahlhoff").submitted_at is None


def _one_date_poll_is_half_answered():
    """Three of ten are silent, one of them because of an absence that only the office reads."""
    poll = DatePoll.objects.get()
    found = result(poll, NOW, named=True)
    assert (poll.board.slug, len(found.dates), len(found.rows), found.answered) == (UB, 4, 10, 7)
    assert {row.member.person.family_name for row in found.silent} == {"Dahlhoff", "Kaya", "Lamprecht"}
    assert [one.away for one in found.counts] == [1, 0, 0, 0]


@pytest.mark.django_db
def test_a_date_nobody_fixed_is_called_off_a_week_later_and_the_next_one_asked():
    january()
    story = Story(2026)
    story.load()
    left = [polls.leave(story, NOW + timedelta(days=days)) for days in (0, 24, 25)]
    assert left == [["dahlhoff"], [], ["dahlhoff"]]
    assert list(DatePoll.objects.order_by("made_at").values_list("status", flat=True)) == ["cancelled", "open"]

"""The governance year in a real browser: sixteen steps, each by the person who does it.

Every step is a function of `tests/journeys/year/`, in the order of this list. The clock is set between the steps;
duties run as the worker would run them. Every page visited is held against axe-core.
"""

import pytest

from foundation.almanac.periods import seed
from portfolio.projects.models import Guideline
from tests.journeys.dates import NOVEMBER
from tests.journeys.year import agenda, chain, invitation, meeting, opinion, planning, report

pytestmark = pytest.mark.browser

STEPS = [
    planning.appoint_member,
    planning.plan_the_year,
    agenda.collect_topics,
    agenda.write_agenda,
    agenda.release_agenda,
    invitation.send_invitation,
    invitation.answer_from_mail,
    meeting.hold_meeting,
    meeting.write_minutes,
    meeting.finish_action,
    opinion.ask_board,
    opinion.give_assessment,
    opinion.consolidate,
    opinion.dissent_and_adopt,
    opinion.answer_recommendations,
    report.submit_report,
    report.review_report,
    report.approve_report,
    report.find_all_on_the_agenda,
    report.approve_minutes,
    report.find_answers,
]


def furnish(world):
    """What stands before the year begins: holidays, three guidelines, the last meeting of 2026."""
    seed([2026, 2027])
    for number, title in enumerate(("Gemeinwohl", "Transparenz", "Datensouveränität"), 1):
        Guideline.objects.create(number=number, title=title, text=f"{title} ist gewahrt.")
    world.meeting(world.ub, day=NOVEMBER, status="held", number=4)


@pytest.fixture
def house(world, site):
    furnish(world)
    return world


def test_the_governance_year(house, visitor):
    for step in STEPS:
        step(house, visitor)
    chain.hold(house)

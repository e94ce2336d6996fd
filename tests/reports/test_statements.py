"""What became of a recommendation after its answer: the reports that tell of it, each with its day."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.values import SYSTEM
from opinions.outcomes import answering
from opinions.outcomes.counts import of_opinions
from opinions.outcomes.course import with_course
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.outcomes.reading import shown_opinions
from opinions.rounds.models import OpinionRound
from reports.editions import publishing
from reports.review import reviewing
from tests.reports.conftest import REVIEWED

ANSWERED = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def advice(world, projects) -> Recommendation:
    """A published opinion on the data platform with one recommendation, followed in part on 1 December."""
    asked = OpinionRound.objects.create(
        board=world.ub,
        title="Datenplattform",
        question="Passt das?",
        project=projects["Datenplattform"],
        requested_by=world.manager,
        status="closed",
        opened_at=datetime(2026, 10, 1, tzinfo=UTC),
        deadline=datetime(2026, 10, 22, tzinfo=UTC),
    )
    opinion = ConsolidatedOpinion.objects.create(
        board=world.ub,
        round=asked,
        title=asked.title,
        text="Ja.",
        counts=of_opinions([]),
        status="adopted",
        level=0,
        created_at=ANSWERED,
        adopted_at=datetime(2026, 11, 2, tzinfo=UTC),
    )
    made = Recommendation.objects.create(opinion=opinion, number=1, text="Eine Karte.", due_on=date(2026, 12, 2))
    words = {"answer": "partly", "reason": "Nur Lärm."}
    answering.give(made, **words, person=world.manager, by=world.actor(world.manager), now=ANSWERED)
    return made


def told(world, who, *, of_advice=False) -> list[tuple[date, str]]:
    [opinion] = with_course(shown_opinions(world.reader(who)), world.reader(who))
    about = opinion.recommendations.all()[0] if of_advice else opinion
    return [(step.day, step.text) for step in about.course]


def decided(world, desk):
    desk.write()
    desk.submit()
    reviewing.approve(desk.report, by=world.actor(world.mayors_officer), now=REVIEWED)


def test_a_later_report_tells_of_the_answer_and_of_the_project(world, advice, desk):
    assert told(world, world.kaya) == []
    decided(world, desk)
    sentence = (
        "Bericht Q4/2026 (Unternehmensbeirat): 1 Antwort berichtet; kritisch. "
        "Der Start verschiebt sich um drei Monate."
    )
    assert told(world, world.kaya) == [(date(2027, 1, 22), sentence)]
    assert told(world, world.sponsor) == []


def test_the_public_reads_of_a_published_report_what_is_public(client, world, advice, desk):
    decided(world, desk)
    publishing.publish(
        desk.report, sections=["projects"], before_meeting=True, by=world.actor(world.manager), now=REVIEWED
    )
    page = client.get(reverse("effect")).content.decode()
    assert "Bericht Q4/2026 (Unternehmensbeirat): kritisch. Der Start verschiebt sich um drei Monate." in page
    assert f'href="{desk.report.get_absolute_url()}"' in page


def test_a_report_from_before_the_answer_says_nothing_of_it(world, advice, desk):
    decided(world, desk)
    advice.responses.update(given_at=datetime(2027, 2, 1, tzinfo=UTC))
    assert told(world, world.kaya) == []


def test_earlier_answers_and_the_day_to_come_back_are_steps_too(world, advice):
    again = {"reason": "Erst die Vergabe.", "again_on": date(2027, 5, 3)}
    now = datetime(2027, 1, 8, 9, tzinfo=UTC)
    answering.give(advice, answer="deferred", **again, person=world.manager, by=SYSTEM, now=now)
    assert told(world, world.kaya, of_advice=True) == [
        (date(2026, 12, 1), "Frühere Antwort: wird teilweise befolgt. Nur Lärm."),
        (date(2027, 5, 3), "Die Geschäftsführung kommt darauf zurück."),
    ]


def test_the_list_costs_the_same_for_one_and_many_recommendations(client, world, advice, desk):
    decided(world, desk)
    client.force_login(world.kaya.user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("effect")).status_code == 200
        return len(queries)

    before = cost()
    for number in range(2, 9):
        more = Recommendation.objects.create(opinion=advice.opinion, number=number, text="Mehr.", due_on=ANSWERED)
        answering.give(more, answer="follow", person=world.manager, by=SYSTEM, now=ANSWERED)
    assert cost() == before


def test_who_reads_only_the_first_page_finds_its_line_on_the_project(client, world, advice, desk):
    desk.write(summary="off_track|Datenplattform: Drei Monate später.\nnew|Datenplattform hat viele Freunde.")
    decided(world, desk)
    by = world.actor(world.manager)
    publishing.publish(desk.report, sections=["summary"], before_meeting=True, by=by, now=REVIEWED)
    assert told(world, world.sponsor) == [
        (date(2027, 1, 22), "Bericht Q4/2026 (Unternehmensbeirat): kritisch. Drei Monate später.")
    ]

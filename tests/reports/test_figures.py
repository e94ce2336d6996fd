from datetime import UTC, date, datetime

import pytest

from foundation.documents import typst
from meetings.actions.models import ActionItem
from meetings.sittings.models import Attendance
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse, Recommendation
from opinions.rounds.models import OpinionRound
from reports.editions.printing import title_of
from reports.editions.tables import advice, withheld
from reports.figures import actions, meetings, opinions

QUARTER = {"start": date(2026, 10, 1), "end": date(2026, 12, 31)}
TODAY = date(2027, 1, 19)
IN_QUARTER = datetime(2026, 11, 2, 9, tzinfo=UTC)
AFTER_IT = datetime(2027, 1, 2, 9, tzinfo=UTC)


@pytest.fixture
def advise(world):
    """A recommendation of a board, adopted, with an answer if one is given."""

    def made(board, text, level, answer="", at=IN_QUARTER):
        asked = OpinionRound.objects.create(
            board=board,
            title=f"Zu {text}",
            question="?",
            requested_by=world.manager,
            status="closed",
            opened_at=datetime(2026, 9, 1, tzinfo=UTC),
            deadline=datetime(2026, 9, 22, tzinfo=UTC),
        )
        opinion = ConsolidatedOpinion.objects.create(
            board=board,
            round=asked,
            title=f"Zu {text}",
            text="T",
            status="adopted",
            level=level,
            created_at=IN_QUARTER,
            adopted_at=IN_QUARTER,
        )
        one = Recommendation.objects.create(opinion=opinion, number=1, text=text, due_on=date(2026, 12, 2))
        if answer:
            ManagementResponse.objects.create(
                recommendation=one, version=1, answer=answer, reason="Weil.", given_at=at, given_by=world.manager
            )

    return made


def test_advice_of_other_boards_is_counted_and_not_told(world, advise, django_assert_num_queries):
    advise(world.ub, "eigene", 2, "follow")
    advise(world.etb, "fremde", 2, "decline")
    advise(world.etb, "vertrauliche", 3)
    advise(world.etb, "interne", 1, "partly")
    advise(world.ub, "spätere", 2, "follow", at=AFTER_IT)
    with django_assert_num_queries(2):
        figures = {"opinions": opinions.recommendations(world.ub.pk, **QUARTER, today=TODAY)}
    told = figures["opinions"]
    assert told["counts"] == {"follow": 1, "partly": 1, "decline": 1, "deferred": 0}
    assert [one["overdue"] for one in told["open"]] == [True]
    assert told["not_shown"] == 2
    assert "fremde" not in str(told)
    assert "vertrauliche" not in str(told)
    assert [one.text for one in advice(figures, 2)] == ["eigene", "interne"]
    assert [one.origin for one in advice(figures, 2)] == [
        "Unternehmensbeirat: Zu eigene",
        "Ethik- und Technologiebeirat: Zu interne",
    ]
    assert (advice(figures, 0), withheld(figures, 0)) == ([], 4)


def test_the_file_says_whose_advice_it_tells_and_what_it_does_not(world, advise, desk):
    advise(world.etb, "Interne", 1, "partly")
    advise(world.etb, "Fremde", 2, "decline")
    desk.write()
    printed = desk.submit().rendering.data
    assert printed["opinions"] == [
        {
            "recommendation": "Interne",
            "origin": "Ethik- und Technologiebeirat: Zu Interne",
            "answer": "wird teilweise befolgt",
            "reason": "Weil.",
        }
    ]
    assert printed["withheld"].startswith("1 Empfehlung ist hier nur gezählt")


def test_meetings_held_with_notice_and_attendance(world, django_assert_num_queries):
    held = world.meeting(day=date(2026, 11, 12), status="held")
    world.meeting(day=date(2027, 1, 12), status="held", number=2)
    for member in world.members["UB"][:4]:
        mandate = member.mandates.get(seat__board=world.ub)
        held.invitations.create(person=member, mandate=mandate, invited_at=IN_QUARTER)
    for member in world.members["UB"][:3]:
        mandate = member.mandates.get(seat__board=world.ub)
        Attendance.objects.create(meeting=held, person=member, mandate=mandate, arrived_at=held.starts_at)
    held.invitations.create(person=world.manager, role="guest", invited_at=IN_QUARTER)
    with django_assert_num_queries(1):
        assert meetings.held(**QUARTER) == [
            {"board": "Unternehmensbeirat", "held": 1, "notice_kept": 1, "invited": 4, "present": 3}
        ]


def test_action_items_of_the_board_only(world):
    for board, number in ((world.ub, 1), (world.etb, 1)):
        held = world.meeting(board, day=date(2026, 11, 12), status="held", number=number)
        world.agenda(held, "Karte")
        item = {"item": held.items.get(), "owner": world.manager, "created_at": IN_QUARTER}
        ActionItem.objects.create(title="a", due_on=date(2027, 1, 18), **item)
        ActionItem.objects.create(title="b", due_on=date(2027, 1, 19), **item)
        ActionItem.objects.create(title="c", due_on=TODAY, status="verified", verified_at=IN_QUARTER, **item)
        ActionItem.objects.create(title="d", due_on=TODAY, status="verified", verified_at=AFTER_IT, **item)
    counted = actions.actions(world.ub.pk, **QUARTER, today=TODAY)
    assert counted == {"open": 2, "overdue": 1, "reported": 0, "done": 1}


def test_the_submitted_report_can_be_printed(submitted, advise, world):
    advise(world.ub, "eigene", 2, "follow")
    data = submitted.report.versions.get().rendering.data
    assert data["lines"][0] == {
        "light": "danger",
        "word": "kritisch",
        "text": "Datenplattform: Der Start verschiebt sich um drei Monate.",
    }
    assert [one["title"] for one in data["sections"]][-2:] == ["Risiken", "Ausblick"]
    pdf = typst.render(
        "report", data, title=title_of(submitted.report), language="de", made_at=submitted.report.figures_at
    )
    assert pdf.startswith(b"%PDF-")

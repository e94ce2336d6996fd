"""Who opens which page of rounds and opinions; both belong to the business advisory board."""

from datetime import UTC, date, datetime

from foundation.values import SYSTEM
from foundation.web import clock
from meetings.agenda.models import AgendaItem
from meetings.votes.models import Motion, Vote
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, Recommendation
from opinions.rounds import opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import Opinion, OpinionRound
from portfolio.projects.models import Guideline
from tests.contracts.roles import BOARD, CHAIRS, LEADERS, everybody, inside, link_of_chair, only

MEMBERS = inside(*BOARD)
RUNNING = inside(*LEADERS)
ROUND = inside(*BOARD, "secretariat", "management")
REQUESTING = inside(*LEADERS, "management", "other_member")

ROWS = {
    "opinions": inside(*BOARD, "other_member"),
    "opinion": MEMBERS,
    "opinion_review": MEMBERS,
    "opinion_withdraw": MEMBERS,
    "round_request": REQUESTING,
    "round_open": RUNNING,
    "round_extend": RUNNING,
    "round_close": RUNNING,
    "round_cancel": RUNNING,
    "opinion_paper": inside("secretariat"),
    "rounds": REQUESTING,
    "round": ROUND,
    "outcome_edit": RUNNING,
    "outcome_from_item": inside("secretariat"),
    "effect": everybody(),
    "outcome": only(*BOARD, "secretariat"),
    "outcome_circulate": RUNNING,
    "outcome_dissent": MEMBERS,
    "outcome_dissent_withdraw": inside("member"),
    "outcome_adopt": RUNNING,
    "outcome_pdf": everybody(404),
    "adopt_by_link": everybody(302),
    "outcome_answer": inside("management"),
}
POSTS = {
    "opinion": 302,
    "opinion_review": 302,
    "opinion_withdraw": 200,
    "round_request": 200,
    "round_open": 200,
    "round_extend": 200,
    "round_close": 409,
    "round_cancel": 200,
    "opinion_paper": 200,
    "outcome_edit": 200,
    "outcome_from_item": 200,
    "outcome_circulate": 302,
    "outcome_dissent": 200,
    "outcome_dissent_withdraw": 302,
    "outcome_adopt": inside(*CHAIRS, got=409) | {"secretariat": 400},
    "adopt_by_link": everybody(302),
    "outcome_answer": 200,
}


def kwargs(world):
    """A round with drafts, its opinion with the members, and an adopted opinion of an item."""
    made = opening.prepare(
        board=world.ub,
        title="Sensoren",
        question="Dürfen sie messen?",
        requested_by=world.manager,
        deadline=end_of(date(2026, 12, 14)),
        by=SYSTEM,
        now=clock.now(),
    )
    guideline = Guideline.objects.create(number=1, title="Transparenz", text="Jeder Zweck ist benannt.")
    opening.open_round(
        made, deadline=end_of(date(2026, 12, 14)), guidelines=[guideline], important=[], by=SYSTEM, now=clock.now()
    )
    Opinion.objects.update(draft={"verdict": "support"})
    pk = {"pk": made.pk}
    draft = {"pk": _circulated(world, made).pk}
    return {
        **{route: {} for route in ROWS},
        **dict.fromkeys(("opinion", "opinion_review", "opinion_withdraw", "round", "outcome_edit"), pk),
        **dict.fromkeys(("round_open", "round_extend", "round_close", "round_cancel"), pk),
        **dict.fromkeys(("outcome", "outcome_circulate", "outcome_adopt", "outcome_pdf"), draft),
        **dict.fromkeys(("outcome_dissent", "outcome_dissent_withdraw"), draft),
        "opinion_paper": pk | {"opinion_pk": made.opinions.get(person=world.kaya).pk},
        "outcome_from_item": {"pk": _voted(world, 1).pk},
        "adopt_by_link": link_of_chair(world, "adoption", f"board-opinion:{draft['pk']}"),
        "outcome_answer": {"pk": _advice(world).pk},
    }


def _circulated(world, made: OpinionRound) -> ConsolidatedOpinion:
    opinion = ConsolidatedOpinion.objects.create(
        board=world.ub,
        round=made,
        title=made.title,
        text="Ja.",
        counts={"asked": 10, "submitted": 0, "declined": 0, "missing": 10}
        | dict.fromkeys(("support", "support_with_recommendations", "reject", "abstain"), 0),
        status="circulated",
        dissents_until=date(2026, 12, 22),
        created_at=clock.now(),
    )
    Dissent.objects.create(opinion=opinion, person=world.kaya, text="Nein.", written_at=clock.now())
    return opinion


def _voted(world, number: int) -> AgendaItem:
    meeting = world.meeting(day=date(2026, 10, number), status="held", number=90 + number)
    moment = datetime(2026, 10, number, 16, tzinfo=UTC)
    item = AgendaItem.objects.create(
        meeting=meeting, position=1, title="Parkraum", kind="opinion", outcome="decided", outcome_at=moment
    )
    motion = Motion.objects.create(item=item, text="Der Beirat rät zu.", put_at=moment)
    Vote.objects.create(
        motion=motion, yes=8, no=1, abstain=1, eligible=10, result="adopted", counted_at=moment, counted_by="system"
    )
    return item


def _advice(world) -> Recommendation:
    opinion = ConsolidatedOpinion.objects.create(
        board=world.ub,
        item=_voted(world, 2),
        title="Parkraum",
        text="Ja.",
        counts={"yes": 8, "no": 1, "abstain": 1, "invalid": 0, "eligible": 10},
        status="adopted",
        adopted_at=clock.now(),
        created_at=clock.now(),
    )
    return Recommendation.objects.create(opinion=opinion, number=1, text="Karte.", due_on=date(2026, 12, 12))

"""Who opens which page of rounds and opinions; both belong to the business advisory board."""

from datetime import UTC, date, datetime

from foundation.values import SYSTEM
from foundation.web import clock
from meetings.agenda.models import AgendaItem
from meetings.votes.models import Motion, Vote
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.rounds import opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import Opinion, OpinionRound

NOBODY = {
    "anonymous": 302,
    "member": 404,
    "other_member": 404,
    "former": 404,
    "chair": 404,
    "secretariat": 404,
    "management": 404,
    "mayors_office": 404,
    "admin": 404,
    "assistant": 404,
}
MEMBERS = NOBODY | {"member": 200, "chair": 200}
RUNNING = NOBODY | {"chair": 200, "secretariat": 200}
ROUND = MEMBERS | {"secretariat": 200, "management": 200}
CHAIRS_AND_STAFF = RUNNING | {"management": 200}
PUBLIC = dict.fromkeys(NOBODY, 200)

ROWS = {
    "opinions": MEMBERS | {"other_member": 200},
    "opinion": MEMBERS,
    "opinion_review": MEMBERS,
    "opinion_withdraw": MEMBERS,
    "round_request": CHAIRS_AND_STAFF | {"other_member": 200},
    "round_open": RUNNING,
    "round_extend": RUNNING,
    "round_close": RUNNING,
    "round_cancel": RUNNING,
    "opinion_paper": NOBODY | {"secretariat": 200},
    "rounds": CHAIRS_AND_STAFF | {"other_member": 200},
    "round": ROUND,
    "outcome_edit": RUNNING,
    "outcome_from_item": NOBODY | {"secretariat": 200},
    "effect": PUBLIC,
    "outcome": ROUND | {"anonymous": 404, "management": 404},
    "outcome_circulate": RUNNING,
    "outcome_dissent": MEMBERS,
    "outcome_adopt": RUNNING,
    "outcome_pdf": dict.fromkeys(NOBODY, 404),
    "outcome_answer": NOBODY | {"management": 200},
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
    opening.open_round(
        made, deadline=end_of(date(2026, 12, 14)), guidelines=[], important=[], by=SYSTEM, now=clock.now()
    )
    Opinion.objects.update(draft={"verdict": "support"})
    pk = {"pk": made.pk}
    draft = {"pk": _circulated(world, made).pk}
    return {
        **{route: {} for route in ROWS},
        **dict.fromkeys(("opinion", "opinion_review", "opinion_withdraw", "round", "outcome_edit"), pk),
        **dict.fromkeys(("round_open", "round_extend", "round_close", "round_cancel"), pk),
        **dict.fromkeys(("outcome", "outcome_circulate", "outcome_dissent", "outcome_adopt", "outcome_pdf"), draft),
        "opinion_paper": pk | {"opinion_pk": made.opinions.get(person=world.kaya).pk},
        "outcome_from_item": {"pk": _voted(world, 1).pk},
        "outcome_answer": {"pk": _advice(world).pk},
    }


def _circulated(world, made: OpinionRound) -> ConsolidatedOpinion:
    return ConsolidatedOpinion.objects.create(
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

"""Questions to boards and their opinions: rows that could leak."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from governance.confidentiality import Level, Reader
from governance.mandates.models import Mandate
from opinions.outcomes import rules as outcomes
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.rounds import rules as rounds
from opinions.rounds.models import Opinion, OpinionRound
from tests.contracts.proofs.house import (
    TODAY,
    House,
    Word,
    allowed,
    at_all,
    levelled,
    on_boards,
    owned,
)


def rounds_of(house: House, status: str, **fields: Any) -> dict[OpinionRound, tuple[bool, int]]:
    opened = {} if status == "draft" else {"opened_at": house.now}
    return {
        OpinionRound.objects.create(
            board=place,
            title="Vorhaben",
            question="Vereinbar?",
            requested_by=house.world.manager,
            status=status,
            level=level,
            deadline=house.now + timedelta(days=20),
            **opened,
        ): (place == house.here, int(level))
        for place in house.both
        for level in Level
    }


def asked(status: str) -> Callable[[House], Word]:
    return lambda house: levelled(rounds_of(house, status))


def opinions(status: str) -> Callable[[House], Word]:
    """Everybody with a mandate wrote something in the blind round of their board; so had the former member."""

    def proof(house: House) -> Word:
        held = {one.board: one for one in rounds_of(house, status) if one.level == Level.BOARD}
        places = {house.here: list(Mandate.objects.filter(seat__board=house.here).select_related("person"))}
        places[house.other] = list(Mandate.objects.filter(seat__board=house.other).select_related("person"))
        sponsor = Mandate.objects.select_related("person").get(person=house.who["other_member"])
        places[house.other].append(sponsor)
        made = {
            Opinion.objects.create(
                round=held[place],
                mandate=mandate,
                person=mandate.person,
                status="submitted",
                submitted_at=house.now,
            ): (place, mandate.person)
            for place, mandates in places.items()
            for mandate in mandates
        }
        return owned(house, made, Opinion.objects.readable_by)

    return proof


def of_rounds(rule: Callable[[Reader, OpinionRound], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one.board: one for one in rounds_of(house, "open")}, rule)


def outcomes_of(house: House, status: str) -> dict[ConsolidatedOpinion, tuple[bool, int]]:
    adopted = {"adopted_at": house.now} if status == "adopted" else {}
    return {
        ConsolidatedOpinion.objects.create(
            board=item.meeting.board,
            item=item,
            title="Vorhaben",
            text="Vereinbar.",
            status=status,
            level=place[1],
            created_at=house.now,
            dissents_until=TODAY,
            **adopted,
        ): place
        for item, place in house.items().items()
    }


def outcome(status: str) -> Callable[[House], Word]:
    return lambda house: levelled(outcomes_of(house, status))


def recommendations(house: House) -> Word:
    return levelled(
        {
            Recommendation.objects.create(opinion=one, number=1, text="Bitte prüfen."): place
            for one, place in outcomes_of(house, "adopted").items()
        }
    )


def dissenting(house: House) -> Word:
    made = {one.board: one for one in outcomes_of(house, "circulated")}
    return allowed(house, made, lambda reader, one: outcomes.can_dissent(reader, one, TODAY))


PROOFS: dict[str, Callable[[House], Word]] = {
    "round_draft": asked("draft"),
    "round_open": asked("open"),
    "opinions_blind": opinions("open"),
    "opinions_closed": opinions("closed"),
    "outcome_draft": outcome("draft"),
    "outcome_circulated": outcome("circulated"),
    "outcome_adopted": outcome("adopted"),
    "recommendations": recommendations,
    "request_opinion": on_boards(rounds.can_request),
    "run_round": of_rounds(rounds.can_run),
    "write_outcome": of_rounds(outcomes.can_write),
    "dissent": dissenting,
    "answer": at_all(outcomes.can_answer),
}

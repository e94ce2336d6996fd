"""Every cell of the matrix of rights is proven: rows that could leak are made, and each role asks for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from desk.access import rules as access
from desk.dispatch import rules as dispatch
from desk.journal import rules as journal
from governance.boards import rules as boards
from governance.boards.models import Board
from governance.confidentiality import Level, Reader
from governance.mandates.models import Mandate
from governance.people.models import InterestDeclaration, Organisation, Person
from governance.rights.reader import reader_of_person
from meetings.actions import rules as actions
from meetings.actions.models import ActionItem
from meetings.agenda import rules as agenda
from meetings.agenda.models import Agenda, AgendaItem, AgendaProposal, ItemKind, Recusal
from meetings.invitations import rules as invitations
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.minutes import rules as minutes
from meetings.minutes.models import Minutes
from meetings.planning import rules as planning
from meetings.planning.models import YearPlan
from meetings.sittings import presence
from meetings.sittings import rules as sittings
from meetings.sittings.models import Attendance
from meetings.votes.models import Motion, Resolution
from opinions.outcomes import rules as outcomes
from opinions.outcomes.models import ConsolidatedOpinion, Recommendation
from opinions.rounds import rules as rounds
from opinions.rounds.models import Opinion, OpinionRound
from participation.contributions.models import Contribution
from portfolio.projects import rules as projects
from portfolio.projects.models import Project
from portfolio.strategy.models import Field, Phase, Strategy
from reports.editions import rules as reports
from reports.editions.models import ManagementReport
from tests.contracts.rights import ACTING, COLUMNS, PAGE, READING, document, rows
from tests.contracts.roles import ROLES, people
from tests.world import DECLARED, board, seat_person

TODAY = date(2026, 11, 23)
Word = Callable[[Reader], str]


@dataclass
class House:
    """`here` is the board the columns speak of; on the other one sits nobody who asks."""

    world: Any
    now: Any
    who: dict[str, Person | None]
    here: Board
    other: Board
    fellow: Person
    stranger: Person

    @property
    def both(self) -> list[Board]:
        return [self.here, self.other]

    @property
    def owners(self) -> list[tuple[Board, Person]]:
        """Everybody who asks, a fellow member and a stranger, each with the board their rows belong to."""
        asking = [person for person in self.who.values() if person is not None]
        return [*((self.here, person) for person in (*asking, self.fellow)), (self.other, self.stranger)]

    def reader(self, role: str) -> Reader:
        person = self.who[role]
        return Reader() if person is None else reader_of_person(person, today=TODAY, proven=True)

    def meetings(self, status: str = "scheduled") -> list[Meeting]:
        return [self.world.meeting(one, status=status) for one in self.both]

    def items(self, status: str = "released") -> dict[AgendaItem, tuple[bool, int]]:
        """An item of each level on both boards."""
        made = {}
        for meeting in self.meetings():
            Agenda.objects.create(meeting=meeting, status=status)
            for level in Level:
                item = AgendaItem.objects.create(
                    meeting=meeting, position=level + 1, title=f"Stufe {level}", kind=ItemKind.DECISION, level=level
                )
                made[item] = (meeting.board == self.here, int(level))
        return made


@pytest.fixture
def house(world, now):
    """Mandates, offices and roles of everybody as in the tables of routes; a fourth board for what must not leak."""
    other = board("other", "kulturbeirat", "Kulturbeirat", "KB", 2)
    seat_person(other, 1, world.ostermann)
    sworn = world.members["UB"][6]
    Mandate.objects.filter(person=sworn).update(confidentiality_signed_on=TODAY)
    who = people(world) | {"other_member": world.members["SB"][1], "sworn": sworn}
    return House(world, now, who, world.ub, other, world.lamprecht, world.ostermann)


# ---- what a reader gets, as a word of the table


def whose(seen: Iterable[Any], here: Iterable[Any], elsewhere: Iterable[Any], mine: Iterable[Any] = ()) -> str:
    """The word for what was seen of rows of this board and of others; `mine` are the reader's."""
    seen, here, elsewhere, mine = set(seen), set(here), set(elsewhere), set(mine)
    words = {"-": set(), "own": mine, "all": here | elsewhere, "here": here | mine}
    return next((word for word, rows in words.items() if rows == seen), f"leak: {seen}")


def depth(seen: Iterable[Any], made: dict[Any, tuple[bool, int]]) -> str:
    """The word for the levels seen, of rows marked (of this board, level)."""
    seen = set(seen)
    tops = []
    for here in (True, False):
        levels = sorted(level for row, (at, level) in made.items() if at is here and row in seen)
        if levels != list(range(len(levels))):
            return f"leak: {levels}"
        tops.append(len(levels) - 1)
    top, elsewhere = tops
    if top == elsewhere:
        return "-" if top < 0 else str(top)
    return f"b{top}" + (f"+{elsewhere}" if elsewhere >= 0 else "")


def queried(house: House, made: Iterable[Any], way: Callable[[Any], Board]) -> Word:
    """`visible_to` of rows that belong to boards."""
    made = list(made)
    model = type(made[0])
    here = [one for one in made if way(one) == house.here]
    elsewhere = [one for one in made if way(one) != house.here]
    pks = [one.pk for one in made]
    return lambda reader: whose(model.objects.filter(pk__in=pks).visible_to(reader), here, elsewhere)


def owned(house: House, made: dict[Any, tuple[Board, Person]], visible: Callable[[Reader], Iterable[Any]]) -> Word:
    """Rows that belong to a person on a board."""
    here = [one for one, (place, _owner) in made.items() if place == house.here]
    elsewhere = [one for one, (place, _owner) in made.items() if place != house.here]

    def word(reader: Reader) -> str:
        mine = [one for one, (_place, owner) in made.items() if owner.pk == reader.person_id]
        return whose(set(visible(reader)) & made.keys(), here, elsewhere, mine)

    return word


def levelled(made: dict[Any, tuple[bool, int]]) -> Word:
    model = type(next(iter(made)))
    return lambda reader: depth(set(model.objects.visible_to(reader)) & made.keys(), made)


def allowed(house: House, things: dict[Board, Any], rule: Callable[[Reader, Any], bool]) -> Word:
    """A rule asked about a thing of each board."""
    here, elsewhere = [things[house.here]], [things[house.other]]
    return lambda reader: whose((one for one in (*here, *elsewhere) if rule(reader, one)), here, elsewhere)


def on_boards(rule: Callable[[Reader, Board], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one: one for one in house.both}, rule)


def at_all(rule: Callable[[Reader], bool]) -> Callable[[House], Word]:
    """A rule that knows no board."""
    return on_boards(lambda reader, _board: rule(reader))


def in_meetings(rule: Callable[[Reader, Meeting], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one.board: one for one in house.meetings()}, rule)


# ---- the rows that could leak


def contacts(house: House) -> Word:
    seated = set(Mandate.objects.on(TODAY).filter(seat__board=house.here).values_list("person", flat=True))
    made = {one: (house.here if one.pk in seated else house.other, one) for one in Person.objects.all()}
    return owned(house, made, Person.objects.visible_to)


def interests(house: House) -> Word:
    seated = set(Mandate.objects.on(TODAY).filter(seat__board=house.here).values_list("person", flat=True))
    for _board, owner in house.owners:
        InterestDeclaration.objects.create(
            person=owner, year=2025, nothing=True, declared_at=DECLARED, entered_by=owner.key
        )
    made = InterestDeclaration.objects.select_related("person")
    places = {one: (house.here if one.person_id in seated else house.other, one.person) for one in made}
    return owned(house, places, InterestDeclaration.objects.visible_to)


def plans(status: str) -> Callable[[House], Word]:
    def proof(house: House) -> Word:
        made = {
            one: YearPlan.objects.create(board=one, year=2027, status=status, proposed_at=house.now, outcome="found")
            for one in house.both
        }
        return allowed(
            house,
            made,
            lambda reader, plan: planning.can_see(reader, plan.board) and planning.sees_dates(reader, plan),
        )

    return proof


def meeting(status: str) -> Callable[[House], Word]:
    return lambda house: queried(house, house.meetings(status), lambda one: one.board)


def proposals(house: House) -> Word:
    made = {
        AgendaProposal.objects.create(
            board=place, title="Thema", kind=ItemKind.DECISION, proposer=owner, proposed_at=house.now
        ): (place, owner)
        for place, owner in house.owners
    }
    return owned(house, made, AgendaProposal.objects.visible_to)


def open_items(reader: Reader) -> list[AgendaItem]:
    return [item for item in AgendaItem.objects.visible_to(reader) if item.open_to(reader)]


def agenda_items(status: str) -> Callable[[House], Word]:
    def proof(house: House) -> Word:
        made = house.items(status)
        return lambda reader: depth(open_items(reader), made)

    return proof


def recused(house: House) -> Word:
    """Items, and what others have to do about them."""
    made = house.items()
    asking = [one for one in house.who.values() if one is not None]
    for item in made:
        ActionItem.objects.create(item=item, title="Prüfen", owner=house.stranger, due_on=TODAY, created_at=house.now)
        for person in asking:
            Recusal.objects.create(item=item, person=person, declared_at=house.now, entered_by=person.key)

    def word(reader: Reader) -> str:
        acts = [one.item for one in ActionItem.objects.visible_to(reader)]
        return depth([*open_items(reader), *acts], made)

    return word


def invitations_of(house: House) -> dict[Invitation, tuple[Board, Person]]:
    met = {one.board: one for one in house.meetings("invited")}
    return {
        Invitation.objects.create(meeting=met[place], person=owner, invited_at=house.now): (place, owner)
        for place, owner in house.owners
    }


def invited(house: House) -> Word:
    return owned(house, invitations_of(house), Invitation.objects.visible_to)


def assisted(house: House) -> Word:
    """The assistant answers for the chair, and for nobody else."""
    of_chair = {one for one, (_board, owner) in invitations_of(house).items() if owner == house.who["chair"]}

    def word(reader: Reader) -> str:
        seen = set(Invitation.objects.assisted_by(reader))
        return {frozenset(): "-", frozenset(of_chair): "for"}.get(frozenset(seen), f"leak: {seen}")

    return word


def resolutions(house: House) -> Word:
    made = {}
    for number, (item, place) in enumerate(house.items().items(), 1):
        motion = Motion.objects.create(item=item, text="Antrag", put_at=house.now)
        row = Resolution.objects.create(
            board=item.meeting.board, motion=motion, year=2026, number=number, text="Antrag", adopted_at=house.now
        )
        made[row] = place
    return levelled(made)


def minutes_of(house: House, status: str) -> list[Minutes]:
    sent = {"circulated_at": house.now} if status in ("circulated", "approved") else {}
    approved = {"approved_at": house.now} if status == "approved" else {}
    return [
        Minutes.objects.create(meeting=one, status=status, drafted_at=house.now, **sent, **approved)
        for one in house.meetings("held")
    ]


def minuted(status: str) -> Callable[[House], Word]:
    return lambda house: queried(house, minutes_of(house, status), lambda one: one.meeting.board)


def others_actions(house: House) -> Word:
    made = {}
    for item, place in house.items().items():
        owner = house.fellow if place[0] else house.stranger
        made[
            ActionItem.objects.create(item=item, title="Prüfen", owner=owner, due_on=TODAY, created_at=house.now)
        ] = place
    return levelled(made)


def owned_actions(house: House) -> dict[ActionItem, tuple[Board, Person]]:
    strict = {item.meeting.board: item for item, (_here, level) in house.items().items() if level == Level.STRICT}
    return {
        ActionItem.objects.create(
            item=strict[place], title="Prüfen", owner=owner, due_on=TODAY, created_at=house.now
        ): (place, owner)
        for place, owner in house.owners
    }


def actions_own(house: House) -> Word:
    return owned(house, owned_actions(house), ActionItem.objects.visible_to)


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


def reports_of(house: House, status: str, met: str = "scheduled") -> dict[Board, ManagementReport]:
    return {
        one.board: ManagementReport.objects.create(
            board=one.board,
            meeting=one,
            period="2026-Q3",
            period_start=date(2026, 7, 1),
            period_end=date(2026, 9, 30),
            status=status,
            author=house.world.manager,
            created_at=house.now,
            figures_at=None if status == "draft" else house.now,
        )
        for one in house.meetings(met)
    }


def report(status: str, met: str = "scheduled") -> Callable[[House], Word]:
    return lambda house: queried(house, reports_of(house, status, met).values(), lambda one: one.board)


def sections(house: House) -> Word:
    made = reports_of(house, "published")
    rows = {(place, level): (place == house.here, int(level)) for place in made for level in Level}
    return lambda reader: depth((one for one in rows if one[1] <= reports.level_of(reader, made[one[0]])), rows)


def project(house: House) -> Project:
    strategy = Strategy.objects.create(title="Digitalstrategie", published_on=TODAY)
    return Project.objects.create(
        key="datenplattform",
        title="Datenplattform",
        summary="Daten für alle.",
        field=Field.objects.create(strategy=strategy, name="Daten"),
        phase=Phase.objects.create(strategy=strategy, number=1, name="Umsetzung"),
        lead=Organisation.objects.get(),
    )


def public_projects(house: House) -> Word:
    one = project(house)
    return lambda reader: whose(Project.objects.visible_to(reader), [one], [])


def contributed(status: str) -> Callable[[House], Word]:
    def proof(_house: House) -> Word:
        one = Contribution.objects.create(
            chapter="Verkehr", author_label="Mari", posted_at=DECLARED, text="Mehr Bänke.", status=status
        )
        return lambda reader: "all" if list(Contribution.objects.visible_to(reader)) == [one] else "-"

    return proof


def public_boards(house: House) -> Word:
    elsewhere = Board.objects.exclude(pk=house.here.pk)
    return lambda reader: whose(Board.objects.visible_to(reader), [house.here], elsewhere)


def of_reports(status: str, rule: Callable[[Reader, ManagementReport], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, reports_of(house, status), rule)


def of_minutes(status: str, rule: Callable[[Reader, Minutes], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one.meeting.board: one for one in minutes_of(house, status)}, rule)


def of_rounds(rule: Callable[[Reader, OpinionRound], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one.board: one for one in rounds_of(house, "open")}, rule)


def dissenting(house: House) -> Word:
    made = {one.board: one for one in outcomes_of(house, "circulated")}
    return allowed(house, made, lambda reader, one: outcomes.can_dissent(reader, one, TODAY))


def reporting(house: House) -> Word:
    made = owned_actions(house)
    return owned(house, made, lambda reader: [one for one in made if actions.can_report(reader, one)])


def dropping(house: House) -> Word:
    made = {one.item.meeting.board: one for one in owned_actions(house)}
    return allowed(house, made, actions.can_drop)


def sent_agendas(house: House) -> Word:
    made = {one.board: one for one in house.meetings("invited")}
    return allowed(
        house,
        made,
        lambda reader, one: (
            Meeting.objects.visible_to(reader).filter(pk=one.pk).exists() and agenda.may_read_sent(reader, one)
        ),
    )


PROOFS: dict[str, Callable[[House], Word]] = {
    "board": public_boards,
    "members": on_boards(boards.can_see_members),
    "contacts": contacts,
    "interests": interests,
    "support": at_all(boards.can_see_support),
    "plan_proposed": plans("proposed"),
    "plan_confirmed": plans("confirmed"),
    "meeting_planned": meeting("planned"),
    "meeting_scheduled": meeting("scheduled"),
    "proposals": proposals,
    "agenda_draft": agenda_items("draft"),
    "agenda_released": agenda_items("released"),
    "agenda_recused": recused,
    "agenda_sent": sent_agendas,
    "invitations": invited,
    "assisted": assisted,
    "resolutions": resolutions,
    "minutes_draft": minuted("drafting"),
    "minutes_circulated": minuted("circulated"),
    "minutes_approved": minuted("approved"),
    "actions": others_actions,
    "actions_own": actions_own,
    "round_draft": asked("draft"),
    "round_open": asked("open"),
    "opinions_blind": opinions("open"),
    "opinions_closed": opinions("closed"),
    "outcome_draft": outcome("draft"),
    "outcome_circulated": outcome("circulated"),
    "outcome_adopted": outcome("adopted"),
    "recommendations": recommendations,
    "report_draft": report("draft"),
    "report_submitted": report("submitted"),
    "report_returned": report("returned"),
    "report_invited": report("submitted", "invited"),
    "report_approved": report("approved"),
    "report_published": report("published"),
    "report_sections": sections,
    "projects": public_projects,
    "progress": at_all(projects.can_see_progress),
    "contributions": contributed("published"),
    "contributions_held": contributed("in_moderation"),
    "journal": at_all(journal.can_read),
    "mail_states": at_all(dispatch.can_see_states),
    "mail_texts": at_all(dispatch.can_read),
    "appoint": at_all(boards.can_manage),
    "propose_member": on_boards(boards.can_propose),
    "delegate": on_boards(boards.can_delegate),
    "plan": at_all(planning.can_plan),
    "propose_topic": on_boards(lambda reader, one: one in agenda.boards_to_propose_for(reader)),
    "decide_topic": on_boards(lambda reader, one: agenda.can_decide(reader, one.pk)),
    "edit_agenda": in_meetings(agenda.can_edit),
    "invite": at_all(invitations.can_send),
    "lead": in_meetings(sittings.can_lead),
    "write_minutes": at_all(minutes.can_write),
    "sign_off": in_meetings(minutes.can_sign_off),
    "object": of_minutes("circulated", minutes.can_object),
    "report_action": reporting,
    "drop_action": dropping,
    "verify_action": at_all(actions.can_verify),
    "request_opinion": on_boards(rounds.can_request),
    "run_round": of_rounds(rounds.can_run),
    "write_outcome": of_rounds(outcomes.can_write),
    "dissent": dissenting,
    "answer": at_all(outcomes.can_answer),
    "write_report": of_reports("draft", reports.can_write),
    "review_report": of_reports("submitted", reports.can_review),
    "publish_report": of_reports("approved", reports.can_publish),
    "accounts": at_all(access.can_manage),
}
TABLE = {row.code: row.cells for row in (*rows(READING), *rows(ACTING))}


def test_each_role_gets_what_the_matrix_says(house):
    """Row by row, each with rows of its own that are taken back."""
    readers = {role: house.reader(role) for role in COLUMNS}
    wrong = {}
    for code, cells in TABLE.items():
        with transaction.atomic():
            word = PROOFS[code](house)
            for role, reader in readers.items():
                if word(reader) != cells[role]:
                    wrong[f"{code} {role}"] = f"{word(reader)}, not {cells[role]}"
            transaction.set_rollback(True)
    assert wrong == {}


def test_every_row_has_a_proof_and_every_role_a_column():
    assert list(PROOFS) == list(TABLE)
    assert set(COLUMNS) - {"sworn"} == set(ROLES)


def test_administrators_are_counted_by_no_vote(house):
    """Whoever stands in the room without a mandate has no voice, administrators and offices included."""
    met = house.world.meeting(house.here, status="in_session")
    for role in ("admin", "secretariat", "management", "mayors_office", "assistant", "former", "member"):
        mandate = Mandate.objects.on(TODAY).filter(person=house.who[role], seat__board=house.here).first()
        Attendance.objects.create(meeting=met, person=house.who[role], mandate=mandate, arrived_at=house.now)
    assert presence.voters(met) == {house.who["member"].pk}


def test_the_page_for_people_is_made_from_the_matrix():
    assert PAGE.read_text(encoding="utf-8") == document(), "Run: python -m tests.contracts.rights"

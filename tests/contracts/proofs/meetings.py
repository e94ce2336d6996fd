"""Meetings with all that belongs to them: rows that could leak."""

from collections.abc import Callable
from datetime import date

from foundation.documents.models import Upload
from governance.boards.models import Board
from governance.boards.rules import can_call
from governance.confidentiality import Level, Reader
from governance.people.models import Person
from meetings.absences.models import Absence
from meetings.actions import rules as actions
from meetings.actions.models import ActionItem
from meetings.agenda import rules as agenda
from meetings.agenda.models import AgendaItem, AgendaProposal, ItemKind, Recusal
from meetings.earlier.models import EarlierMinutes
from meetings.invitations import rules as invitations
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.minutes import rules as minutes
from meetings.minutes.models import Minutes
from meetings.planning import rules as planning
from meetings.planning.models import YearPlan
from meetings.polls import rules as polls
from meetings.polls.models import DatePoll
from meetings.rooms.models import Room
from meetings.rooms.rules import can_keep as keeping_rooms
from meetings.sittings import rules as sittings
from meetings.votes.models import Motion, Resolution
from tests.contracts.proofs.house import (
    TODAY,
    House,
    Word,
    allowed,
    at_all,
    depth,
    in_meetings,
    levelled,
    on_boards,
    owned,
    queried,
    whose,
)


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


def addressed_items(house: House) -> Word:
    """What the mayor proposed, wherever it stands."""
    made = house.items()
    AgendaItem.objects.update(proposer=house.who["chair"])
    return lambda reader: depth(open_items(reader), made)


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


def rooms(house: House) -> Word:
    """Rooms belong to no board: all or none."""
    Room.objects.create(name="Rathaus, Raum 2.10")
    return lambda reader: "all" if Room.objects.visible_to(reader).exists() else "-"


def absences(house: House) -> Word:
    """The assistant reads those of the chair beside the own ones; no chair reads any of the board."""
    made = {
        Absence.objects.create(person=owner, start=TODAY, end=TODAY, entered_at=house.now, entered_by=owner.key): (
            place,
            owner,
        )
        for place, owner in house.owners
    }
    of_chair = {one for one, (_board, owner) in made.items() if owner == house.who["chair"]}
    plain = owned(house, made, Absence.objects.visible_to)

    def word(reader: Reader) -> str:
        seen = set(Absence.objects.visible_to(reader))
        mine = {one for one in seen if one.person_id == reader.person_id}
        return "for" if reader.assists and mine and seen == mine | of_chair else plain(reader)

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


def earlier(house: House) -> Word:
    """A file of each level on both boards, of meetings held before this installation."""
    made = {}
    for place in house.both:
        for level in Level:
            held = house.world.meeting(place, day=date(2024, 1, 8 + level), status="earlier", number=level + 1)
            upload = Upload.objects.create(file=f"{held.pk}.pdf", size=1, kept_at=house.now)
            row = EarlierMinutes.objects.create(meeting=held, upload=upload, level=level)
            made[row] = (place == house.here, int(level))
    return levelled(made)


def of_minutes(status: str, rule: Callable[[Reader, Minutes], bool]) -> Callable[[House], Word]:
    return lambda house: allowed(house, {one.meeting.board: one for one in minutes_of(house, status)}, rule)


def others_actions(house: House) -> Word:
    made = {}
    for item, place in house.items().items():
        owner = house.fellow if place[0] else house.stranger
        made[
            ActionItem.objects.create(item=item, title="Prüfen", owner=owner, due_on=TODAY, created_at=house.now)
        ] = place
    return levelled(made)


def addressed_actions(house: House) -> Word:
    """What the mayor has to do, wherever it was asked."""
    mayor = house.who["chair"]
    return levelled(
        {
            ActionItem.objects.create(
                item=item, title="Prüfen", owner=mayor, due_on=TODAY, created_at=house.now
            ): place
            for item, place in house.items().items()
        }
    )


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


def date_polls(house: House) -> dict[Board, DatePoll]:
    asked = {"title": "Termin", "minutes": 60, "place": "Rathaus", "deadline": TODAY, "made_by": "system"}
    return {one: DatePoll.objects.create(board=one, made_at=house.now, **asked) for one in house.both}


def choosing(house: House) -> Word:
    """Members choose for themselves; the assistant for the chair, and for nobody else."""
    made, chair = date_polls(house), house.who["chair"]
    assert chair is not None

    def word(reader: Reader) -> str:
        for_chair = polls.may_answer(reader, made[house.here], chair.pk, TODAY) and reader.person_id != chair.pk
        own = [one for one in made.values() if polls.may_answer(reader, one, reader.person_id, TODAY)]
        return "for" if for_chair and not own else whose(own, [made[house.here]], [made[house.other]])

    return word


PROOFS: dict[str, Callable[[House], Word]] = {
    "plan_proposed": plans("proposed"),
    "plan_confirmed": plans("confirmed"),
    "meeting_planned": meeting("planned"),
    "meeting_scheduled": meeting("scheduled"),
    "proposals": proposals,
    "agenda_draft": agenda_items("draft"),
    "agenda_released": agenda_items("released"),
    "agenda_addressed": addressed_items,
    "agenda_recused": recused,
    "agenda_sent": sent_agendas,
    "invitations": invited,
    "absences": absences,
    "rooms": rooms,
    "keep_rooms": at_all(keeping_rooms),
    "assisted": assisted,
    "resolutions": resolutions,
    "minutes_draft": minuted("drafting"),
    "minutes_circulated": minuted("circulated"),
    "minutes_approved": minuted("approved"),
    "minutes_earlier": earlier,
    "actions": others_actions,
    "actions_addressed": addressed_actions,
    "actions_own": actions_own,
    "date_poll": lambda house: queried(house, date_polls(house).values(), lambda one: one.board),
    "date_votes": lambda house: allowed(house, date_polls(house), polls.sees_answers),
    "ask_dates": at_all(polls.can_ask),
    "answer_dates": choosing,
    "call_extra": on_boards(can_call),
    "fix_date": lambda house: allowed(house, date_polls(house), polls.can_fix),
    "plan": at_all(planning.can_plan),
    "set_date": in_meetings(planning.can_set),
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
}

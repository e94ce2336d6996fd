"""What an assistant answers for others: their meetings with date and place, and the answer while it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst

from foundation.web.wording import local_day
from governance.confidentiality import Reader
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.invitations import choices
from meetings.invitations.models import Answer, Invitation
from meetings.invitations.rules import takes_answers
from meetings.meeting.models import Meeting

MOST = 7


@dataclass(frozen=True)
class Assisted:
    """One meeting of one person. `choices` are the buttons while no answer is given, `word` says the answer."""

    meeting: Meeting
    principal: Person
    invited: bool
    word: str
    choices: list[choices.Choice]
    may_change: bool


def meetings(reader: Reader, now: datetime) -> list[Assisted]:
    """The next meetings of the people this reader assists, in three queries; none for who assists nobody."""
    if not reader.assists:
        return []
    rows = [*_invited(reader, now), *_pencilled(reader, now)]
    return sorted(rows, key=lambda row: (row.meeting.starts_at, str(row.principal)))[:MOST]


def _invited(reader: Reader, now: datetime) -> Iterator[Assisted]:
    """Meetings with an invitation of the person, running ones too."""
    live = (Meeting.Status.INVITED, Meeting.Status.IN_SESSION)
    found = Invitation.objects.assisted_by(reader).filter(meeting__ends_at__gte=now, meeting__status__in=live)
    found = found.select_related("meeting__board", "person", "mandate__person")
    for one in found.order_by("meeting__starts_at")[: 4 * MOST]:
        given, asked = choices.given(one), takes_answers(one.meeting, now)
        yield Assisted(
            meeting=one.meeting,
            principal=one.person,
            invited=True,
            word=capfirst(str(Answer(given.answer).label)) if given else "",
            choices=choices.offered(one.meeting, for_deputy=one.represents is not None)
            if asked and given is None
            else [],
            may_change=asked and given is not None,
        )


def _pencilled(reader: Reader, now: datetime) -> Iterator[Assisted]:
    """Dates of the person's boards that nobody is invited to yet, to be kept free."""
    held = Mandate.objects.on(local_day(now)).filter(person__in=reader.assists)
    members = list(held.select_related("person", "seat").order_by("pk"))
    boards = {mandate.seat.board_id for mandate in members}
    coming = Meeting.objects.filter(board__in=boards, status=Meeting.Status.SCHEDULED, ends_at__gte=now)
    pairs = {(mandate.seat.board_id, mandate.person_id): mandate.person for mandate in members}
    for meeting in coming.select_related("board").order_by("starts_at")[:MOST]:
        for (board_id, _person_id), person in pairs.items():
            if board_id == meeting.board_id:
                yield Assisted(meeting, person, invited=False, word="", choices=[], may_change=False)

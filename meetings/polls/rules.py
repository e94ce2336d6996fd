"""Who may see and do what with a date poll."""

from datetime import date
from uuid import UUID

from governance.confidentiality import Reader
from meetings.polls.asked import is_asked
from meetings.polls.models import DatePoll


def can_ask(reader: Reader) -> bool:
    """Polls are made, extended by dates and called off by the board office; it also enters answers for others."""
    return reader.is_secretariat


def sees_answers(reader: Reader, poll: DatePoll) -> bool:
    """Answers by name before anybody's own: the board office and who leads the board."""
    return reader.is_secretariat or poll.board_id in reader.chairs


def can_fix(reader: Reader, poll: DatePoll) -> bool:
    """One click of either: the board office or who leads the board."""
    return sees_answers(reader, poll)


def may_answer(reader: Reader, poll: DatePoll, person: UUID | None, day: date) -> bool:
    """Members and deputies in their place for themselves, assistants for whom they assist; nobody else is asked."""
    own = person is not None and person == reader.person_id
    return (own or person in reader.assists) and is_asked(poll.board_id, person, day)

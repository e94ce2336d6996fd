"""Who may do what with a meeting."""

from datetime import date

from foundation.values import Actor
from governance.confidentiality import Reader
from governance.mandates.delegating import leader, no_chair
from meetings.meeting.models import Meeting


def can_prepare(reader: Reader) -> bool:
    """Dates, agenda and invitation are prepared by the board office."""
    return reader.is_secretariat


def leads(reader: Reader, meeting: Meeting) -> bool:
    """The chair (or a deputy) of the meeting's board."""
    return meeting.board_id in reader.chairs


def chairs_voice(reader: Reader, board_id: int, today: date) -> Actor:
    """Who decides for the chair: the chair (or a deputy) itself, or the office on the word of who leads that day.

    Raises DomainError (409) where nobody leads the board whose word the office could record.
    """
    if board_id in reader.chairs:
        return reader.actor
    person = leader(board_id, today)
    if person is None:
        raise no_chair()
    return reader.actor.on_behalf_of(person.key)

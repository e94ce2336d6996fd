"""Who may say that somebody is away."""

from uuid import UUID

from governance.confidentiality import Reader


def can_enter(reader: Reader, person: UUID) -> bool:
    """The person, who answers for the person, and the board office."""
    return reader.is_secretariat or person == reader.person_id or person in reader.assists

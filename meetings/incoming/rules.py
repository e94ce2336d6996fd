"""Who may see and settle what came by mail."""

from governance.confidentiality import Reader


def can_review(reader: Reader) -> bool:
    """The board office alone: a message may hold anything, from anybody."""
    return reader.is_secretariat

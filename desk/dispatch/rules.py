"""Who may see what was sent."""

from governance.confidentiality import Reader


def can_see_states(reader: Reader) -> bool:
    """The board office, and administrators, who keep the mail running."""
    return reader.is_secretariat or reader.is_admin


def can_read(reader: Reader) -> bool:
    """Subjects and texts are the board office's alone."""
    return reader.is_secretariat

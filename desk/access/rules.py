"""Who may open and close accounts."""

from governance.confidentiality import Reader


def can_manage(reader: Reader) -> bool:
    """The board office, which knows the people, and administrators."""
    return reader.is_secretariat or reader.is_admin

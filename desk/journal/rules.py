"""Who may read the journal of everybody; everybody finds the own entries under "Meine Daten"."""

from governance.confidentiality import Reader


def can_read(reader: Reader) -> bool:
    """The board office and administrators; entries hold no content, titles follow the rights of the reader."""
    return reader.is_secretariat or reader.is_admin
